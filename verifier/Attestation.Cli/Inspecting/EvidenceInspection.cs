using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Linting;
using Attestation.Formats.Eat;

namespace Attestation.Cli.Inspecting;

/// <summary>DICE evidence (docs/formats/device-evidence.cddl) and DICE chains.</summary>
internal static class EvidenceInspection
{
    internal static Description? Evidence(ReadOnlyMemory<byte> bytes)
    {
        if (!UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out _, bytes.Length) || (token.X5Chain.Count == 0 && token.DiceChain is null))
            return null;
        var facts = new JsonObject { ["algorithm"] = StandardNames.Of(token.Algorithm) };
        if (CosePayload.TryPeek(bytes, out ReadOnlyMemory<byte> payload) && EatClaims.TryParse(payload, out EatClaims? claims, out _))
            facts["claims"] = Claims(claims);
        IReadOnlyList<LintFinding> lint = [];
        UnverifiedDiceChain chain;
        ParseError error;
        bool good = token.DiceChain is { } cbor
            ? UnverifiedDiceChain.TryReadCbor(cbor, out chain, out error)
            : UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out chain, out error);
        if (good)
            (facts["chain"], lint) = (Entries(chain), Linter.Lint(chain));
        else
            lint = [Linter.Unreadable(error)];
        return new Description("evidence of a DICE device (EAT)", facts, lint);
    }

    internal static Description Chain(UnverifiedDiceChain chain)
    {
        var facts = new JsonObject { ["rootKey"] = chain.RootKey?.ToString(), ["entry"] = Entries(chain) };
        return new Description(chain.IsAndroidForm ? "DICE chain (CBOR, as in the Android profile)" : "DICE chain (CBOR)", facts, Linter.Lint(chain));
    }

    /// <summary>One CBOR certificate of a layer; null where the message is none.</summary>
    internal static Description? Certificate(ReadOnlyMemory<byte> bytes) => UnverifiedDiceEntry.TryParseCwt(bytes, out UnverifiedDiceEntry entry, out _)
        ? new Description("DICE certificate (CBOR)", Entry(entry.ForDisplay), Linter.Lint(entry))
        : null;

    private static JsonArray Entries(UnverifiedDiceChain chain) => [.. chain.Entries.Select(entry => Entry(entry.ForDisplay))];

    private static JsonObject Entry(DiceLayer layer) => new()
    {
        ["form"] = layer.Form == DiceEntryForm.X509 ? "X.509" : "CBOR",
        ["issuer"] = layer.IssuerId,
        ["subject"] = layer.SubjectId,
        ["key"] = layer.SubjectKey.ToString(),
        ["keyUsage"] = layer.KeyUsage is { } usage ? StandardNames.Of(usage) : null,
        ["openDice"] = layer.Inputs is { } inputs ? CertificateInspection.Dice(inputs) : null,
        ["tcbInfo"] = layer.TcbInfos.Count == 0 ? null : layer.TcbInfos.Count,
    };

    private static JsonObject Claims(EatClaims claims) => new()
    {
        ["profile"] = claims.Profile,
        ["nonce"] = claims.Nonces.Count == 0 ? null : Values.List(claims.Nonces.Select(n => Values.Hex(n)!)),
        ["ueid"] = Values.Hex(claims.Ueid),
        ["bootCount"] = claims.BootCount,
        ["bootSeed"] = Values.Hex(claims.BootSeed),
        ["debugStatus"] = claims.DebugStatus is { } debug ? StandardNames.Hyphenated(debug) : null,
        ["issuedAt"] = claims.IssuedAt is { } time ? Values.Seconds(time) : null,
        ["measurements"] = claims.Measurements.Count == 0 ? null : claims.Measurements.Count,
        ["otherClaims"] = claims.Others.Count == 0 ? null : Values.List(claims.Others.Keys.Select(k => k.ToString())),
    };
}
