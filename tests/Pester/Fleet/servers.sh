#!/bin/bash
# Three servers and the host of whoever looks after them, each a network namespace: the servers drop everything but ssh, serve port 8443 behind
# that, and have PowerShell as a subsystem of sshd. Each server has its own view of accounts, keys and /run. All of it is gone when standard input ends.
# Arguments: a folder to write in, the prefix of the namespaces, pwsh, the folder of the module, the folder of Debian's packages.
set -euo pipefail
shopt -s nullglob
folder=$1 prefix=$2 pwsh=$3 module=$4 packages=$5 number=${6-}

find_tool() {
    local path
    for path in {,/usr,"$folder/root","$folder/root/usr"}/{sbin,bin}/"$1"; do
        [[ -x $path ]] && { echo "$path"; return; }
    done
    echo "there is no $1" >&2
    return 1
}

rules() {
    cat <<TEXT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i lo -j ACCEPT
$1
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
COMMIT
TEXT
}

# Within the server: its network is there, the rest is its own from here on.
serve() {
    local home=$folder/home$number tool
    mkdir -p "$home"
    # Who logs in has to have an account; sshd wants one for itself.
    sed -e '/^root:/d' -e '/^sshd:/d' /etc/passwd >"$home/passwd"
    printf 'root:x:0:0:root:%s:/bin/sh\nsshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n' "$home" >>"$home/passwd"
    printf 'root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n' >"$home/shadow"
    mount --bind "$home/passwd" /etc/passwd
    mount --bind "$home/shadow" /etc/shadow
    mount -t tmpfs tmpfs /run
    mkdir -p /run/sshd
    # What it saves is to be its own, and not this host's.
    local rules
    for rules in /etc/iptables /etc/sysconfig /var/lib/iptables /var/lib/ip6tables; do
        if [[ -d $rules ]]; then
            mkdir -p "$home$rules"
            mount --bind "$home$rules" "$rules"
        fi
    done
    ip link set lo up
    rules '' | iptables-restore
    rules '-A INPUT -p ipv6-icmp -j ACCEPT' | ip6tables-restore
    # The second one serves nothing.
    if [[ $number != 2 ]]; then
        nc.openbsd -4 -d -l -k 8443 </dev/null >/dev/null &
        nc.openbsd -6 -d -l -k 8443 </dev/null >/dev/null &
    fi
    cat >"$home/config" <<TEXT
HostKey $folder/host_key
AuthorizedKeysFile $folder/key.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
UseDNS no
SetEnv PSModulePath=$module PATH=/usr/sbin:/usr/bin:/sbin:/bin POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
Subsystem powershell $pwsh -sshs -NoLogo
TEXT
    exec "$(find_tool sshd)" -D -e -f "$home/config" 2>"$home/log"
}

if [[ -n $number ]]; then
    serve
fi

if [[ ! -x /usr/sbin/sshd ]]; then
    mkdir -p "$folder/root"
    for package in "$packages"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --directory "$folder/root"
    done
    export LD_LIBRARY_PATH=$folder/root/usr/lib/$(uname -m)-linux-gnu:$folder/root/lib/$(uname -m)-linux-gnu
fi
ssh-keygen -q -t ed25519 -N '' -f "$folder/host_key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"

pids=()
finish() {
    # unshare(1) lets SIGTERM pass by while it waits for its child, which goes with it.
    for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    for each in admin 1 2 3; do ip netns del "$prefix-$each" 2>/dev/null || true; done
}
trap finish EXIT

ip netns add "$prefix-admin"
ip -n "$prefix-admin" link set lo up
ip -n "$prefix-admin" link add fleet type bridge
ip -n "$prefix-admin" address add 198.51.100.254/24 dev fleet
ip -n "$prefix-admin" address add 2001:db8::254/64 dev fleet nodad
ip -n "$prefix-admin" link set fleet up
for server in 1 2 3; do
    ip netns add "$prefix-$server"
    ip -n "$prefix-admin" link add "port$server" type veth peer name eth0 netns "$prefix-$server"
    ip -n "$prefix-admin" link set "port$server" master fleet up
    ip -n "$prefix-$server" address add "198.51.100.$server/24" dev eth0
    ip -n "$prefix-$server" address add "2001:db8::$server/64" dev eth0 nodad
    ip -n "$prefix-$server" link set eth0 up
    ip netns exec "$prefix-$server" unshare --mount --pid --fork --kill-child --mount-proc -- bash "$0" "$folder" "$prefix" "$pwsh" "$module" "$packages" "$server" &
    pids+=($!)
done
for server in 1 2 3; do
    for _ in {1..200}; do
        ip netns exec "$prefix-admin" nc.openbsd -z -w 1 "198.51.100.$server" 22 && continue 2
        sleep 0.05
    done
    cat "$folder/home$server/log" >&2
    exit 1
done
echo ready
read -r _ || true
