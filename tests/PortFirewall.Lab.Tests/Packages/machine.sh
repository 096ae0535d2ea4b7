#!/bin/bash
# The view that programs out of packages have of their machine: the machine's own files, the packages on top of them as if they were installed, and
# whatever is written gone with the mount namespace that this runs in. Arguments: the folder of the packages, the iptables to use.
set -euo pipefail
shopt -s nullglob
packages=$1 iptables=$2

mount -t tmpfs tmpfs /mnt
mkdir /mnt/packages /mnt/written /mnt/work /mnt/root
for package in "$packages"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --directory /mnt/packages
done
# Packages still name folders that are links into /usr by now.
for folder in bin sbin lib; do
    if [[ -L /$folder && -d /mnt/packages/$folder ]]; then
        mkdir -p "/mnt/packages/usr/$folder"
        cp -a "/mnt/packages/$folder/." "/mnt/packages/usr/$folder"
        rm -r "/mnt/packages/$folder"
    fi
done
mount -t overlay overlay -o lowerdir=/mnt/packages:/,upperdir=/mnt/written,workdir=/mnt/work /mnt/root

cd /mnt/root
# A program that keeps its state in /dev/null would put a file in the place of the machine's own: only single devices are in reach.
mount -t tmpfs tmpfs dev
mkdir dev/net dev/pts dev/shm
for device in null zero full random urandom tty net/tun; do
    [[ -e /dev/$device ]] || continue
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mount -t proc proc proc
mount -t sysfs sysfs sys
# No socket of the machine's own services is in reach.
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
# What is not of the network namespace is the machine's.
for settings in proc/sys/*/; do
    [[ $settings == proc/sys/net/ ]] || mount --bind -o ro "$settings" "$settings"
done
# So are the kernel's modules: those that rules take, the kernel finds by itself.
for tool in usr/sbin/modprobe usr/sbin/rmmod usr/sbin/insmod; do
    ln -sf /bin/true "$tool"
done
for suffix in '' -save -restore; do
    ln -sf "/usr/sbin/iptables-$iptables$suffix" "etc/alternatives/iptables$suffix"
    ln -sf "/usr/sbin/ip6tables-$iptables$suffix" "etc/alternatives/ip6tables$suffix"
done

echo ready
# When whoever holds the other end is gone, this process ends, and with it all of its process namespace.
read -r _ || true
