# Makes changes one after the other. "all" of them or none: where one fails, those before it are taken back, the last one first.
# Or "each" for itself, whatever becomes of the others.
# It goes on to the end whatever becomes of the process that has started it: it runs in a session of its own where that is
# possible, nothing of what it does waits for a reader, and it does nothing at all before it has everything. POSIX sh; dash, bash
# and busybox run it.
#
# Arguments: "all" or "each"; for each change two calls, the one that makes it and the one that takes it back; for each call
#     FIRST LAST COUNT WORD...     the lines of standard input that it is given to read (0 0 for none), and its words, which no
#                                  shell ever reads as anything but words.
# Standard input ends with the line "commit"; without it whoever sent it was stopped half-way.
# Output: for each call that was made "make|undo NUMBER STATUS", its complaints each behind a blank, and "end" at the end.

export LC_ALL=C PATH=/usr/sbin:/sbin:/usr/bin:/bin
trap '' HUP INT QUIT TERM PIPE
input=$(cat)
case $input in *"
commit") ;; commit) ;; *) exit 1 ;; esac

# Makes the call that stands at position $1 of the arguments that follow; sets $status, and $next to the position behind it.
call() {
    position=$1 kind=$2 number=$3
    shift 3
    eval "first=\${$position} last=\${$((position + 1))} count=\${$((position + 2))}"
    position=$((position + 3))
    next=$((position + count))
    # A list of positions and nothing else is what is read as shell text here: "${4}" "${5}" ...
    words=
    while [ "$position" -lt "$next" ]; do
        words="$words \"\${$position}\""
        position=$((position + 1))
    done
    if [ "$kind" = skip ]; then
        return
    elif [ "$last" = 0 ]; then
        errors=$(eval "$words" 2>&1 </dev/null)
    else
        errors=$(printf '%s\n' "$input" 2>/dev/null | sed -n "$first,${last}p" 2>/dev/null | eval "$words" 2>&1)
    fi
    status=$?
    printf '%s\n' "$kind $number $status" 2>/dev/null
    [ -z "$errors" ] || printf '%s\n' "$errors" | sed 's/^/ /' 2>/dev/null
}

mode=$1
shift
next=1
number=0
made=
failed=
while [ "$next" -le $# ] && [ -z "$failed" ]; do
    call "$next" make "$number" "$@"
    if [ "$status" = 0 ] || [ "$mode" = each ]; then
        made="$next $number $made"
        call "$next" skip "$number" "$@"
    else
        failed=yes
    fi
    number=$((number + 1))
done
if [ -n "$failed" ]; then
    # Positions and numbers of the calls to take back, the last one first.
    while [ -n "$made" ]; do
        position=${made%% *}
        made=${made#* }
        call "$position" undo "${made%% *}" "$@"
        made=${made#* }
    done
fi
printf '%s\n' end 2>/dev/null
