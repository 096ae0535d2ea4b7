using System.Runtime.InteropServices;
using SharpFuzz;

namespace PortFirewall.Fuzz;

/// <summary>The branches that an input takes, as AFL counts them: how often each, in eight classes.</summary>
internal sealed unsafe class CoverageMap : IDisposable
{
    private const int Size = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public CoverageMap() => SharpFuzz.Common.Trace.SharedMem = _counts;

    /// <summary>How many branches were taken by any input so far.</summary>
    public int Branches { get; private set; }

    /// <summary>Forgets the input before.</summary>
    public void Begin()
    {
        new Span<byte>(_counts, Size).Clear();
        SharpFuzz.Common.Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input took a branch, or took one so often, as none before it.</summary>
    public bool End()
    {
        var isNew = false;
        for (var at = 0; at < Size; at += sizeof(ulong))
        {
            if (*(ulong*)(_counts + at) == 0)
                continue;
            for (var i = at; i < at + sizeof(ulong); i++)
            {
                var bucket = Bucket(_counts[i]);
                if ((bucket & ~_seen[i]) == 0)
                    continue;
                Branches += _seen[i] == 0 ? 1 : 0;
                _seen[i] |= bucket;
                isNew = true;
            }
        }
        return isNew;
    }

    public void Dispose() => NativeMemory.Free(_counts);

    /// <summary>Writes a copy of Core that counts its branches.</summary>
    public static void Instrument(string assembly) => Fuzzer.Instrument(assembly, static _ => true, Options.Value);

    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
