#!/bin/bash
# Runs sshd out of its package, in the network namespace that this is started in, with a view of files of its own: keys, accounts and /run.
# All of it is gone when standard input ends. Arguments: the folder of the packages, a folder to write in, the client's ip netns.
set -euo pipefail
shopt -s nullglob
packages=$1 folder=$2
root=$folder/root

mkdir -p "$root" "$folder/home" "$folder/run"
for package in "$packages"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --directory "$root"
done
export LD_LIBRARY_PATH=$root/usr/lib/$(uname -m)-linux-gnu:$root/lib/$(uname -m)-linux-gnu
find_tool() {
    local place
    for place in "$root" ''; do
        for path in "$place"/{usr/sbin,usr/bin,bin,sbin}/"$1"; do
            [[ -x $path ]] && { echo "$path"; return; }
        done
    done
    return 1
}

ssh-keygen -q -t ed25519 -N '' -f "$folder/host_key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/other_key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/stranger"
cp "$folder/key.pub" "$folder/authorized"
echo "far $(cut -d' ' -f1,2 "$folder/host_key.pub")" >"$folder/known"
echo "far $(cut -d' ' -f1,2 "$folder/other_key.pub")" >"$folder/changed"
: >"$folder/empty"

# What people have in there is printed by every bash that a daemon of ssh starts (bash(1), INVOCATION).
echo 'echo connected to the office network' >"$folder/home/.bashrc"

# One folder of programs for each far side: what it has, it finds there.
far_side() {
    local name=$1 tool
    shift
    mkdir -p "$folder/$name"
    for tool in sh date sleep cat timeout readlink getent dd od "$@"; do
        case $tool in
            *=*) ln -sf "$(find_tool "${tool#*=}")" "$folder/$name/${tool%%=*}" ;;
            *) ln -sf "$(find_tool "$tool")" "$folder/$name/$tool" ;;
        esac
    done
}
far_side all nc=nc.openbsd bash python3
far_side openbsd nc=nc.openbsd
far_side traditional nc=nc.traditional bash
far_side traditionalalone nc=nc.traditional
far_side ncat nc=ncat
far_side bash bash
far_side python python3
far_side none
far_side routeless bash ip=false
# Nothing but busybox, its shell included; "applet" finds the folder's own name for it.
mkdir -p "$folder/busybox"
for applet in sh nc date sleep cat timeout readlink dd od; do ln -sf "$(find_tool busybox)" "$folder/busybox/$applet"; done

# Who logs in has to have an account; sshd wants one for itself.
sed -e '/^root:/d' -e '/^sshd:/d' /etc/passwd >"$folder/passwd"
printf 'root:x:0:0:root:%s:/bin/sh\nsshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n' "$folder/home" >>"$folder/passwd"
printf 'root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n' >"$folder/shadow"
mount --bind "$folder/passwd" /etc/passwd
mount --bind "$folder/shadow" /etc/shadow
mount -t tmpfs tmpfs /run
mkdir -p /run/sshd
# Whether ip(8) is on the PATH is for the far side to say.
{
    cat <<TEXT
HostKey $folder/host_key
AuthorizedKeysFile $folder/authorized
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin yes
PrintMotd no
MaxStartups 100
MaxSessions 100
UseDNS no
ListenAddress 127.0.0.1
TEXT
    port=2200
    for name in all openbsd traditional ncat bash python none busybox traditionalalone routeless; do
        echo "Port $port"
        port=$((port + 1))
    done
    for port in 2210 2211 2212 2213; do echo "Port $port"; done
    port=2200
    for name in all openbsd traditional ncat bash python none busybox traditionalalone routeless; do
        echo "Match LocalPort $port"
        echo "SetEnv PATH=$folder/$name TMPDIR=$folder/run BASH_ENV=$folder/home/.bashrc LD_LIBRARY_PATH=$LD_LIBRARY_PATH"
        [[ $name == busybox ]] && echo "ForceCommand exec $folder/busybox/sh -s"
        port=$((port + 1))
    done
    cat <<TEXT
Match LocalPort 2210
ForceCommand echo This account is not available; exit 1
Match LocalPort 2211
ForceCommand head -c 300000 /dev/urandom; echo; echo welcome; exec sh -s
Match LocalPort 2212
ForceCommand exec sleep 600
Match LocalPort 2213
ForceCommand PATH=/usr/bin:/bin exec sh -s | sed 's/ did / did did /; s/ end/ at/'
TEXT
} >"$folder/config"

"$(find_tool sshd)" -D -e -f "$folder/config" 2>"$folder/log" &
server=$!
for _ in {1..100}; do
    bash -c ': </dev/tcp/127.0.0.1/2213' 2>/dev/null && break
    kill -0 $server || { cat "$folder/log" >&2; exit 1; }
    sleep 0.05
done
echo ready
read -r _ || true
kill $server
