using System.Text;
using PortFirewall.Fuzz;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>The short run of the fuzzer on what nft prints; the long one is in docs/correctness.md.</summary>
public sealed class NftMutationTests
{
    private const int Seed = 20261123;

    [Fact]
    public void No_mutation_of_what_nft_prints_breaks_a_property_of_its_reader()
    {
        var mutations = new NftMutations(Seed);
        for (var i = 0; i < Effort.Cases(800); i++)
        {
            var input = mutations.Mutate(NftSamples.All);
            Assert.True(NftJsonProperties.FindFault(input) is null, $"seed {Seed}, input {i}: {NftJsonProperties.FindFault(input)}\n{Encoding.UTF8.GetString(input)}");
        }
    }
}
