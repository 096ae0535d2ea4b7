# Probes ports from the host on which it runs, with what is there: nc, bash, python3. POSIX sh; dash and busybox run it too.
# It comes over standard input ("sh -s"), with two values set ahead of it: $token, which begins every line that counts, so that
# what a login prints can't pass for a result; and $python, the program in probe.py. What to do follows as lines of data: nothing
# that a person wrote is ever part of the script. FarRequest writes those lines, and FarLine reads what is printed here.

export LC_ALL=C
# bash reads them, and what they name, before it does what it is told to.
unset BASH_ENV ENV
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin
set -f
exec 3>&1 4<&0 2>/dev/null

say() { printf '%s\n' "$token $*" >&3; }

has() { command -v "$1" >/dev/null 2>&1; }

# When the connection is gone, standard input ends. sshd puts a session into a process group of its own, and with it all ends
# that was started here; where the group is somebody else's, only this shell ends, and its probes at their own bound on time.
guard() {
    while read -r line; do :; done <&4
    read -r _ _ _ _ group _ <"/proc/$$/stat"
    if [ "$group" = "$PPID" ]; then
        read -r _ name _ <"/proc/$PPID/stat"
        case $name in *sshd* | *dropbear*) ;; *) kill -9 0 ;; esac
    fi
    [ "$group" = $$ ] && kill -9 0
    kill -9 $$
}

# In nanoseconds since 1970; without a date that tells, in those since the start of the machine.
now() {
    if [ "$clock" = date ]; then
        now=$(date +%s%N)
    else
        read -r up _ </proc/uptime
        now=$((${up%.*}${up#*.} * 10000000))
    fi
}

# How many ICMP errors this host has taken: "destination unreachable" and "time exceeded". Where it stays the same, none came.
count_icmp() {
    count=
    case $1 in
        *:*)
            while read -r key value; do
                case $key in Icmp6InDestUnreachs | Icmp6InTimeExcds) count=$count.$value ;; esac
            done </proc/net/snmp6 ;;
        *)
            while read -r key _ _ _ unreachable exceeded _; do
                case $key$unreachable in Icmp:[0-9]*) count=$unreachable.$exceeded ;; esac
            done </proc/net/snmp ;;
    esac
}

# Runs a program no longer than $seconds; the status is 124 where it ran longer.
bounded() {
    if [ -n "$cap" ]; then
        $cap "$@"
        return
    fi
    "$@" &
    program=$!
    (sleep "$seconds" 3>&-; kill $program) >/dev/null 2>&1 &
    wait $program
    set -- $?
    kill $!
    [ "$1" -le 128 ] && return "$1"
    return 124
}

# NUMBER NAME FAMILY: a line "NUMBER ADDRESS" for each address of a name.
look_up() {
    if has getent; then
        found=$(bounded getent ahosts "$2")
    elif has python3; then
        found=$(bounded python3 -I -S -c 'import socket, sys
for found in socket.getaddrinfo(sys.argv[1], 0): print(found[4][0])' "$2")
    elif has nslookup; then
        # Above the name is the address of the name server.
        found=$(bounded nslookup "$2" | { named=; while read -r key value rest; do
            case $key in Name:) named=1 ;; Address*) [ -n "$named" ] && echo "${rest:-$value}" ;; esac; done; })
    else
        say no "$1" tool
        return
    fi
    if [ $? = 124 ]; then
        say no "$1" late
        return
    fi
    seen=' '
    printf '%s\n' "$found" | {
        while read -r address _; do
            case $address in ::ffff:*.*) address=${address#::ffff:} ;; *:*:* | *.*.*.*) ;; *) continue ;; esac
            case "$3 $address" in '4 '*:*) continue ;; '6 '*:*) ;; '6 '*) continue ;; esac
            case $seen in *" $address "*) continue ;; esac
            seen="$seen$address "
            printf '%s\n' "$1 $address"
        done
        [ "$seen" != ' ' ] || say no "$1" unknown
    }
}

# NUMBER ADDRESS: says whether the address is this host's own, and from which address it is asked (ip-route(8)).
describe() {
    own=- source=- via=$2 device=
    if [ -n "$routes" ]; then
        case $2 in
            *%*) route=$(ip route get "${2%%%*}" dev "${2##*%}") ;;
            *) route=$(ip route get "$2") ;;
        esac
        case $route in local\ *) own=own ;; *) own=far ;; esac
        case $route in *" src "*) source=${route##*" src "}; source=${source%% *} ;; esac
        case $route in *" dev "*) device=${route##*" dev "}; device=${device%% *} ;; esac
        case $route in *" via inet6 "*) via=${route##*" via inet6 "} ;; *" via "*) via=${route##*" via "} ;; esac
        via=${via%% *} via=${via%%%*}
    fi
    say at "$1" "$2" "$own" "$source"
    if [ "$own" = far ] && [ -n "$device" ] && [ "$whole" -ge 2 ]; then
        await_neighbour "$1" "$2" >/dev/null &
        watching="$watching $!"
    fi
}

