#!/bin/sh
# Takes a firewall change back when its time has come, unless somebody confirms it first. Whoever made the change may be gone by
# then, and PowerShell with it: nothing is needed but a POSIX shell, awk and iptables.
#
#   arm ID        reads the rollback from standard input, starts its timer, and prints it once the timer runs
#   made ID       the change is made: what is not there from now on will not come any more
#   void ID       the change was not made: forget the rollback
#   confirm ID    the change stays
#   undo ID       takes the change back now
#   join ID WITH  takes it back ahead of the earlier change WITH, which goes too
#   list [ID]     prints all rollbacks, or one
#   wait ID       the timer itself
#
# Exit status: 0 done; 3 somebody else decided first; 4 no such rollback; 5 no way leads to its network namespace; 1 failed, with the reason on standard error.
#
# Each rollback is a folder. Its state is the name of one file in it, which only ever changes by rename(2): of two who would
# rename the same file, one succeeds. So it is decided who comes first, whatever the scheduler does.
#   arming -> pending -> confirmed
#                     -> running -> rolled-back | failed -> running ...
# What is written where nothing may be written is written by printf and not by ":", whose failure would end the shell (POSIX, special built-ins).
# Which was made first is told by "armed-at", of which there are no two alike.
set -u
umask 077
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset ENV CDPATH

folder=/run/portfirewall/rollbacks
change_lock=/run/portfirewall/portfirewall-change.lock
change_next=/run/portfirewall/portfirewall-change.next
keep=64                 # finished ones that can still be seen
lock_seconds=5          # as the module waits for the xtables lock
patience=6000           # how long a rollback is tried, in hundredths of a second
patience_together=1000  # how long one waits for another
afterwards=360          # how often the timer tries again after that
blind_patience=1000     # how long rules are looked for that may be there in another spelling
settling=3000           # a change that was armed so long ago is made, or never will be

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

enter() {
    case $1 in *[!0-9a-f]* | '') fail "'$1' is no rollback" ;; esac
    id=$1
    dir=$folder/$id
    cd "$dir" 2>/dev/null || exit 4
}

state_of() {
    for state in arming pending running confirmed rolled-back failed ''; do
        [ -z "$state" ] || [ ! -e "$1/$state" ] || return 0
    done
    return 1
}

read_about() {
    seconds='' netns='' identity='' families='' deadline='' armed_at='' called='' door='' save4='' save6=''
    while IFS=' ' read -r key value; do
        case $key in
            seconds) seconds=$value ;;
            netns) netns=$value ;;
            identity) identity=$value ;;
            family) families="$families $value" ;;
            save4) save4=$value ;;
            save6) save6=$value ;;
            restore4) restore4=$value ;;
            restore6) restore6=$value ;;
            deadline) deadline=$value ;;
            armed-at) armed_at=$value ;;
            called) called=$value ;;
        esac
    done <about
}

# The names that lead to a network namespace now, each with $2 ahead. The kernel gives its number to another one when it is gone.
name_namespace() {
    number=${1#*[}
    number=${number%]}
    : "${names=$(ls -diL /run/netns/* 2>/dev/null)}"
    case $names in *"$number /run/netns/"*) printf '%s\n' "$names" | sed -n "s|^ *$number /run/netns/|$2 |p" ;; esac
}

show() {
    state_of "$1" || return 0
    [ "$state" != arming ] || return 0
    printf '@%s %s\n' "${1##*/}" "$state"
    now
    printf 'now %s\n' "$uptime"
    while read -r line; do
        printf '%s\n' "$line"
        case $line in 'identity '*) name_namespace "${line#* }" name ;; esac
    done <"$1/about"
    for fact in timer worker finished message; do
        [ ! -e "$1/$fact" ] || while read -r line; do printf '%s %s\n' "$fact" "$line"; done <"$1/$fact"
    done
    case $state in
        pending) read -r pid start _ <"$1/timer" && is_alive "$pid" "$start" || printf 'lost yes\n' ;;
        running) { read -r pid start <"$1/worker"; } 2>/dev/null && is_alive "$pid" "$start" || printf 'lost yes\n' ;;
    esac
    for family in 4 6; do
        [ ! -e "$1/undo.$family" ] || grep -v '^B ' "$1/undo.$family" | head -n 100 | sed "s/^/undo$family /"
    done
}

