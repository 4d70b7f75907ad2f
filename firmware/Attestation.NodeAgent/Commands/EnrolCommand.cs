using System.CommandLine;
using System.Text.Json;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent enrol</c></summary>
internal static class EnrolCommand
{
    private static readonly Option<bool> Again = new("--again") { Description = "Enrol even if the node is enrolled." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };

    public static Command Build()
    {
        var command = new Command("enrol", "Show the verifier that this node's attestation key lives in a TPM that it trusts.") { Again, Json };
        command.SetAction((arguments, cancellation) => RunAsync(AgentOptionSet.Read(arguments), arguments.GetValue(Again), arguments.GetValue(Json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(AgentOptions options, bool again, bool asJson, CancellationToken cancellation)
    {
        using var verifier = new VerifierClient(options.RequireVerifier());
        var log = new AgentLog(Console.Error, options.LogFormat, TimeProvider.System);
        await using NodeKeys keys = await NodeKeys.OpenAsync(options, log, cancellation);
        EnrolmentRecord? known = EnrolmentFile.Read(options.Folders, out _);
        bool isOurs = !again && known?.IsFor(options, keys.Node, keys.UdsKey) == true;
        bool? isKnown = isOurs ? await verifier.KnowsAsync(keys.Node, cancellation) : false;
        EnrolmentRecord record = isOurs && isKnown != false
            ? known!
            : await new Enroller(options, verifier, log, TimeProvider.System).EnrolAsync(keys, cancellation);
        bool already = ReferenceEquals(record, known);
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(new EnrolmentReport(already, record), StateJson.Default.EnrolmentReport));
        else
            Print(record, Summary(already, isKnown));
        return ExitCode.Good;
    }

    private static string Summary(bool already, bool? isKnown) => (already, isKnown) switch
    {
        (false, _) => "The node is enrolled.",
        (true, null) => "The node was enrolled before. The verifier shows its nodes to operators only, so that this could not be checked; --again enrols anew.",
        _ => "The node is enrolled already, and the verifier knows it.",
    };

    private static void Print(EnrolmentRecord record, string summary)
    {
        Console.Out.WriteLine(summary);
        Console.Out.WriteLine($"  node             {record.Node}");
        Console.Out.WriteLine($"  name             {record.NodeName ?? "none"}");
        Console.Out.WriteLine($"  class            {record.Class?.ToString() ?? "none"}");
        Console.Out.WriteLine($"  verifier         {record.Verifier}");
        Console.Out.WriteLine($"  endorsement key  {record.Endorsement.Template}, Name {record.Endorsement.Name}");
        Console.Out.WriteLine($"  certificate      {record.Endorsement.Certificate ?? "none: the verifier must have the key on its allow-list"}");
        Console.Out.WriteLine($"  DICE identity    {(record.UdsKey is { } uds ? $"UDS key {uds}" : "none")}");
        Console.Out.WriteLine($"  enrolled         {record.EnrolledAt:u}");
    }
}
