# Starts one server for each application, on every address of the machine that this runs in. Each says what it thinks in a file of its own.
mkdir /tmp/servers
cd /tmp/servers
# The accounts that the packages would have made.
for account in _chrony _rpc avahi memcache turnserver unbound; do
    echo "$account:x:990:990::/tmp:/bin/false" >> /etc/passwd
    echo "$account:x:990:" >> /etc/group
done
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=server.example.net -days 30 -keyout key.pem -out certificate.pem 2> openssl.log

start() {
    local name=$1
    shift
    "$@" < /dev/null > "$name.log" 2>&1 &
}

touch dnsmasq.conf
start dnsmasq dnsmasq --keep-in-foreground --no-resolv --no-hosts --conf-file=/tmp/servers/dnsmasq.conf --user=root --pid-file= --log-facility=-

cat > unbound.conf <<'END'
server:
    interface: 0.0.0.0@5300
    interface: ::0@5300
    do-daemonize: no
    username: ""
    chroot: ""
    directory: "/tmp/servers"
    pidfile: ""
    use-syslog: no
    module-config: "iterator"
END
start unbound unbound -d -c /tmp/servers/unbound.conf

cat > chrony.conf <<'END'
local stratum 7
allow all
cmdport 0
pidfile /tmp/servers/chrony.pid
END
# -x: the clock, which is the machine's, is left alone.
start chrony chronyd -x -d -u root -f /tmp/servers/chrony.conf

printf 'rocommunity public\nrocommunity6 public\nsysDescr a machine of a test\n' > snmpd.conf
start snmpd env SNMP_PERSISTENT_DIR=/tmp/servers MIBS= snmpd -f -Lo -C -c /tmp/servers/snmpd.conf -p /tmp/servers/snmpd.pid udp:161 udp6:161

mkdir tftp
start tftpd in.tftpd --listen --foreground --user root --secure /tmp/servers/tftp

printf 'no-tls\nno-dtls\nno-cli\nstun-only\nlog-file=stdout\npidfile=/tmp/servers/turn.pid\nuserdb=/tmp/servers/turn.db\n' > turn.conf
start coturn turnserver -c /tmp/servers/turn.conf

start rpcbind rpcbind -f -w
start memcached memcached -u root -U 11211 -l 0.0.0.0 -l ::
start coap coap-server-notls

printf '{\n    admin off\n    auto_https disable_redirects\n}\nhttps://server.example.net {\n    tls internal\n    respond ok\n}\n' > Caddyfile
start caddy env HOME=/tmp/servers XDG_DATA_HOME=/tmp/servers caddy run --config /tmp/servers/Caddyfile --adapter caddyfile

cat > kamailio.cfg <<'END'
children=1
listen=udp:0.0.0.0:5060
listen=udp:[::]:5060
loadmodule "sl.so"
request_route { sl_send_reply("200", "OK"); exit; }
END
start kamailio kamailio -DD -E -f /tmp/servers/kamailio.cfg -m 8 -M 2

start openvpn openvpn --dev tun --server 10.8.0.0 255.255.255.0 --topology subnet --dh none --ca certificate.pem --cert certificate.pem --key key.pem \
    --port 1194 --proto udp6 --multihome

mkdir -p /run/avahi-daemon
printf '[server]\nenable-dbus=no\nuse-ipv4=yes\nuse-ipv6=yes\nallow-interfaces=eth0\n' > avahi.conf
start avahi avahi-daemon --no-drop-root --no-rlimits --no-chroot -f /tmp/servers/avahi.conf

start charon /usr/lib/ipsec/charon
# It ends with its input.
start dtls bash -c 'sleep infinity | openssl s_server -dtls -listen -accept 4433 -cert certificate.pem -key key.pem'

(umask 077; wg genkey > wireguard.key)
start wireguard env WG_PROCESS_FOREGROUND=1 wireguard-go wg0

# Until all of them listen.
for port in 53 69 111 123 161 443 500 1194 3478 4433 5060 5300 5353 5683 11211; do
    for (( tries = 0; ; tries++ )); do
        ss --udp --listening --numeric --no-header "sport = :$port" | grep -q . && break
        (( tries < 100 )) || { echo "Nothing listens on UDP port $port."; tail -n 3 *.log; exit 1; }
        sleep 0.1
    done
done
for (( tries = 0; tries < 100; tries++ )); do
    wg set wg0 listen-port 51820 private-key wireguard.key 2> wg.log && ip link set wg0 up && break
    sleep 0.1
done