list() {
    if [ -n "${1-}" ]; then
        enter "$1"
        show "$dir"
        return
    fi
    for each in "$folder"/*/; do
        [ ! -d "$each" ] || show "${each%/}"
    done
}

# No two are armed in the same hundredth, so that there is always a latest one.
take_number() {
    now
    until (set -C && printf '' >"$folder/armed.$uptime") 2>/dev/null; do
        [ -e "$folder/armed.$uptime" ] || return 1
        sleep 0.01
        now
    done
    armed_at=$uptime
}

# The hundredth is over, and nobody else can ask for it.
leave_number() {
    now
    [ "$uptime" -gt "$armed_at" ] || sleep 0.01
    rm -f "$folder/armed.$armed_at"
}

# Old ones go, so that they never fill /run.
prune() {
    ls -1t "$folder"/*/finished 2>/dev/null | sed "1,${keep}d" | while read -r file; do rm -rf "${file%/finished}"; done
}

arm() {
    case $1 in *[!0-9a-f]* | '') fail "'$1' is no name for a rollback" ;; esac
    id=$1
    dir=$folder/$id
    mkdir -p "$folder" && mkdir "$dir" && cd "$dir" || fail "the folder '$dir' can't be made"
    trap 'cd /; rm -rf "$dir"' EXIT
    trap 'exit 1' HUP INT QUIT TERM
    awk '/^==/ { part = substr($0, 3); if (part !~ /^(script|undo\.awk|about|undo\.4|undo\.6|end [0-9]+)$/) exit 1
                 if (part ~ /^end /) { print substr(part, 5) > "end"; exit 0 } next }
         { print > part }' || fail "the rollback can't be kept in '$dir'"
    # A full disk keeps a part of it, and may not tell.
    kept=$(cat script undo.awk about undo.4 undo.6 2>/dev/null | wc -l)
    { read -r whole <end; } 2>/dev/null && [ "$whole" -eq "$kept" ] || fail "the rollback can't be kept whole in '$dir'"
    read_about
    take_number || fail "the rollback can't be kept in '$folder'"
    trap 'cd /; rm -rf "$dir"; leave_number' EXIT
    deadline=$((armed_at + seconds * 100))
    identity=$(identify)
    [ -n "$identity" ] || fail "the network namespace can't be told"
    { printf 'identity %s\narmed-at %s\ndeadline %s\narmed %s\n' "$identity" "$armed_at" "$deadline" "$(date +%s)" &&
        name_namespace "$identity" called | head -n 1; } >>about && printf '' >arming || fail "the rollback can't be kept in '$dir'"
    start_timer || fail "its timer did not start"
    mv arming pending || fail "its timer ended at once"
    trap - EXIT
    leave_number
    prune
    show "$dir"
}

# systemd ends what a session has started when its user logs out, unless systemd has started it itself (logind.conf(5), KillUserProcesses).
start_timer() {
    if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
        unit=portfirewall-rollback-$id.service
        timeout 10 systemd-run --quiet --collect --no-ask-password --unit="$unit" --description="Rollback of a firewall change by PortFirewall" \
            --property=OOMScoreAdjust=-900 /bin/sh "$dir/script" wait "$id" "$$" "$unit" </dev/null >/dev/null 2>systemd-run.error &&
            is_timer_running && return 0
        systemctl stop "$unit" >/dev/null 2>&1
        rm -f timer
    fi
    setsid /bin/sh "$dir/script" wait "$id" "$$" - </dev/null >/dev/null 2>&1 &
    is_timer_running
}

is_timer_running() {
    tries=0
    until [ -e timer ]; do
        tries=$((tries + 1))
        [ "$tries" -le 1000 ] || return 1
        sleep 0.02
    done
    read -r pid start unit there <timer
    # Where no name leads to the namespace, the timer has to be in it itself.
    is_alive "$pid" "$start" && { [ -n "$netns" ] || [ "$there" = "$identity" ]; }
}

