# Works out what takes a change back, from two files:
#   first, what the change did, as RollbackRecord writes it;
#   second, the rules as they are now, as iptables-save -c prints them.
# Prints text for iptables-restore --noflush, nothing where there is nothing to take back. Rules are known by their text, so what
# others did meanwhile stays. Runs in mawk, gawk and busybox awk.
# Lines for whoever runs this: "#taken N", how many things are taken back; "#missing TABLE CHAIN RULE", a rule of which no copy is there;
# "#impossible TABLE CHAIN RULE", one that is not put back, as it is in the file -v impossible=FILE: nobody can at present.

BEGIN { while (impossible != "" && (getline line < impossible) > 0) isImpossible[line] = 1 }

function spec_of(line, words,    i, at) {
    for (i = 0; i < words; i++) {
        at = index(line, " ")
        if (at == 0) return ""
        line = substr(line, at + 1)
    }
    return line
}

# What the change did.
FNR == NR && /^\*/ { table = substr($0, 2); tables[++tableCount] = table; next }
FNR == NR {
    place = table SUBSEP $2
    if (!(place in known)) { known[place] = 1; chains[++chainCount] = place }
    if ($1 == "B") { before[place, ++beforeCount[place]] = spec_of($0, 2) }
    else if ($1 == "D") { n = ++takeCount[place]; takeCopy[place, n] = $3; others[place, n] = $4; take[place, n] = spec_of($0, 4) }
    else if ($1 == "R") { putBack[place, $3] = 1; putCounters[place, $3] = $4 " " $5; put[place, $3] = spec_of($0, 5) }
    else if ($1 == "M") { putBack[place, $3] = 2; put[place, $3] = spec_of($0, 4); moveCopy[place, $3] = $4 }
    else if ($1 == "P") { policyWas[place] = $3; policyMade[place] = $4 }
    else if ($1 == "N") { chainMade[place] = 1 }
    else if ($1 == "X") { chainGone[place] = 1 }
    next
}

# The rules as they are. Their last line is the word that they are whole: a table that was broken off would be taken for all there is.
{ isWhole = 0 }
/^!whole$/ && !inTable { isWhole = 1; next }
/^#/ && !inRule { next }
/^\*/ && !inRule { table = substr($0, 2); inTable = 1; next }
/^:/ { place = table SUBSEP substr($1, 2); isThere[place] = 1; policy[place] = $2; inRule = 0; next }
/^COMMIT$/ { inRule = inTable = 0; next }
/^\[[0-9]+:[0-9]+\] -A / {
    place = table SUBSEP $3
    n = ++liveCount[place]
    live[place, n] = spec_of($0, 3)
    counters = substr($1, 2, length($1) - 2)
    sub(/:/, " ", counters)
    liveCounters[place, n] = counters
    inRule = 1
    last = place
    next
}
# A line break within a comment.
inRule { live[last, liveCount[last]] = live[last, liveCount[last]] "\n" $0; next }

function table_of(place) { return substr(place, 1, index(place, SUBSEP) - 1) }
function chain_of(place) { return substr(place, index(place, SUBSEP) + 1) }

# The copy of a text that is meant, or the nearest one that is left; 0 where none is.
function find_copy(place, text, copy,    count, k) {
    count = copies[place, text] + 0
    if (copy > count) copy = count
    for (k = copy; k >= 1; k--) if (!((place, copyAt[place, text, k]) in gone)) return copyAt[place, text, k]
    for (k = copy + 1; k <= count; k++) if (!((place, copyAt[place, text, k]) in gone)) return copyAt[place, text, k]
    return 0
}

# One chain: the list as it is to be, then the shortest way there that names rules by their text only.
function plan(place,    sofar, n, i, at, text, anchor, key, seen, slot, size, items, latest, number, lowest) {
    sofar = total
    for (n = 1; n <= liveCount[place]; n++) {
        text = live[place, n]
        copyAt[place, text, ++copies[place, text]] = n
    }
    for (n = 1; n <= takeCount[place]; n++) {
        # Where no more copies are left than were others', ours is gone already.
        text = take[place, n]
        at = 0
        if (copies[place, text] - taken[place, text] > others[place, n]) at = find_copy(place, text, takeCopy[place, n])
        if (at) { gone[place, at] = 1; taken[place, text]++; total++ }
        else if (copies[place, text]) continue
        else print "#missing " table_of(place) " " chain_of(place) " " take[place, n]
    }
    for (i = 1; i <= beforeCount[place]; i++) {
        if (putBack[place, i] != 2) continue
        at = find_copy(place, put[place, i], moveCopy[place, i])
        # Whoever took the rule away meanwhile wants it away.
        if (!at) { putBack[place, i] = 3; continue }
        gone[place, at] = 1
        putCounters[place, i] = liveCounters[place, at]
    }

    # Where the neighbours of before are now: the copies of one text answer for each other in their order.
    for (n = 1; n <= liveCount[place]; n++) {
        if ((place, n) in gone) continue
        key = live[place, n]
        whereNow[place, key, ++seen["now", key]] = n
    }
    for (i = 1; i <= beforeCount[place]; i++) {
        if (putBack[place, i]) continue
        key = before[place, i]
        n = ++seen["then", key]
        neighbour[i] = ((place, key, n) in whereNow) ? whereNow[place, key, n] : 0
    }

    find_those_put_back(place, neighbour, lowest)
    for (i = 1; i <= beforeCount[place]; i++) {
        text = table_of(place) " " chain_of(place) " " put[place, i]
        if (putBack[place, i] == 1 && (text in isImpossible)) { putBack[place, i] = 3; print "#impossible " text }
    }

    # Each rule goes ahead of the first that stood behind it, else behind the last that stood ahead of it, else to the end.
    anchor = 0
    for (i = beforeCount[place]; i >= 1; i--) {
        if (putBack[place, i]) follower[i] = anchor
        else if (neighbour[i]) anchor = neighbour[i]
    }
    anchor = 0
    for (i = 1; i <= beforeCount[place]; i++) {
        if (!putBack[place, i]) { if (neighbour[i]) anchor = neighbour[i]; continue }
        if (putBack[place, i] == 3) continue
        slot = follower[i] ? follower[i] : anchor ? anchor + 1 : liveCount[place] + 1
        atSlot[place, slot] = atSlot[place, slot] " " i
        total++
    }

    # Somebody has taken it back already.
    if (is_so(place)) {
        total = sofar
        delete_all(neighbour)
        delete_all(follower)
        return
    }

    # A rule that goes by its text takes the first copy; copies ahead of the one that is meant go too, and come back.
    for (n = 1; n <= liveCount[place]; n++)
        if ((place, n) in gone) latest[live[place, n]] = n
    for (n = 1; n <= liveCount[place]; n++) {
        text = live[place, n]
        if (!(text in latest) || n > latest[text]) continue
        deletes[++deleteCount] = "-D " chain_of(place) " " text
        if (!((place, n) in gone)) again[place, n] = 1
    }
    number = 0
    for (n = 1; n <= liveCount[place] + 1; n++) {
        size = split(atSlot[place, n], items, " ")
        for (i = 1; i <= size; i++)
            inserts[++insertCount] = insert_line(place, ++number, put[place, items[i]], putCounters[place, items[i]])
        if (n > liveCount[place] || (place, n) in gone) continue
        number++
        if ((place, n) in again) inserts[++insertCount] = insert_line(place, number, live[place, n], liveCounters[place, n])
    }
    delete_all(neighbour)
    delete_all(follower)
}

