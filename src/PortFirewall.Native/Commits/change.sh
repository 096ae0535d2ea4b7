# Makes a change, and prints what there is then: the exit status of the tool that makes it, and where that is 0, the rules. So the rules are read
# back without starting anything else, and as soon as they are there. POSIX sh; dash, bash and busybox run it.
#
# Arguments: the program that saves, and the words of the call that makes the change, which reads it from standard input.

save=$1
shift
# What it might print is no rule.
"$@" >&2
status=$?
printf '%s\n' "$status"
[ "$status" != 0 ] || exec "$save" -c
