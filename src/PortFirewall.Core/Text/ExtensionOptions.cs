using System.Collections.Frozen;

namespace PortFirewall;

/// <summary>
/// The long options of each match and target, as they are registered with libxtables 1.8.9 (<c>extensions/*.c</c>, the latest revision for
/// either family). What is not in here is an extension that PortFirewall does not know, or a user chain.
/// </summary>
internal static class ExtensionOptions
{
    private static readonly FrozenDictionary<string, ExtensionOption[]> Matches = Read("""
        addrtype: src-type= dst-type= limit-iface-in limit-iface-out
        ah: ahspi= ahlen= ahres
        bpf: bytecode= object-pinned=
        cgroup: path= cgroup=
        cluster: cluster-total-nodes= cluster-local-node= cluster-local-nodemask= cluster-hash-seed=
        comment: comment=
        connbytes: connbytes= connbytes-dir= connbytes-mode=
        connlabel: label= set
        connlimit: connlimit-upto= connlimit-above= connlimit-mask= connlimit-saddr connlimit-daddr
        connmark: mark=
        conntrack: ctstate= ctproto= ctorigsrc= ctorigdst= ctreplsrc= ctrepldst= ctstatus= ctexpire= ctorigsrcport= ctorigdstport= ctreplsrcport=
          ctrepldstport= ctdir=
        cpu: cpu=
        dccp: source-port= sport= destination-port= dport= dccp-types= dccp-option=
        devgroup: src-group= dst-group=
        dscp: dscp= dscp-class=
        dst: dst-len= dst-opts=
        ecn: ecn-tcp-cwr ecn-tcp-ece ecn-ip-ect=
        esp: espspi=
        eui64:
        frag: fragid= fraglen= fragres fragfirst fragmore fraglast
        hashlimit: hashlimit-upto= hashlimit-above= hashlimit= hashlimit-srcmask= hashlimit-dstmask= hashlimit-burst= hashlimit-htable-size=
          hashlimit-htable-max= hashlimit-htable-gcinterval= hashlimit-htable-expire= hashlimit-mode= hashlimit-name= hashlimit-rate-match
          hashlimit-rate-interval=
        hbh: hbh-len= hbh-opts=
        helper: helper=
        hl: hl-lt= hl-gt= hl-eq= hl=
        icmp: icmp-type=
        icmp6: icmpv6-type=
        ipcomp: ipcompspi= compres
        iprange: src-range= dst-range=
        ipv6header: header= soft
        ipvs: ipvs vproto= vaddr= vport= vdir= vmethod= vportctl=
        length: length=
        limit: limit= limit-burst=
        mac: mac-source=
        mark: mark=
        mh: mh-type=
        multiport: source-ports= sports= destination-ports= dports= ports=
        nfacct: nfacct-name=
        osf: genre= ttl= log=
        owner: uid-owner= gid-owner= socket-exists suppl-groups
        physdev: physdev-in= physdev-out= physdev-is-in physdev-is-out physdev-is-bridged
        pkttype: pkt-type=
        policy: dir= pol= strict reqid= spi= tunnel-src= tunnel-dst= proto= mode= next
        quota: quota=
        rateest: rateest1= rateest= rateest2= rateest-bps1 rateest-pps1 rateest-bps2 rateest-pps2 rateest-bps rateest-pps rateest-delta rateest-lt rateest-gt
          rateest-eq
        realm: realm=
        recent: set rcheck update remove seconds= reap hitcount= rttl name= rsource rdest mask=
        rpfilter: loose validmark accept-local invert
        rt: rt-type= rt-segsleft= rt-len= rt-0-res rt-0-addrs= rt-0-not-strict
        sctp: source-port= sport= destination-port= dport= chunk-types=
        set: match-set= set= return-nomatch update-counters packets-eq= packets-lt= packets-gt= bytes-eq= bytes-lt= bytes-gt= update-subcounters
        socket: transparent nowildcard restore-skmark
        srh: srh-next-hdr= srh-hdr-len-eq= srh-hdr-len-gt= srh-hdr-len-lt= srh-segs-left-eq= srh-segs-left-gt= srh-segs-left-lt= srh-last-entry-eq=
          srh-last-entry-gt= srh-last-entry-lt= srh-tag= srh-psid= srh-nsid= srh-lsid=
        state: state=
        statistic: mode= probability= every= packet=
        string: from= to= algo= string= hex-string= icase
        tcp: source-port= sport= destination-port= dport= syn tcp-flags= tcp-option=
        tcpmss: mss=
        time: datestart= datestop= timestart= timestop= contiguous weekdays= monthdays= localtz utc kerneltz
        tos: tos=
        ttl: ttl-lt= ttl-gt= ttl-eq= ttl=
        u32: u32=
        udp: source-port= sport= destination-port= dport=
        """);