# The timer: $2 is the process that arms it, which is there until the timer has said that it runs; $3 is its unit.
wait_for_deadline() {
    trap '' HUP INT QUIT PIPE
    enter "$1"
    read_about
    if [ -z "$netns" ] && [ "$(readlink /proc/self/ns/net)" != "$identity" ]; then
        exec nsenter --net="/proc/$2/ns/net" /bin/sh "$dir/script" wait "$1" "$2" "$3"
    fi
    look_at $$
    printf '%s %s %s %s\n' $$ "$began" "$3" "$(readlink /proc/self/ns/net)" >timer.new && mv timer.new timer || exit 1
    while [ -e pending ] || [ -e arming ]; do
        now
        left=$((deadline - uptime))
        if [ "$left" -le 0 ]; then break
        elif [ "$left" -ge 1000 ]; then sleep 10
        elif [ "$left" -ge 100 ]; then sleep $((left / 100))
        elif [ "$left" -ge 10 ]; then sleep "0.$left" || sleep 1
        else sleep "0.0$left" || sleep 1
        fi
    done
    # Where nothing can be renamed any more, nobody can have confirmed it either.
    if mv pending running 2>/dev/null || [ -e pending ]; then
        roll_back "when its time was up"
        keep_trying
    # Nobody finished arming it, so no change was made.
    elif [ -e arming ]; then cd /; rm -rf "$dir"
    # Somebody has begun to take it back. Should that fail, it is tried again all the same.
    else keep_trying
    fi
}

# Whoever is locked out is so until it is done, however long somebody holds the lock. Somebody may undo it by hand meanwhile.
keep_trying() {
    patience=100
    while [ "$afterwards" -gt 0 ] && { [ -e failed ] || [ -e running ]; }; do
        afterwards=$((afterwards - 1))
        sleep 10
        ! mv failed running 2>/dev/null || roll_back "later, as it had failed at first"
    done
}

# By the timer, which this process is or not.
is_tried_again() {
    [ "$afterwards" = 0 ] || return 0
    { read -r pid start _ <timer; } 2>/dev/null && is_alive "$pid" "$start"
}

stop_timer() {
    { read -r pid start _ <timer; } 2>/dev/null || return 0
    is_alive "$pid" "$start" || return 0
    if [ "$group" = "$pid" ]; then kill -s TERM -- "-$pid"; else kill -s TERM "$pid"; fi 2>/dev/null
}

# Neither words nor time may get in the way of the state, which is what counts: a full disk still renames.
finish() {
    printf '%s\n' "$2" | tr '\000-\037\177' ' ' | cut -c 1-500 >message
    date +%s >finished
    mv running "$1"
} 2>/dev/null

roll_back() {
    why=$1
    look_at $$
    { printf '%s %s\n' $$ "$began" >worker; } 2>/dev/null
    errors=/dev/null
    { printf '' >errors; } 2>/dev/null && errors=errors
    done4='' done6='' joined='' met=''
    had4=0 had6=0
    # What was taken back before, though not all of it.
    if [ -s impossible.4 ]; then had=had4; else had=done4; fi
    { read -r "$had" <done.4; } 2>/dev/null
    if [ -s impossible.6 ]; then had=had6; else had=done6; fi
    { read -r "$had" <done.6; } 2>/dev/null
    now
    limit=$((uptime + patience))
    while :; do
        if ! reach; then
            # Where it has no name, nobody can know that.
            if [ -n "$netns" ]; then finish rolled-back "The network namespace is gone, and its rules with it."
            else finish failed "No way leads to its network namespace from here."
            fi
            return
        fi
        take_turn
        later=$(find_later)
        if [ -n "$later" ]; then
            end_turn
            for each in $later; do join_later "$each"; done
            now
            limit=$((uptime + patience))
            continue
        fi
        if try; then
            end_turn
            is_done && break
            # The change may be on its way still, in a process that outlives the one that began it.
            sleep 0.5
            continue
        fi
        end_turn
        now
        if [ "$uptime" -ge "$limit" ]; then
            finish failed "It was tried for $((patience / 100)) s $why$(! is_tried_again || echo ", and is tried again every 10 s"): $(head -c 400 "$errors")"
            return
        fi
        sleep 1
    done
    told=''
    [ "${done4:-0}" -eq 0 ] || told="$done4 for IPv4"
    [ "${done6:-0}" -eq 0 ] || told="$told${told:+, }$done6 for IPv6"
    if [ -n "$told" ]; then told="Changes taken back $why: $told."
    else told="Nothing was left to take back $why."
    fi
    told="$told${joined:+ With it went what came later and touched the same:$joined.}"
    if [ -s impossible.4 ] || [ -s impossible.6 ]; then
        finish failed "$told What can't be put back at present: $(cat impossible.4 impossible.6 2>/dev/null | sort -u | tr '\n' ';')"
    else
        finish rolled-back "$told"
    fi
}

