using System.CommandLine;
using Attestation.Dice;

namespace Attestation.Factory.Commands;

/// <summary>The option <c>--alg</c>, the same for every kind of key.</summary>
internal static class AlgorithmOption
{
    public static Option<string> Create() => Among("p256", "p384", "ed25519");

    /// <summary>Kinds of keys whose signatures boards verify.</summary>
    public static Option<string> OfBoards() => Among("p256", "ed25519");

    private static Option<string> Among(params string[] names)
    {
        var option = new Option<string>("--alg") { Description = "Kind of key.", DefaultValueFactory = _ => names[0] };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    public static DiceAlgorithm Parse(string name) => name switch
    {
        "p384" => DiceAlgorithm.P384,
        "ed25519" => DiceAlgorithm.Ed25519,
        _ => DiceAlgorithm.P256,
    };
}
