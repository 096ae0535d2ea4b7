# Takes out the rules that a process has put in for a moment, should it be killed. Standard input is a pipe from that process, which ends with
# it; where it has taken its rules out itself, it says so in a line. POSIX sh; dash, bash and busybox run it.
#
# Arguments: the process, as NUMBER/START; and for each family the programs that save and restore.

export LC_ALL=C PATH=/usr/sbin:/sbin:/usr/bin:/bin
trap '' HUP INT QUIT TERM PIPE
owner=$1
shift
echo ready
if read -r _; then
    exit 0
fi

# What it had begun to put in comes to its end first; the brackets keep grep from finding itself.
waits=0
while cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' 2>/dev/null | grep -q "^portfirewall-commi[t]:$owner\$" && [ "$waits" -lt 300 ]; do
    waits=$((waits + 1))
    sleep 0.1
done

# Its rules, as lines that delete them. Each table is named once.
deletions() {
    table=
    "$1" 2>/dev/null | grep -e '^\*' -e "PortFirewall [a-z]* $owner/[0-9]*\" " | while IFS= read -r line; do
        case $line in
            \**) table=$line ;;
            "-A "*" -j NFLOG "* | "-A "*" -j TRACE"*)
                [ -z "$table" ] || printf '%s\n' ${named:+COMMIT} "$table"
                named=yes table=
                printf '%s\n' "-D ${line#-A }" ;;
        esac
    done
}

while [ $# -ge 2 ]; do
    # Somebody else may hold the lock, or be changing the same.
    for attempt in 1 2 3 4 5; do
        lines=$(deletions "$1")
        [ -n "$lines" ] || break
        printf '%s\nCOMMIT\n' "$lines" | "$2" --noflush --wait 5 2>/dev/null
    done
    shift 2
done
