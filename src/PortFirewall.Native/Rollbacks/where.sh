# Part of rollback.sh: processes, and the network namespace of a change.

fail() { printf '%s\n' "$*" >&2; exit 1; }

# Hundredths of a second since the machine was started, which no clock that is set can move; suspended time counts.
now() {
    read -r uptime _ </proc/uptime
    uptime=${uptime%.*}${uptime#*.}
    while [ "${uptime#0}" != "$uptime" ] && [ "$uptime" != 0 ]; do uptime=${uptime#0}; done
}

# When process $1 began (proc_pid_stat(5), field 22), and its process group (field 5).
look_at() {
    began='' group=''
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    set -f
    set -- ${line##*)}
    set +f
    # One that has ended and that nobody has asked about yet (in a container, nobody may ever).
    [ "$1" != Z ] || return 1
    group=$3
    shift 19
    began=$1
}

is_alive() { [ -n "$1" ] && look_at "$1" && [ "$began" = "$2" ]; }

bound=
! command -v timeout >/dev/null || bound='timeout -s KILL 60'

# A tool that hangs would keep the change from being taken back, and others from changing anything.
in_namespace() {
    if [ -n "$door" ]; then $bound nsenter --net="$door" "$@"
    elif [ -n "$netns" ]; then $bound ip netns exec "$netns" "$@"; else $bound "$@"; fi
}

# The network namespace as the kernel names it.
identify() {
    if [ -z "$netns" ]; then readlink /proc/self/ns/net
    else
        set -- $(ls -diL "/run/netns/$netns" 2>/dev/null)
        [ $# -gt 0 ] && printf 'net:[%s]\n' "$1"
    fi
}

# Finds the way into the namespace of the change: by the name by which it was made; or this process is in it, or has opened it; or by the name
# that it had; or the timer is in it, from where it is held as the timer may be stopped. The kernel gives the number of a namespace that is gone
# to another one, so nothing goes by that alone.
reach() {
    door=''
    if [ -n "$netns" ]; then
        [ "$(identify)" = "$identity" ]
        return
    fi
    [ "$(readlink /proc/self/ns/net)" != "$identity" ] || return 0
    if [ "$(readlink /proc/self/fd/8)" != "$identity" ]; then
        if [ -n "$called" ] && [ "$(netns=$called identify)" = "$identity" ]; then
            door=/run/netns/$called
            return 0
        fi
        read -r pid start _ <timer && is_alive "$pid" "$start" || return 1
        # Redirection that fails ends the shell where exec is not called by command (POSIX, 2.8.1).
        command exec 8<"/proc/$pid/ns/net" && [ "$(readlink /proc/self/fd/8)" = "$identity" ] || return 1
    fi
    door=/proc/self/fd/8
} 2>/dev/null

