# Part of rollback.sh: changes that have to do with one another.

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

