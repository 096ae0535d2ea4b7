# Part of rollback.sh: what others decide of a rollback, and where it all begins.

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

# At the deadline it is the timer that decides. It takes a moment; where it can't write that down, it takes the change back all the same.
is_late() {
    now
    [ "$uptime" -ge "${deadline:-$((uptime + 1))}" ] && is_timer_alive .
}

confirm() {
    read_about
    now
    limit=$((uptime + 500))
    while [ -e pending ] && is_late && [ "$uptime" -lt "$limit" ]; do sleep 0.05; done
    if ! is_late && mv pending confirmed 2>/dev/null; then
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
        # Where nothing can be renamed any more, it is taken back all the same, as the timer does; or whoever began it was killed.
        if [ ! -e pending ] && { [ ! -e running ] || ! take_over; }; then
            show "$dir"
            [ -e rolled-back ] || return 3
            return 0
        fi
    fi
    # Where it fails, the timer goes on trying.
    roll_back "when it was asked for"
    [ ! -e rolled-back ] || stop_timer
    show "$dir"
    [ -e rolled-back ] || return 3
}

case ${1-} in
    arm) arm "$2" ;;
    wait) wait_for_deadline "$2" "$3" "$4" ;;
    list) list "${2-}" ;;
    made) afterwards=0; enter "$2"; made ;;
    confirm) enter "$2"; confirm ;;
    undo) afterwards=0; enter "$2"; undo ;;
    later) enter "$2"; read_about; met=''; find_later ;;
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
