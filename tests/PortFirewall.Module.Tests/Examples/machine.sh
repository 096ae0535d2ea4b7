#!/bin/sh
# The machine that the pages' examples run on: network, processes and host name of its own, the machine's files with what is written to them gone
# afterwards, and an empty folder to work in. Arguments: the width of its window, and the program that plays the examples.
set -eu
width=$1
shift

hostname shop
ip link set lo up
mount -t tmpfs tmpfs /mnt
for folder in etc var; do
    mkdir -p "/mnt/$folder/written" "/mnt/$folder/work"
    mount -t overlay overlay -o "lowerdir=/$folder,upperdir=/mnt/$folder/written,workdir=/mnt/$folder/work" "/$folder"
done
rm -rf /etc/iptables /var/lib/portfirewall
mkdir /etc/iptables
# The pages show the backend that a new system has.
for tool in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    [ ! -e "/etc/alternatives/$tool" ] || ln -sf "/usr/sbin/$(echo "$tool" | sed 's/tables/tables-nft/')" "/etc/alternatives/$tool"
done
mount -t tmpfs tmpfs /run
mkdir /run/netns
mount -t tmpfs tmpfs /srv
mkdir /srv/demo
cd /srv/demo

# Where a script or a test is, the engine finds out by itself; of the user and of the caller's settings nothing is to show.
# The language decides where a line of a list is broken: between words in English, anywhere in none.
export HOME=/srv NO_COLOR=1 TERM=dumb COLUMNS="$width" LANG=en_US.UTF-8 DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY=false
unset SSH_CONNECTION SSH_CLIENT XDG_STATE_HOME
# Not in the place of this process, which is the first of its process namespace and inherits the children of others.
"$@" 2>&1
