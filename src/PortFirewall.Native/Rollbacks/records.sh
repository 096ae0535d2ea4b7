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
    case $names in *"$number /run/netns/"*) printf '%s\n' "$names" | sed -n "s|^ *$number /run/netns/|$2 |p" ;; esac
}

is_timer_alive() { { read -r pid start _ <"$1/timer"; } 2>/dev/null && is_alive "$pid" "$start"; }

is_worker_alive() { { read -r pid start <"$1/worker"; } 2>/dev/null && is_alive "$pid" "$start"; }

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
        pending) is_timer_alive "$1" || printf 'lost yes\n' ;;
        # Who has only just begun has not said yet who it is; and the timer takes over from whoever is ended.
        running) is_worker_alive "$1" || is_timer_alive "$1" || printf 'lost yes\n' ;;
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

