#!/bin/bash
# Starts what some examples say is there beside the lab, out of Debian's packages where it is not installed. All of it goes with the machine that
# the examples are played on. Arguments: dns, ntp or ssh; the folder of the packages.
set -euo pipefail
server=$1 packages=$2
root=/mnt/$server
mkdir "$root"
cd "$root"

# A package, and the libraries that came with it: those of them that the machine has too do no harm.
unpack() {
    local package
    for package in "$packages"/{"$1",lib*}_*.deb; do
        [[ ! -e $package ]] || dpkg-deb --extract "$package" "$root"
    done
}
export LD_LIBRARY_PATH=$root/usr/lib/$(uname -m)-linux-gnu:$root/lib/$(uname -m)-linux-gnu
export PATH=$root/usr/sbin:$root/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin

start() {
    ip netns exec "$1" setsid "${@:2}" < /dev/null > "$root/log" 2>&1 &
}

wait_for() {
    for (( tries = 0; ; tries++ )); do
        [[ -z $(ip netns exec "$1" ss --listening --numeric --no-header "$2" "sport = :$3") ]] || return 0
        (( tries < 100 )) || { cat "$root/log"; exit 1; }
        sleep 0.05
    done
}

case $server in
dns)
    unpack dnsmasq-base
    touch conf
    start shop-server dnsmasq --keep-in-foreground --no-resolv --no-hosts --conf-file="$root/conf" --user=root --pid-file= --log-facility=-
    wait_for shop-server --udp 53
    ;;
ntp)
    unpack chrony
    printf 'local stratum 7\nallow all\ncmdport 0\npidfile %s/pid\n' "$root" > conf
    # -x: the clock, which is the machine's, is left alone.
    start shop-server chronyd -x -d -u root -f "$root/conf"
    wait_for shop-server --udp 123
    ;;
ssh)
    unpack openssh-server
    # The way from the session to the client, beside the cable between client and server.
    ip link add shop type veth peer name manage netns shop-client
    ip address add 192.0.2.1/24 dev shop
    ip link set shop up
    ip -n shop-client address add 192.0.2.2/24 dev manage
    ip -n shop-client address add 192.0.2.9/24 dev manage
    ip -n shop-client link set manage up
    # A host that is down: nobody answers.
    ip netns exec shop-client iptables -A INPUT -d 192.0.2.9 -j DROP

    ssh-keygen -q -t ed25519 -N '' -f host
    ssh-keygen -q -t ed25519 -N '' -f user
    mkdir -p /run/sshd /etc/ssh/ssh_config.d
    echo "192.0.2.2 $(cut -d' ' -f1,2 host.pub)" > known
    printf 'Host 192.0.2.*\n    IdentityFile %s/user\n    UserKnownHostsFile %s/known\n' "$root" "$root" > /etc/ssh/ssh_config.d/shop.conf
    grep -q '^sshd:' /etc/passwd || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >> /etc/passwd
    sed -i 's/^root:[^:]*:/root:*:/' /etc/shadow
    printf '%s\n' "HostKey $root/host" "AuthorizedKeysFile $root/user.pub" 'PidFile none' 'UsePAM no' 'StrictModes no' 'PermitRootLogin yes' 'UseDNS no' 'ListenAddress 192.0.2.2' > conf
    start shop-client "$(command -v sshd)" -D -e -f "$root/conf"
    wait_for shop-client --tcp 22
    ;;
esac
