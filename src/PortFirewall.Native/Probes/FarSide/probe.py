import errno, fcntl, os, select, socket, struct, sys, time

TOKEN, SECONDS = sys.argv[1], float(sys.argv[2])
MOST = 256
MOST_DATAGRAMS = 8
SYN_SENT = 2
FIRST_REPEAT = 1.15
# Before 6.10 the kernel keeps no ICMP error of a connection that is being made.
KEEPS = tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in os.uname()[2].split(".")[:2]) >= (6, 10)


def name_of(error):
    return "0" if error == 0 else errno.errorcode.get(error, "E%d" % error)


def take_icmp(sock):
    try:
        control = sock.recvmsg(512, 512, 0x2000 | 0x40)[1]
    except OSError:
        return None
    for level, kind, value in control:
        if (level, kind) not in ((0, 11), (41, 25)) or len(value) < 16 or value[4] not in (2, 3):
            continue
        sender = "-"
        family = struct.unpack("H", value[16:18])[0] if len(value) >= 24 else 0
        if family == socket.AF_INET:
            sender = socket.inet_ntop(family, value[20:24])
        elif family == socket.AF_INET6 and len(value) >= 40:
            sender = socket.inet_ntop(family, value[24:40])
        return "%d,%d,%s" % (value[5], value[6], sender)
    return None


