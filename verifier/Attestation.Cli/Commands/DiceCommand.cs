using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Linting;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Commands;

/// <summary><c>attest dice verify</c>: a DICE chain in the numbered steps of the verifier, with or without anchors.</summary>
internal static class DiceCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The chain: CBOR, concatenated DER, a PEM bundle, or the evidence that carries it." };
        var anchor = new Option<string[]>("--anchor") { Description = "CA certificate, UDS public key (PEM, COSE_Key, JWK, raw hex), or sha256:HEX of one. May be repeated.", HelpName = "FILE" };
        var profile = new Option<string>("--profile") { Description = "Whose rules: open-dice, or android for CBOR chains of the Android profile.", DefaultValueFactory = _ => "open-dice", HelpName = "open-dice|android" };
        profile.AcceptOnlyFromAmong("open-dice", "android");
        var now = new Option<string>("--now") { Description = "The time certificates must be valid at (RFC 3339); the clock's by default.", HelpName = "TIME" };
        var verify = new Command("verify",
            "Verify a DICE chain. Without --anchor it is verified under its own root: consistent in itself (exit 0), and said to be not anchored.")
        {
            file, anchor, profile, now,
        };
        verify.SetAction(parsed => run(parsed, p => Verify(InputFile.Read(p.GetRequiredValue(file)), p.GetValue(anchor) ?? [],
            p.GetValue(profile) == "android" ? DiceChainRules.Android : DiceChainRules.OpenDice, Arguments.Now(p.GetValue(now)))));
        return new Command("dice", "DICE chains.") { verify };
    }

    private static Answer Verify(InputFile file, string[] anchorNames, DiceChainRules rules, DateTimeOffset now)
    {
        bool anchored = anchorNames.Length > 0;
        DiceAnchors given = AnchorFiles.Read(anchorNames);
        UnverifiedDiceChain chain = ChainFile.Read(file, given);
        DiceAnchors anchors = anchored ? given : OwnRoot(file, chain);
        // a file may hold a chain up to its last layer, without the key that would sign evidence
        DiceChainResult result = DiceChainVerifier.Verify(chain, anchors, rules with { AllowCdiLeaf = true }, now);
        JsonObject document = Document(file, chain, result, anchored);
        return new Answer(result.Chain is null ? ExitCodes.Refused : ExitCodes.Good, Text(file, result, anchored), document);
    }

    /// <summary>The chain's own first key: it proves that the chain hangs together and nothing about whose it is.</summary>
    private static DiceAnchors OwnRoot(InputFile file, UnverifiedDiceChain chain)
    {
        if (chain.RootKey is { } root)
            return new DiceAnchors { UdsKeys = [root] };
        if (chain.Entries is [{ ForDisplay: var only }] && only.IssuerId != only.SubjectId)
            throw CliFailure.Usage($"{file.Name} is one certificate and not its issuer: nothing in it can be verified", "Give the issuer's key or certificate with --anchor.");
        if (chain.Entries[0].ForDisplay.Certificate is not { } certificate || !UnverifiedCertificate.TryParse(certificate.Der, out UnverifiedCertificate first, out _))
            return DiceAnchors.None;
        return new DiceAnchors { Authorities = [first] };
    }

    private static JsonObject Document(InputFile file, UnverifiedDiceChain chain, DiceChainResult result, bool anchored) => new()
    {
        ["file"] = file.Name,
        ["verified"] = result.Chain is not null,
        ["anchored"] = anchored && result.Chain is not null,
        ["anchor"] = anchored ? result.Chain?.Anchor.Name : null,
        ["udsKey"] = result.Chain is { } verified ? Values.Key(verified.RootKey) : null,
        ["entries"] = chain.Entries.Count,
        ["layers"] = result.Chain is null ? null : new JsonArray([.. result.Chain.Layers.Select(Layer)]),
        ["findings"] = new JsonArray([.. result.Findings.Select(f => FindingLines.Json(f.Code, f.Where, f.Expected, f.Actual))]),
        ["lint"] = LintLines.Json(Lint(result)),
    };

    private static JsonObject Layer(DiceLayer layer, int index) => new()
    {
        ["layer"] = index,
        ["subject"] = layer.SubjectId,
        ["key"] = layer.SubjectKey.ToString(),
        ["openDice"] = layer.Inputs is { } inputs ? CertificateInspection.Dice(inputs) : null,
    };

    private static string Text(InputFile file, DiceChainResult result, bool anchored)
    {
        var text = new TextLines();
        if (result.Chain is not { } chain)
        {
            text.Line($"{file.Name}: refused");
            foreach (ChainFinding finding in result.Findings)
                FindingLines.Write(text, finding.Code, finding.Where, finding.Expected, finding.Actual);
            return text.ToString();
        }
        text.Line($"{file.Name}: verified, {(anchored ? "anchored in " + chain.Anchor.Name : "not anchored")}");
        if (!anchored)
            text.Line("The chain hangs together under its own root. Whose root that is, only --anchor can say.", 1);
        text.Fact("UDS key", chain.RootKey);
        for (int i = 0; i < chain.Layers.Count; i++)
            text.Fact($"layer {i}", LayerLine(chain.Layers[i]));
        return text + LintLines.Text(Lint(result));
    }

    private static IReadOnlyList<LintFinding> Lint(DiceChainResult result) => [.. result.Notes.Select(Linter.Of)];

    private static string LayerLine(DiceLayer layer)
    {
        VerificationKey key = layer.SubjectKey;
        return layer.Inputs is { } inputs
            ? $"{(inputs.Mode is { } mode ? StandardNames.Hyphenated(mode) : "no mode")}, code {Values.Hex(inputs.CodeHash) ?? "none"}, key {key}"
            : $"{layer.TcbInfos.Count} TcbInfo, key {key}";
    }
}
