using PortFirewall.Fuzz;

namespace PortFirewall.Core.Tests.Text;

/// <summary>The short run of the fuzzer, on changed texts of every kind that the reader knows; the long one is in docs/correctness.md.</summary>
public sealed class ReaderMutationTests
{
    private const int Seed = 20261122;

    [Fact]
    public void No_mutation_of_a_rule_set_breaks_a_property_of_the_reader()
    {
        var mutations = new Mutations(Seed);
        for (var i = 0; i < Effort.Cases(20_000); i++)
        {
            var input = mutations.Mutate(Samples.All);
            Assert.True(ReaderProperties.FindFault(input) is null, $"seed {Seed}, input {i}: {Convert.ToBase64String(input)}");
        }
    }
}
