using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Commands;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim attest</c></summary>
internal static class AttestCommand
{
    private static readonly Option<string> Verifier = new("--verifier") { Description = "Address of the verifier.", Required = true };
    private static readonly Option<string?> EvidenceFile = new("--evidence") { Description = "Keep the evidence in this file." };
    private static readonly Option<string?> ResultFile = new("--result") { Description = "Keep the result (EAR, JWT) in this file." };

    public static Command Build()
    {
        var attest = new Command("attest", "Boot a provisioned board and let it answer a verifier's challenge.") { Verifier, EvidenceFile, ResultFile };
        BoardOptions.AddTo(attest);
        attest.SetAction((arguments, cancellation) => SimulatorCommands.GuardAsync(() => RunAsync(arguments, cancellation)));
        return attest;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(arguments.GetValue(Verifier), UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new UsageException("--verifier is no http or https address");
        using Board board = BoardOptions.Read(arguments);
        using BootedBoard running = board.Boot();
        using VerifierClient client = VerifierClient.For(address);
        VerifierSession session = await client.OpenAsync(cancellation);
        byte[] evidence = running.Attest(session.Nonce);
        VerifierAnswer answer = await client.SubmitAsync(session, evidence, BootedBoard.EvidenceMediaType, cancellation);
        Keep(arguments.GetValue(EvidenceFile), evidence);
        Keep(arguments.GetValue(ResultFile), System.Text.Encoding.ASCII.GetBytes(answer.Result ?? ""));
        CommandOutput.Standard.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
        {
            ["verdict"] = answer.Verdict,
            ["reasons"] = new JsonArray([.. answer.Reasons.Select(reason => (JsonNode)JsonValue.Create(reason))]),
            ["result"] = answer.Result,
        }, answer.IsGood ? "The verifier affirms the board." : "The verifier refuses the board.");
        return answer.IsGood ? ExitCode.Good : ExitCode.Refused;
    }

    private static void Keep(string? path, byte[] content)
    {
        if (path is not null)
            File.WriteAllBytes(path, content);
    }
}