# A rule that is there again, between those that it stood between, is one of them; elsewhere it may be without effect, and comes back.
function find_those_put_back(place, neighbour, lowest,    i, k, n, edge, isTaken) {
    edge = 0
    for (i = 1; i <= beforeCount[place]; i++) {
        lowest[i] = edge
        if (putBack[place, i] || !neighbour[i]) continue
        isTaken[neighbour[i]] = 1
        if (neighbour[i] > edge) edge = neighbour[i]
    }
    edge = liveCount[place] + 1
    for (i = beforeCount[place]; i >= 1; i--) {
        if (!putBack[place, i]) { if (neighbour[i] && neighbour[i] < edge) edge = neighbour[i]; continue }
        if (putBack[place, i] != 1) continue
        for (k = copies[place, put[place, i]]; k >= 1; k--) {
            n = copyAt[place, put[place, i], k]
            if (n <= lowest[i] || n >= edge || (n in isTaken) || ((place, n) in gone)) continue
            putBack[place, i] = 0
            isTaken[n] = 1
            edge = neighbour[i] = n
            break
        }
    }
}

# Whether the list that is to be is the one that is there.
function is_so(place,    n, i, size, items, at) {
    at = 0
    for (n = 1; n <= liveCount[place] + 1; n++) {
        size = split(atSlot[place, n], items, " ")
        for (i = 1; i <= size; i++) if (put[place, items[i]] != live[place, ++at]) return 0
        if (n <= liveCount[place] && !((place, n) in gone) && live[place, n] != live[place, ++at]) return 0
    }
    return at == liveCount[place]
}

function delete_all(list,    key) { for (key in list) delete list[key] }

function insert_line(place, number, text, counters) {
    return "-I " chain_of(place) " " number " " text (counters == "" || counters == "0 0" ? "" : " --set-counters " counters)
}

# Whether a rule that stays names the chain.
function is_named(place,    t, other, n, text, name) {
    name = chain_of(place)
    for (other in isThere) {
        if (table_of(other) != table_of(place)) continue
        for (n = 1; n <= liveCount[other]; n++) {
            if ((other, n) in gone) continue
            text = live[other, n] " "
            if (index(text, "-j " name " ") || index(text, "-g " name " ")) return 1
        }
    }
    return 0
}

function is_empty(place,    n) {
    for (n = 1; n <= liveCount[place]; n++) if (!((place, n) in gone)) return 0
    return 1
}

function is_ready(place) {
    # The kernel's own chains are there as soon as they are named; a chain that somebody deleted has no place for rules.
    return (place in isThere) || index(" INPUT FORWARD OUTPUT PREROUTING POSTROUTING ", " " chain_of(place) " ")
}

END {
    if (!isWhole) exit 1
    for (t = 1; t <= tableCount; t++) {
        begin = end = ""
        deleteCount = insertCount = 0
        for (c = 1; c <= chainCount; c++) {
            place = chains[c]
            if (table_of(place) != tables[t]) continue
            if ((place in chainGone) && !(place in isThere)) { begin = begin "-N " chain_of(place) "\n"; isThere[place] = 1; total++ }
            if (!is_ready(place)) continue
            plan(place)
            if ((place in policyWas) && policy[place] == policyMade[place]) { end = end "-P " chain_of(place) " " policyWas[place] "\n"; total++ }
        }
        for (c = 1; c <= chainCount; c++) {
            place = chains[c]
            if (table_of(place) != tables[t] || !(place in chainMade) || !(place in isThere)) continue
            if (is_empty(place) && !is_named(place)) { end = "-X " chain_of(place) "\n" end; total++ }
        }
        if (begin end == "" && deleteCount + insertCount == 0) continue
        printf "*%s\n%s", tables[t], begin
        for (i = 1; i <= deleteCount; i++) print deletes[i]
        for (i = 1; i <= insertCount; i++) print inserts[i]
        printf "%sCOMMIT\n", end
    }
    print "#taken " total + 0
}
