namespace PortFirewall.Fuzz;

/// <summary>What is fuzzed.</summary>
/// <param name="Samples">What the fuzzing begins with.</param>
/// <param name="Mutate">Makes a new input of those that are kept.</param>
/// <param name="FindFault">Why a property does not hold of an input; null where all hold.</param>
internal sealed record FuzzTarget(IReadOnlyList<byte[]> Samples, Func<IReadOnlyList<byte[]>, byte[]> Mutate, Func<byte[], string?> FindFault)
{
    /// <summary>The reader of rule sets, that of nft's JSON with all that is worked out of it, or those of replies over UDP.</summary>
    public static FuzzTarget Of(string name, int seed) => name switch
    {
        "rules" => new FuzzTarget(Fuzz.Samples.All, new Mutations(seed).Mutate, input => ReaderProperties.FindFault(input)),
        "nft" => new FuzzTarget(NftSamples.All, new NftMutations(seed).Mutate, NftJsonProperties.FindFault),
        "replies" => new FuzzTarget(ReplyProperties.Samples, new Mutations(seed).Mutate, ReplyProperties.FindFault),
        _ => throw new NotSupportedException("Fuzz 'rules', 'nft' or 'replies'."),
    };
}