# The kernel asks for a neighbour thrice, a second apart: after one, who has not answered is known to be silent so far.
await_neighbour() {
    sleep 1 3>&-
    case $(ip neigh show to "$via" dev "$device") in *INCOMPLETE* | *FAILED*) say silent "$1" "$2" ;; esac
}

# The addresses of this host, for where there is no ip(8).
list_own() {
    while read -r mark prefix rest; do
        case $mark in
            '|--' | '+--') address=$prefix ;;
            /32) [ "$prefix $rest" = 'host LOCAL' ] && say mine "$address" ;;
        esac
    done </proc/net/fib_trie
    while read -r address _; do say mine "$address"; done </proc/net/if_inet6
}

# Names the error in $said, in the words of glibc or of musl.
name_error() {
    case $said in
        *refused*) error=ECONNREFUSED ;;
        *'timed out'* | *TIMEOUT*) error=ETIMEDOUT ;;
        *'No route to host'* | *'Host is unreachable'*) error=EHOSTUNREACH ;;
        *'etwork is unreachable'* | *'Network unreachable'*) error=ENETUNREACH ;;
        *'rotocol not available'*) error=ENOPROTOOPT ;;
        *'ermission denied'*) error=EACCES ;;
        *'peration not permitted'*) error=EPERM ;;
        *'onnection reset'*) error=ECONNRESET ;;
        *'assign requested address'* | *'ddress not available'*) error=EADDRNOTAVAIL ;;
        *'ddress family not supported'*) error=EAFNOSUPPORT ;;
        *'nvalid argument'*) error=EINVAL ;;
        *'etwork is down'*) error=ENETDOWN ;;
        *'ost is down'*) error=EHOSTDOWN ;;
        *) return 1 ;;
    esac
}

# ADDRESS PORT: connects with nc, from $origin where that is a port. Sets $error; fails where nc said nothing that is understood.
try_nc() {
    from=
    [ "$origin" = - ] || from="-p $origin"
    case $nc in
        # What is printed only once the connection is there: busybox says nothing of its own.
        busybox) said=$($limit nc -w "$whole" $from "$1" "$2" -e sh -c 'echo connected >&2' 2>&1 >/dev/null </dev/null) ;;
        *) said=$($limit nc -n -z -v -w "$whole" $from "$1" "$2" 2>&1 >/dev/null </dev/null) ;;
    esac
    status=$?
    tool=nc
    if [ $status = 124 ]; then
        error=ETIMEDOUT
        return
    fi
    case $said in
        *'ddress already in use'* | *'ddress in use'* | *'bind failed'* | *'grab '*)
            [ "$origin" != - ] && origin=- && try_nc "$1" "$2"
            return ;;
        *succeeded* | *' open'* | *'Connected to'* | connected) [ $status = 0 ] && error=0 && return ;;
    esac
    [ $status != 0 ] && name_error
}

# ADDRESS PORT: the same with bash, whose connection shows its port in /proc once it is there. Where a daemon of ssh has started
# it, bash reads its rc files even for "-c" (bash(1), INVOCATION): what they print must not pass for a connection.
try_bash() {
    origin=-
    said=$(bounded bash --norc --noprofile -c 'exec 3<>"/dev/tcp/$0/$1" && echo "$2 connected" && link=$(readlink /proc/$$/fd/3) || exit
        while read -r _ from _ _ _ _ _ _ _ inode _; do
            [[ "socket:[$inode]" == "$link" ]] && echo $((16#${from##*:})) && exit
        done < <(cat /proc/net/tcp /proc/net/tcp6)' "$1" "$2" "$token" 2>&1 </dev/null)
    status=$?
    tool=bash
    case $said in
        "$token connected"*)
            error=0
            set -- $said
            origin=${3:--}
            return ;;
    esac
    if [ $status = 124 ]; then error=ETIMEDOUT; else name_error; fi
}

# NUMBER ADDRESS PORT SOURCE LOCAL: one probe. Its result goes to standard output, for the next tool, where that can tell more.
probe() {
    origin=$5 source=$4 icmp=- tool=- error=-
    now; started=$now
    for name in $tools; do
        "try_$name" "$2" "$3" && break
        tool=- error=- origin=-
    done
    now; spent=$((now - started))
    case $error in
        ECONNREFUSED | EHOSTUNREACH | ENETUNREACH)
            count_icmp "$2"
            icmp=came
            [ -n "$count" ] && [ "$count" = "$before" ] && icmp=none ;;
    esac
    result="did $1 $2 $3 $tool $error $icmp - $source $origin $started $spent"
    [ "$error" != ETIMEDOUT ] || result=${prior:-$result}
    case $last$error$icmp in -* | [!1]*came) printf '%s\n' "$result" ;; *) say "$result" ;; esac
}