class Probe:
    waits_for = select.POLLOUT

    def __init__(self, fields):
        self.number, self.address, self.port, self.prior = fields[1], fields[2], fields[3], fields[4:]
        self.source, self.local, self.sock, self.done = fields[8], "-", None, False
        self.checked = False

    def start(self):
        self.began, self.clock = time.time(), time.monotonic()
        self.deadline = self.clock + SECONDS
        try:
            family, _, _, _, where = socket.getaddrinfo(self.address, int(self.port), 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)[0]
            self.sock = socket.socket(family, socket.SOCK_STREAM)
            self.sock.setblocking(False)
            self.sock.setsockopt(*((0, 11, 1) if family == socket.AF_INET else (41, 25, 1)))
            error = self.sock.connect_ex(where)
        except OSError as failure:
            error = failure.errno or errno.EINVAL
        if error in (0, errno.EINPROGRESS):
            self.name_source()
        if error != errno.EINPROGRESS:
            self.end(error)

    def name_source(self):
        try:
            name = self.sock.getsockname()
            self.source, self.local = name[0].split("%")[0], str(name[1])
        except OSError:
            pass

    def progress(self):
        try:
            info = self.sock.getsockopt(6, 11, 104)
        except OSError:
            return "-"
        if len(info) < 104 or info[0] != SYN_SENT or info[2] == 0:
            return "-"
        if struct.unpack("I", info[100:104])[0] == 0:
            return "neighbour"
        return "dropped" if struct.unpack("I", info[36:40])[0] == 0 else "left"

    def due(self):
        return self.deadline if self.checked else min(self.deadline, self.clock + FIRST_REPEAT)

    def turn(self, now, ready):
        if ready:
            self.end(self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        elif now >= self.deadline:
            self.end(errno.ETIMEDOUT)
        elif not self.checked and now >= self.clock + FIRST_REPEAT:
            self.checked = True
            if self.progress() == "dropped":
                self.end(errno.ETIMEDOUT)

    def end(self, error):
        spent, progress, icmp = time.monotonic() - self.clock, "-", "-"
        if error == errno.ETIMEDOUT:
            progress = self.progress()
            if progress == "-" and self.prior[0] != "-":
                # ICMP errors are limited in number: what the tool before had in answer stands.
                tool, name, prior_icmp, _, source, local, start, latency = self.prior
                return self.say(tool, name, prior_icmp, "-", source, local, start, latency)
        elif error != 0:
            icmp = take_icmp(self.sock) if self.sock else None
            icmp = icmp or ("none" if KEEPS else self.prior[2] if self.prior[0] != "-" else "-")
        self.say("python3", name_of(error), icmp, progress, self.source, self.local,
                 "%d" % (self.began * 1e9), "%d" % (spent * 1e9))

    def say(self, *fields):
        self.done = True
        line = " ".join((TOKEN, "did", self.number, self.address, self.port) + fields) + "\n"
        os.write(1, line.encode("ascii", "replace"))
        if self.sock:
            self.sock.close()


class Ask:
    """A datagram, and what comes back until the time is up: what of it is the reply is for the other end to say."""
    waits_for = select.POLLIN

    def __init__(self, fields):
        self.number, self.address, self.port, self.source, from_any, payload = fields[1:]
        self.from_any = from_any == "any"
        self.payload = bytes(int(byte, 8) for byte in payload.split("\\")[1:])
        self.local, self.sock, self.done, self.sent, self.came = "-", None, False, 0, 0

    def start(self):
        self.began, self.clock = time.time(), time.monotonic()
        self.deadline = self.clock + SECONDS
        self.again = self.clock + (1 if SECONDS >= 2 else SECONDS / 2)
        try:
            family, _, _, _, self.where = socket.getaddrinfo(self.address, int(self.port), 0, socket.SOCK_DGRAM, 0, socket.AI_NUMERICHOST)[0]
            self.sock = socket.socket(family, socket.SOCK_DGRAM)
            self.sock.setblocking(False)
            self.sock.setsockopt(*((0, 11, 1) if family == socket.AF_INET else (41, 25, 1)))
            if self.from_any:
                self.sock.bind(("", 0))
            else:
                self.sock.connect(self.where)
            name = self.sock.getsockname()
            self.local = str(name[1])
            if not self.from_any:
                self.source = name[0].split("%")[0]
        except OSError as failure:
            return self.end(failure.errno or errno.EINVAL)
        self.send()

    def send(self):
        try:
            if self.from_any:
                self.sock.sendto(self.payload, self.where)
            else:
                self.sock.send(self.payload)
            self.sent += 1
        except OSError as failure:
            self.end(failure.errno or errno.EINVAL)

    def due(self):
        return min(self.again, self.deadline) if self.sent < 2 and not self.came else self.deadline

    def turn(self, now, ready):
        if ready:
            self.take()
        elif now >= self.deadline:
            self.end(errno.ETIMEDOUT)
        elif now >= self.due():
            self.send()

    def take(self):
        try:
            datagram, sender = self.sock.recvfrom(65536)
        except BlockingIOError:
            return
        except OSError as failure:
            return self.end(failure.errno or errno.EINVAL)
        if self.from_any and sender[0].split("%")[0] != self.where[0].split("%")[0]:
            return
        self.came += 1
        if self.came <= MOST_DATAGRAMS:
            self.say("0", "-", "-", "x" + datagram.hex())

    def end(self, error):
        icmp, progress = "-", "-"
        if error == errno.ETIMEDOUT:
            # Long after sending, what is not sent waits for the neighbour.
            if struct.unpack("i", fcntl.ioctl(self.sock, 0x5411, b"\0\0\0\0"))[0] > 0:
                progress = "neighbour"
        elif self.sock:
            icmp = take_icmp(self.sock) or "none"
        self.done = True
        self.say(name_of(error), icmp, progress, "-")
        if self.sock:
            self.sock.close()

    def say(self, error, icmp, progress, datagram):
        spent = "%d" % ((time.monotonic() - self.clock) * 1e9) if self.sent else "-"
        line = " ".join((TOKEN, "got", self.number, self.address, self.port, "python3", error, icmp, progress, self.source, self.local,
                         "%d" % (self.began * 1e9), spent, str(self.sent), datagram)) + "\n"
        line = line.encode("ascii", "replace")
        while line:
            line = line[os.write(1, line):]


def main():
    waiting, running, rest, more = [], {}, b"", True
    poll = select.poll()
    poll.register(0, select.POLLIN)
    while more or waiting or running:
        while waiting and len(running) < MOST:
            probe = waiting.pop(0)
            probe.start()
            if not probe.done:
                running[probe.sock.fileno()] = probe
                poll.register(probe.sock, probe.waits_for)
        now = time.monotonic()
        due = min([p.due() for p in running.values()] or [now + 60])
        ready = dict(poll.poll(max(0, (due - now) * 1000) + 1 if not waiting or running else 0))
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                more = False
                poll.unregister(0)
            lines = (rest + read).split(b"\n")
            rest = lines.pop()
            for line in lines:
                fields = line.decode("ascii", "replace").split()
                if len(fields) == 12:
                    waiting.append(Probe(fields))
                elif len(fields) == 7:
                    waiting.append(Ask(fields))
        now = time.monotonic()
        for number, probe in list(running.items()):
            probe.turn(now, number in ready)
            if probe.done:
                del running[number]
                poll.unregister(number)


main()