# It goes on by itself where it takes too long: it may hang on a change that was armed and never made.
join_later() {
    met="$met $1"
    /bin/sh "$dir/script" join "$1" "$id" </dev/null >/dev/null 2>&1 &
    now
    end=$((uptime + patience_together))
    while kill -s 0 $! 2>/dev/null && [ "$uptime" -lt "$end" ]; do
        sleep 0.05
        now
    done
    kill -s 0 $! 2>/dev/null || ! wait $! || joined="$joined $1"
}

# Later changes of the same rules that nobody has decided yet, the latest first: taken back after this one, they would put back
# what this one took away, or find their rules gone. One that was confirmed stays as it is. One that can't be taken back does not
# keep this one from it for long: somebody may be locked out.
find_later() {
    for each in "$folder"/*/; do
        each=${each%/}
        case "$met $id " in *" ${each##*/} "*) continue ;; esac
        # Of those that are being taken back already, it is waited for their end.
        [ -e "$each/pending" ] || [ -e "$each/failed" ] || is_at_work "$each" || continue
        is_later_of_same_rules
    done 2>/dev/null | sort -rn | cut -d ' ' -f 2
}

# Who has only just begun has not said yet who it is.
is_at_work() {
    [ -e "$1/running" ] || return 1
    read -r pid start <"$1/worker" || return 0
    is_alive "$pid" "$start"
}

is_later_of_same_rules() (
    scope=$identity since=$armed_at tool4=$save4 tool6=$save6
    cd "$each" && read_about && [ "$identity" = "$scope" ] && [ "$armed_at" -gt "$since" ] || return
    for family in $families; do
        if [ "$family" = 4 ]; then tool=$tool4 other=$save4; else tool=$tool6 other=$save6; fi
        [ "$tool" = "$other" ] && touches "$dir/undo.$family" "$each/undo.$family" || continue
        printf '%s %s\n' "$armed_at" "${each##*/}"
        return
    done
)

# Whether two changes have to do with one another: by a rule, a policy, or a chain that one of them made or deleted and the other one has rules
# in or leads to; or both have taken rules out of one chain, so that the places of the later ones were noted without those of the earlier.
touches() {
    awk '/^\*/ { table = $0; next }
         /^B / { next }
         { chain = table SUBSEP $2; rule = $0; leads = "" }
         /^[DRM] / {
             for (words = $1 == "R" ? 5 : 4; words > 0; words--) rule = substr(rule, index(rule, " ") + 1)
             for (field = 3; field < NF; field++) if ($field == "-j" || $field == "-g") leads = table SUBSEP $(field + 1)
         }
         /^[DRM] / { key = "rule" SUBSEP chain SUBSEP rule }
         /^P / { key = "policy" SUBSEP chain }
         /^[NX] / { key = "chain" SUBSEP chain }
         NR == FNR {
             known[key]; inChain[chain]; if (leads != "") inChain[leads]
             if ($1 == "N" || $1 == "X") whole[chain]
             if ($1 == "R" || $1 == "M") out[chain]
             next
         }
         (key in known) || (chain in whole) || (leads in whole) { found = 1; exit }
         ($1 == "N" || $1 == "X") && (chain in inChain) { found = 1; exit }
         ($1 == "R" || $1 == "M") && (chain in out) { found = 1; exit }
         END { exit !found }' "$1" "$2"
}

