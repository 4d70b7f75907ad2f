using System.CommandLine;
using Attestation.Dice;

namespace Attestation.Factory.Commands;

/// <summary>The option <c>--alg</c>, the same for every kind of key.</summary>
internal static class AlgorithmOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--alg") { Description = "Kind of key.", DefaultValueFactory = _ => "p256" };
        option.AcceptOnlyFromAmong("p256", "p384", "ed25519");
        return option;
    }

    public static DiceAlgorithm Parse(string name) => name switch
    {
        "p384" => DiceAlgorithm.P384,
        "ed25519" => DiceAlgorithm.Ed25519,
        _ => DiceAlgorithm.P256,
    };
}
