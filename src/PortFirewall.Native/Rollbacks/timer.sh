# Part of rollback.sh: the timer, from arming to its end.

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
        write_down
        keep_trying
    # Nobody finished arming it, so no change was made.
    elif [ -e arming ]; then cd /; rm -rf "$dir"
    # Somebody has begun to take it back. Should that fail, it is tried again all the same.
    else keep_trying
    fi
}

# Taken back where nothing could be renamed. As long as this process is there, nobody confirms what is gone (decisions.sh).
write_down() {
    seconds_left=$((afterwards * 10))
    while [ -e pending ] && [ "$seconds_left" -gt 0 ]; do
        seconds_left=$((seconds_left - 1))
        sleep 1
        ! mv pending running 2>/dev/null || finish "$ended" "$saying"
    done
}

# Whoever is locked out is so until it is done, however long somebody holds the lock. Somebody may undo it by hand meanwhile.
keep_trying() {
    patience=100
    while [ "$afterwards" -gt 0 ] && { [ -e failed ] || [ -e running ]; }; do
        afterwards=$((afterwards - 1))
        sleep 10
        if mv failed running 2>/dev/null; then
            roll_back "later, as it had failed at first"
        elif [ -e running ] && ! is_worker_alive . && sleep 1 && ! is_worker_alive . && take_over; then
            roll_back "later, as whoever was at it was ended"
        fi
    done
}

# Of two who would go on with what a third one left, one succeeds.
take_over() {
    mv running "running.$$" 2>/dev/null && mv "running.$$" running
}

# By the timer, which this process is or not.
is_tried_again() {
    [ "$afterwards" != 0 ] || is_timer_alive .
}

stop_timer() {
    { read -r pid start _ <timer; } 2>/dev/null || return 0
    is_alive "$pid" "$start" || return 0
    if [ "$group" = "$pid" ]; then kill -s TERM -- "-$pid"; else kill -s TERM "$pid"; fi 2>/dev/null
}