    private static readonly FrozenDictionary<string, ExtensionOption[]> Targets = Read("""
        AUDIT: type=
        CHECKSUM: checksum-fill
        CLASSIFY: set-class=
        CLUSTERIP: new hashmode= clustermac= total-nodes= local-node= hash-init=
        CONNMARK: set-xmark= set-mark= and-mark= or-mark= xor-mark= save-mark restore-mark left-shift-mark= right-shift-mark= ctmask= nfmask= mask=
        CONNSECMARK: save restore
        CT: notrack helper= timeout= ctevents= expevents= zone-orig= zone-reply= zone=
        DNAT: to-destination= random persistent
        DNPT: src-pfx= dst-pfx=
        DSCP: set-dscp= set-dscp-class=
        ECN: ecn-tcp-remove ecn-tcp-cwr= ecn-tcp-ece= ecn-ip-ect=
        HL: hl-set= hl-dec= hl-inc=
        HMARK: hmark-tuple= hmark-src-prefix= hmark-dst-prefix= hmark-sport-mask= hmark-dport-mask= hmark-spi-mask= hmark-sport= hmark-dport= hmark-spi=
          hmark-proto-mask= hmark-rnd= hmark-mod= hmark-offset=
        IDLETIMER: timeout= label= alarm
        LED: led-trigger-id= led-delay= led-always-blink
        LOG: log-level= log-prefix= log-tcp-sequence log-tcp-options log-ip-options log-uid log-macdecode
        MARK: set-xmark= set-mark= and-mark= or-mark= xor-mark=
        MASQUERADE: to-ports= random random-fully
        NETMAP: to=
        NFLOG: nflog-group= nflog-prefix= nflog-range= nflog-size= nflog-threshold=
        NFQUEUE: queue-num= queue-balance= queue-bypass queue-cpu-fanout
        NOTRACK:
        RATEEST: rateest-name= rateest-interval= rateest-ewmalog=
        REDIRECT: to-ports= random
        REJECT: reject-with=
        SECMARK: selctx=
        SET: add-set= del-set= exist timeout= map-set= map-mark map-prio map-queue
        SNAT: to-source= random random-fully persistent
        SNPT: src-pfx= dst-pfx=
        SYNPROXY: sack-perm timestamp wscale= mss= ecn
        TCPMSS: set-mss= clamp-mss-to-pmtu
        TCPOPTSTRIP: strip-options=
        TEE: gateway= oif=
        TOS: set-tos= and-tos= or-tos= xor-tos=
        TPROXY: on-port= on-ip= tproxy-mark=
        TRACE:
        TTL: ttl-set= ttl-dec= ttl-inc=
        ULOG: ulog-nlgroup= ulog-prefix= ulog-cprange= ulog-qthreshold=
        ACCEPT:
        DROP:
        QUEUE:
        RETURN:
        """);

    /// <summary>The options of a match; null where the match is not known.</summary>
    public static ExtensionOption[]? OfMatch(string name) => Matches.GetValueOrDefault(name);

    /// <summary>The options of a target; null where it is a chain, or not known.</summary>
    public static ExtensionOption[]? OfTarget(string name) => Targets.GetValueOrDefault(name);

    /// <summary>A line for each extension; one that begins with blanks goes on with the last. A name that ends with '=' takes a value.</summary>
    private static FrozenDictionary<string, ExtensionOption[]> Read(string rows)
        => rows.ReplaceLineEndings("\n").Replace("\n  ", " ", StringComparison.Ordinal).Split('\n')
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToFrozenDictionary(
                words => words[0].TrimEnd(':'),
                words => words[1..].Select(word => new ExtensionOption($"--{word.TrimEnd('=')}", word.EndsWith('='))).ToArray(),
                StringComparer.Ordinal);
}
