# Part of rollback.sh: what is kept of a rollback in its folder, and what is told of it.

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
    case $names in *"$number /run/netns/"*) ;; *) return ;; esac
    while read -r inode path; do
        [ "$inode" != "$number" ] || printf '%s %s\n' "$2" "${path#/run/netns/}"
    done <<END
$names
END
}

is_timer_alive() { { read -r pid start _ <"$1/timer"; } 2>/dev/null && is_alive "$pid" "$start"; }

is_worker_alive() { { read -r pid start <"$1/worker"; } 2>/dev/null && is_alive "$pid" "$start"; }

show() { tell "$1" | add_changes; }

# All but the changes, for which it names the files that have them: many rollbacks are read by one awk, as what costs is starting programs.
tell() {
    state_of "$1" || return 0
    [ "$state" != arming ] || return 0
    printf '@%s %s\n' "${1##*/}" "$state"
    now
    printf 'now %s\n' "$uptime"
    while read -r line; do
        case $line in
            [@=]*) continue ;; # is no fact, and would be taken for what is written here
            'identity '*) name_namespace "${line#* }" name ;;
        esac
        printf '%s\n' "$line"
    done <"$1/about"
    for fact in timer worker finished message; do
        [ ! -e "$1/$fact" ] || while read -r line; do printf '%s %s\n' "$fact" "$line"; done <"$1/$fact"
    done
    case $state in
        pending) is_timer_alive "$1" || printf 'lost yes\n' ;;
        # Who has only just begun has not said yet who it is; and the timer takes over from whoever is ended.
        running) is_worker_alive "$1" || is_timer_alive "$1" || printf 'lost yes\n' ;;
    esac
    for family in 4 6; do
        [ ! -e "$1/undo.$family" ] || printf '=%s %s\n' "$family" "$1/undo.$family"
    done
    [ -e "$1/about" ] || printf 'gone yes\n'
}

# The first hundred lines of each file of changes, in place of its name. What is pruned meanwhile is not there, whatever was read of it.
add_changes() {
    awk '/^=/ { family = substr($0, 2, 1); file = substr($0, 4)
                for (left = 100; left > 0 && (read = (getline line <file)) > 0;) if (line !~ /^B /) { print "undo" family, line; left-- }
                if (read < 0) print "gone yes"
                close(file); next }
         { print }'
}

list() {
    if [ -n "${1-}" ]; then
        enter "$1"
        show "$dir"
        return
    fi
    for each in "$folder"/*/; do
        [ ! -d "$each" ] || tell "${each%/}"
    done | add_changes
}