is_done() {
    for family in $families; do
        use "$family"
        [ -n "$done" ] || return 1
    done
}

# Lets sessions of the module end what they are at, and makes them read again what they have read before; others are met by trying again.
take_turn() {
    command -v flock >/dev/null && { printf '' >>"$change_lock" && printf '' >>"$change_next"; } 2>/dev/null || return 0
    exec 9>>"$change_lock" 7>>"$change_next"
    turn=0
    # Whoever is next asks for the turn alone (TurnLock.cs).
    until flock -n 7 && flock -n 9; do
        turn=$((turn + 1))
        [ "$turn" -lt 60 ] || break
        sleep 0.05
    done
    exec 7>&-
}

end_turn() {
    touch -c "$change_lock" 2>/dev/null
    exec 9>&-
}

# One attempt: every family is worked out and tested before the first one is changed.
try() {
    now
    if [ -e made ] || [ "$((uptime - armed_at))" -ge "$settling" ]; then is_settled=yes; else is_settled=; fi
    text4='' text6=''
    for family in $families; do
        use "$family"
        [ -z "$done" ] || continue
        { printf '' >"impossible.$family"; } 2>/dev/null
        text=$(work_out) || return 1
        commit_possible --test || return 1
        if [ "$family" = 4 ]; then text4=$text; else text6=$text; fi
    done
    for family in $families; do
        use "$family"
        [ -z "$done" ] || continue
        if [ "$family" = 4 ]; then text=$text4; else text=$text6; fi
        was=$(rules_now)
        commit_possible || return 1
        if has_changes "$text" && [ "$(rules_now)" = "$was" ]; then
            { printf '%s\n' "$restore ended well and changed nothing" >"$errors"; } 2>/dev/null
            return 1
        fi
        count=$(printf '%s\n' "$text" | sed -n 's/^#taken //p')
        delete_blindly || return 1
        [ "$count" -gt 0 ] || [ -n "$is_settled" ] || continue
        if [ "$family" = 4 ]; then count=$((count + had4)) done4=$count; else count=$((count + had6)) done6=$count; fi
        { printf '%s\n' "$count" >"done.$family"; } 2>/dev/null
    done
    return 0
}

work_out() {
    { in_namespace "$save" -c 2>"$errors" && echo '!whole'; } | awk -v "impossible=impossible.$family" -f undo.awk "undo.$family" - 2>>"$errors"
}

# Makes the changes of $text, or tests them; where that fails for rules that nobody can put back at present, without those: a rule that leads
# to a chain which somebody has deleted, say, must not keep all the rest from being taken back.
commit_possible() {
    has_changes "$text" || return 0
    commit "$text" ${1-}
    case $? in
        0) return 0 ;;
        4) return 1 ;;   # the lock, or another lack of means: not an answer
    esac
    reason=$(cat "$errors" 2>/dev/null)
    found=$(find_impossible)
    if [ -z "$found" ]; then
        { printf '%s\n' "$reason" >"$errors"; } 2>/dev/null
        return 1
    fi
    printf '%s\n' "$found" >>"impossible.$family" && text=$(work_out) || return 1
    ! has_changes "$text" || commit "$text" ${1-}
}

# Each rule by itself goes in and out again in one transaction, as testing passes over missing chains (iptables-nft-restore --test).
find_impossible() {
    table='' chains=''
    printf '%s\n' "$text" | while IFS= read -r line; do
        case $line in
            \**) table=${line#?} chains='' ;;
            '-N '*) chains="$chains$line
" ;;
            '-I '*)
                rule=${line#* * * } chain=${line#* }
                chain=${chain%% *} rule=${rule% --set-counters * *}
                commit "*$table
$chains-I $chain 1 $rule
-D $chain $rule
$(printf '%s' "$chains" | sed 's/^-N /-X /')
COMMIT" || printf '%s %s %s\n' "$table" "$chain" "$rule"
                ;;
        esac
    done
}

use() {
    if [ "$1" = 4 ]; then save=$save4 restore=$restore4 done=$done4; else save=$save6 restore=$restore6 done=$done6; fi
}