# Reads "NUMBER ADDRESS" and probes each port there, many side by side.
probe_all() {
    index=0 running= watching=
    while read -r number address; do
        describe "$number" "$address"
        count_icmp "$address"; before=$count
        for port in $ports; do
            if [ -z "$tools" ]; then
                printf '%s\n' "did $number $address $port - - - - $source - - -"
                continue
            fi
            probe "$number" "$address" "$port" "$source" $((32768 + (first + index) % 28000)) &
            running="$running $!" index=$((index + 1))
            if [ $((index % 256)) = 0 ]; then
                wait $running
                running=
                count_icmp "$address"; before=$count
            fi
        done
    done
    [ -z "$running" ] || wait $running
    [ -z "$watching" ] || kill $watching
}

# The datagram in $payload, in one write: a shell's own output may come in pieces, and each would be a datagram.
send() { printf "$payload" | dd obs=65535; }

# One datagram of standard input, as "reply" and its bytes; fails where none came.
receive() {
    datagram=$("$@" dd bs=65535 count=1 | od -A n -v -t x1)
    [ -n "$datagram" ] && echo reply $datagram
}

# Sends with bash, whose socket tells what the kernel hears of the port: a reply, or that nobody listens.
ask_bash() {
    # Not as an argument or in the environment: those are bounded (execve(2)), and by less than the longest datagram takes.
    printf '%s\n' "$payload" | bash --norc --noprofile -c 'exec 3<>"/dev/udp/$0/$1" || exit
        read -r payload
        link=$(readlink /proc/$$/fd/3)
        while read -r _ from _ _ _ _ _ _ _ inode _; do
            [[ "socket:[$inode]" == "$link" ]] && echo "from $((16#${from##*:}))" && break
        done < <(cat /proc/net/udp /proc/net/udp6)
        send() { printf "$payload" | dd obs=65535 >&3 && echo sent; }
        receive() {
            datagram=$(timeout $foreground "$1" dd bs=65535 count=1 <&3 | od -A n -v -t x1)
            [[ -n $datagram ]] && echo reply $datagram
        }
        send || exit
        { sleep "$again" >&- 2>&- || sleep 1 >&- 2>&-; send; } &
        left=$seconds
        while receive "$left"; do
            kill $!
            left=$((whole - SECONDS))
            ((left > 0)) || break
        done
        kill $!' "$1" "$2" 2>&1
}

# The same with nc, which tells of replies only; where it ends early, the kernel told it of an error.
ask_nc() {
    {
        {
            read -r writer _ </proc/self/stat
            echo "writer $writer" >&5
            send && echo sent >&5
            # Two that lie in the pipe when nc starts would leave as one: only where it has had a whole second.
            if [ "$again" = 1 ]; then
                sleep 1 5>&-
                send && echo sent >&5
            fi
        } | {
            $cap nc -u -n "$1" "$2"
            [ $? = 124 ] || echo early >&5
        } | while receive; do :; done
    } 5>&1
}

# Reads what became of a datagram, and says it as it comes.
follow() {
    sent=0 origin=- error=ETIMEDOUT icmp=- writer=
    while read -r key rest; do
        case $key in
            writer) writer=$rest ;;
            from) origin=$rest ;;
            sent) sent=$((sent + 1)) ;;
            reply)
                [ -z "$writer" ] || kill "$writer"
                # It may overtake the word that something was sent.
                [ "$sent" != 0 ] || sent=1
                tell 0 "x$(printf '%s' $rest)" ;;
            early) error=early ;;
            *) said="$key $rest"; name_error ;;
        esac
    done
    if [ "$tool" = nc ]; then
        [ -z "$writer" ] || kill "$writer"
        count_icmp "$address"
        icmp=came
        [ -n "$count" ] && [ "$count" = "$before" ] && icmp=none
    fi
    tell "$error" -
}

