using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Commands;

/// <summary><c>attest explain</c>: what a reason means, or why a verifier decided as it did.</summary>
internal static class ExplainCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var what = new Argument<string>("CODE|ID") { Description = "A reason code such as dice.layer.code, the number of a log event or of a device's refusal, or with --verifier the id of an appraisal." };
        var verifier = new Option<string>("--verifier") { Description = "Base URL of a verifier, to ask it for the appraisal.", HelpName = "URL" };
        var token = new Option<string>("--token-file") { Description = "File with the verifier's token for reading appraisals.", HelpName = "FILE" };
        var command = new Command("explain", "Say what a reason code means, or show why a verifier decided as it did.") { what, verifier, token };
        command.SetAction(parsed => run(parsed, p => Answer(p.GetRequiredValue(what), p.GetValue(verifier), p.GetValue(token))));
        return command;
    }

    private static Answer Answer(string what, string? verifier, string? tokenFile) => verifier is null ? Explain(what) : Ask(verifier, what, tokenFile);

    private static Answer Explain(string id)
    {
        if (!ReasonTable.TryFind(id, out ReasonCode reason) && !TryFindEvent(id, out reason))
            throw CliFailure.Usage($"there is no reason {id}", Nearest(id));
        string text = new TextLines().Line(reason.Id).Fact("what", reason.Sentence).Fact("what to do", reason.Remedy)
            .Fact("rule", reason.Clause).Fact("log event", reason.EventId).ToString();
        return new Answer(ExitCodes.Good, text, ReasonJson(reason));
    }

    /// <summary>A number is what a log's event has, or, under 100, what a device says and shows on its light.</summary>
    private static bool TryFindEvent(string id, out ReasonCode reason)
    {
        ReasonCode? found = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? DeviceReasons.OfNumber(number) ?? ReasonTable.All.FirstOrDefault(r => r.EventId == number)
            : null;
        reason = found!;
        return found is not null;
    }

    private static JsonObject ReasonJson(ReasonCode reason) => new()
    {
        ["code"] = reason.Id,
        ["sentence"] = reason.Sentence,
        ["remedy"] = reason.Remedy,
        ["clause"] = reason.Clause,
        ["event"] = reason.EventId,
    };

    /// <summary>Codes of the same area, or the areas there are.</summary>
    private static string Nearest(string id)
    {
        string area = id.Split('.')[0];
        string[] near = [.. ReasonTable.All.Where(r => r.Area == area).Select(r => r.Id)];
        return near.Length > 0
            ? $"codes of {area}: {string.Join(", ", near)}"
            : $"areas: {string.Join(", ", ReasonTable.All.Select(r => r.Area).Distinct())}; for an appraisal's id give --verifier URL";
    }

    private static Answer Ask(string verifier, string id, string? tokenFile)
    {
        string? token = tokenFile is null ? null
            : InputFile.Read(tokenFile).AsText() ?? throw CliFailure.Usage($"{tokenFile} holds no token", "Name the file that attest-verifier was given with --api-token-file.");
        JsonObject appraisal = VerifierClient.GetAppraisal(verifier, id, token);
        var text = new TextLines().Line($"appraisal {id}");
        foreach ((string name, JsonNode? value) in appraisal)
        {
            if (value is JsonValue)
                text.Fact(name, value);
        }
        AppraisalText.Attester(text, appraisal);
        AppraisalText.Findings(text, appraisal);
        AppraisalText.Boot(text, appraisal);
        return new Answer(ExitCodes.Good, text.ToString(), appraisal);
    }
}