has_changes() {
    case $1 in '*'* | *'
*'*) return 0 ;; esac
    return 1
}

# A mark of the rules as they are, without their counters.
rules_now() {
    in_namespace "$save" 2>/dev/null | sed '/^#/d; s/ \[[0-9:]*]$//' | cksum
}

commit() {
    printf '%s\n' "$1" | in_namespace "$restore" --noflush --wait "$lock_seconds" ${2-} 2>"$errors"
}

# A rule of which no copy is there may be there in another spelling, which iptables knows by itself.
delete_blindly() {
    missing=$(printf '%s\n' "$text" | sed -n 's/^#missing //p')
    set -f
    IFS='
'
    set -- $missing
    unset IFS
    set +f
    now
    last_look=$((uptime + blind_patience))
    for line; do
        now
        [ "$uptime" -lt "$last_look" ] || return 0
        commit "*${line%% *}
-D ${line#* }
COMMIT"
        case $? in
            0) count=$((count + 1)) ;;
            4) return 1 ;;   # the lock, or another lack of means: not an answer
        esac
    done
    return 0
}

# Waits until whoever is rolling back has ended.
wait_for_end() {
    now
    limit=$((uptime + patience + 2000))
    while [ -e running ]; do
        read -r pid start 2>/dev/null <worker && ! is_alive "$pid" "$start" && break
        now
        [ "$uptime" -lt "$limit" ] || break
        sleep 0.05
    done
}

made() {
    { printf '' >made; } 2>/dev/null
    [ ! -e pending ] || return 0
    # Its time was up before the change was whole.
    wait_for_end
    read_about
    if mv rolled-back running 2>/dev/null; then
        for family in $families; do
            { read -r count <"done.$family"; } 2>/dev/null && [ "$count" -gt 0 ] || rm -f "done.$family"
        done
        roll_back "as soon as it was made, as its time was up"
    fi
    [ -e confirmed ] && return 0
    show "$dir"
    return 3
}

confirm() {
    if mv pending confirmed 2>/dev/null; then
        date +%s >finished
        stop_timer
        show "$dir"
        return 0
    fi
    wait_for_end
    show "$dir"
    [ -e confirmed ] || return 3
}

undo() {
    read_about
    # What can't be reached may be there all the same: the timer, which is in it, still can.
    if [ -z "$netns" ] && [ ! -e confirmed ] && [ ! -e rolled-back ] && ! reach; then
        show "$dir"
        return 5
    fi
    if ! mv pending running 2>/dev/null && ! mv failed running 2>/dev/null; then
        wait_for_end
        # Whoever began it was killed.
        if [ ! -e running ] || ! mv running "running.$$" 2>/dev/null; then
            show "$dir"
            [ -e rolled-back ] || return 3
            return 0
        fi
        mv "running.$$" running
    fi
    # Where it fails, the timer goes on trying.
    roll_back "when it was asked for"
    [ ! -e rolled-back ] || stop_timer
    show "$dir"
    [ -e rolled-back ] || return 3
}

join() {
    read_about
    # Its timer may be all that leads there.
    reach || return 1
    patience=$patience_together
    if ! mv pending running 2>/dev/null && ! mv failed running 2>/dev/null; then
        wait_for_end
        return 1
    fi
    # Tried again by itself later, it could put back what the earlier one takes away.
    stop_timer
    roll_back "together with the earlier change $1"
    [ -e rolled-back ]
}

case ${1-} in
    arm) arm "$2" ;;
    wait) wait_for_deadline "$2" "$3" "$4" ;;
    list) list "${2-}" ;;
    made) afterwards=0; enter "$2"; made ;;
    confirm) enter "$2"; confirm ;;
    undo) afterwards=0; enter "$2"; undo ;;
    join) afterwards=0; enter "$2"; join "$3" ;;
    void)
        enter "$2"
        if mv pending void 2>/dev/null; then
            stop_timer
            cd / && rm -rf "$dir"
        else
            # The timer was first, and finds nothing.
            { printf '' >made; } 2>/dev/null
        fi
        ;;
    *) fail "what is to be done?" ;;
esac
