using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Quotes;

/// <summary>A verified or refused quote as JSON.</summary>
internal static class QuoteJson
{
    internal static JsonObject Write(QuoteCheck check) => new()
    {
        ["file"] = check.Files.Quote.Name,
        ["verified"] = check.Verified,
        ["steps"] = new JsonArray([.. check.Steps.Select(Step)]),
        ["ak"] = Ak(check.Key),
        ["quote"] = check.Quote is { } quote ? Content(quote) : null,
        ["pcrs"] = check.Verified && check.Pcrs is { } pcrs ? Values(pcrs) : null,
        ["findings"] = new JsonArray([.. check.Findings.Select(Finding)]),
    };

    private static JsonObject Step(QuoteStep step) => new()
    {
        ["step"] = step.Number,
        ["result"] = step.Word.Replace(' ', '-'),
        ["what"] = step.What,
    };

    /// <summary>Name and attributes are null for a bare public key: nobody knows them.</summary>
    private static JsonObject Ak(AttestationKey key) => new()
    {
        ["name"] = key.Public is { } area ? Convert.ToHexStringLower(TpmName.Of(area)) : null,
        ["attributes"] = key.Public?.Attributes.ToString(),
    };

    private static JsonObject Content(AuthenticQuote quote)
    {
        TpmsClockInfo clock = quote.Attest.ClockInfo;
        return new JsonObject
        {
            ["qualifiedSigner"] = Convert.ToHexStringLower(quote.Attest.QualifiedSigner),
            ["firmwareVersion"] = $"{quote.Attest.FirmwareVersion:x16}",
            ["clock"] = new JsonObject
            {
                ["milliseconds"] = clock.Clock,
                ["resetCount"] = clock.ResetCount,
                ["restartCount"] = clock.RestartCount,
                ["safe"] = clock.Safe,
            },
            ["selection"] = new JsonArray([.. quote.Info.PcrSelect.Selections.Select(Selection)]),
            ["pcrDigest"] = Convert.ToHexStringLower(quote.Info.PcrDigest),
        };
    }

    private static JsonObject Selection(TpmsPcrSelection selection) => new()
    {
        ["bank"] = selection.Hash.BankName(),
        ["pcrs"] = new JsonArray([.. selection.Indices.Select(index => JsonValue.Create(index))]),
    };

    /// <summary>Values that the quote vouches for.</summary>
    private static JsonObject Values(PcrValues pcrs)
    {
        var json = new JsonObject();
        foreach ((TpmAlgId bank, int index, byte[] value) in pcrs.All)
            json[$"{bank.BankName()}:{index}"] = Convert.ToHexStringLower(value);
        return json;
    }

    private static JsonObject Finding(QuoteFinding finding)
    {
        JsonObject json = FindingLines.Json(finding.Code, finding.Where, finding.Expected, finding.Actual);
        json.Insert(0, "step", finding.Step);
        return json;
    }
}
