# Part of rollback.sh: taking a change back.

# Neither words nor time may get in the way of the state, which is what counts: a full disk still renames.
finish() {
    ended=$1 saying=$2
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