tell() {
    now
    say "got $number $address $port $tool $1 $icmp - $source $origin $started $((now - started)) $sent $2"
}

# $number $address $port $source $from $payload: one request over UDP, by what sends all of it and can hear the reply.
ask() {
    if has bash; then tool=bash; else tool=nc; fi
    case $tool$nc in nc | ncbusybox) tool= ;; esac
    # nc reads in pieces, and the smallest are of 8 KB; one byte is written with four characters.
    [ "$tool" = nc ] && [ ${#payload} -gt 32768 ] && tool=
    if [ "$from" = any ] || [ "$payload" = - ] || [ -z "$tool" ] || ! has dd || ! has od || [ -z "$cap" ]; then
        say "got $number $address $port - - - - $source - - - - -"
        return
    fi
    now; started=$now
    "ask_$tool" "$address" "$port" | follow
}

# Reads "address NUMBER ADDRESS" and behind it "ask NUMBER ADDRESS PORT FROM PAYLOAD" for each port there.
ask_all() {
    index=0 running= watching=
    foreground=
    case $cap in *--foreground*) foreground=--foreground ;; esac
    export again foreground seconds whole
    while read -r key number address port from payload; do
        if [ "$key" = address ]; then
            describe "$number" "$address"
            count_icmp "$address"; before=$count
        elif [ -n "$python_asks" ]; then
            printf '%s\n' "ask $number $address $port $source $from $payload"
        else
            ask &
            running="$running $!" index=$((index + 1))
            if [ $((index % 256)) = 0 ]; then
                wait $running
                running=
            fi
        fi
    done
    [ -z "$running" ] || wait $running
    [ -z "$watching" ] || kill $watching
}

# Without a tool that reads the ICMP error itself: when all else has ended and one after the other, so that an error that comes is
# most likely this probe's.
probe_again() {
    last=1 index=14000
    while read -r line; do
        # ICMP errors are limited in number: where this time none comes, what was the answer before stands.
        prior=$line
        set -- $line
        number=$2 address=$3 port=$4 source=$9
        count_icmp "$address"; before=$count
        probe "$number" "$address" "$port" "$source" $((32768 + (first + index) % 28000))
        index=$((index + 1))
    done
}

# The next tool is started only where something is left for it.
finish() {
    read -r result || return
    if has python3; then
        { printf '%s\n' "$result"; cat; } | python3 -I -S -c "$python" "$token" "$seconds" >&3
    else
        while read -r line; do
            result="$result
$line"
        done
        printf '%s\n' "$result" | probe_again
    fi
}

main() {
    guard &
    guard=$!
    udp= python_asks= again=1 ports= whole=1 seconds=1 first=0 last= prior=
    cap= limit= tools= nc= routes= clock=uptime
    case $(date +%s%N) in *[!0-9]* | '' | ??????????) ;; *) clock=date ;; esac
    if timeout --foreground 1 sh -c :; then cap='timeout --foreground'; elif timeout 1 sh -c :; then cap=timeout; fi
    while read -r key a b c; do
        case $key in
            wait)
                seconds=$a whole=$b again=$c
                if [ "$a" != "$b" ]; then
                    if [ -n "$cap" ] && $cap "$a" sh -c :; then limit="$cap $a"; else seconds=$b; fi
                fi
                [ -z "$cap" ] || cap="$cap $seconds" ;;
            first) first=$a ;;
            udp) udp=1 ;;
            port) ports="$ports $a" ;;
            go) break ;;
        esac
    done
    if has nc; then
        case $(nc -h 2>&1 </dev/null) in *-z*) nc=zero ;; *BusyBox*) nc=busybox ;; esac
        [ -z "$nc" ] || tools=nc
    fi
    has bash && tools="$tools bash"
    say hello
    # An ip(8) that is kept from the kernel would call every address a far one.
    case $(ip route get 127.0.0.1) in local\ *) routes=1 ;; *) list_own ;; esac
    if [ -z "$tools" ] && ! has python3; then
        say lacks tool
    elif [ -n "$udp" ] && has python3; then
        python_asks=1
        ask_all | python3 -I -S -c "$python" "$token" "$seconds" >&3
    elif [ -n "$udp" ]; then
        ask_all
    else
        {
            while read -r key a b c; do
                case $key in
                    address) printf '%s\n' "$a $b" ;;
                    name) look_up "$a" "$b" "$c" & ;;
                esac
            done
            wait
        } | probe_all | finish
    fi
    say end
    kill $guard
    exit 0
}
