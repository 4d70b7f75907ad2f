using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent attest</c></summary>
internal static class AttestCommand
{
    private const int UsualNonce = 32;

    private static readonly Option<string?> Out = AgentOptionSet.Text("--out", "FILE", "Write the evidence to this file, and its nonce in hex to FILE.nonce; ask no verifier.");
    private static readonly Option<string?> Nonce = AgentOptionSet.Text("--nonce", "HEX", "Nonce for --out, 8 to 64 bytes; random without it.");

    public static Command Build()
    {
        var command = new Command("attest", "Attest once and print the verdict, or write evidence to a file.") { Out, Nonce };
        command.SetAction((arguments, cancellation) =>
        {
            AgentOptions options = AgentOptionSet.Read(arguments);
            if (arguments.GetValue(Out) is { } path)
                return WriteAsync(options, path, NonceOf(arguments.GetValue(Nonce)), cancellation);
            return arguments.GetValue(Nonce) is null
                ? AskAsync(options, cancellation)
                : throw AgentException.Usage("--nonce goes with --out: a verifier gives a nonce of its own.");
        });
        return command;
    }

    private static async Task<int> AskAsync(AgentOptions options, CancellationToken cancellation)
    {
        using var verifier = new VerifierClient(options.RequireVerifier());
        var log = new AgentLog(Console.Error, options.LogFormat, TimeProvider.System);
        AttestationResult result = await new Attester(options, verifier, log, TimeProvider.System).AttestAsync(cancellation);
        foreach (string line in AttemptText.Lines(result.Attempt))
            Console.Out.WriteLine(line);
        return result.ExitCode;
    }

    /// <summary>No verifier, and no enrolment is needed: the file goes to the factory or to an appraisal elsewhere.</summary>
    private static async Task<int> WriteAsync(AgentOptions options, string path, byte[] nonce, CancellationToken cancellation)
    {
        var log = new AgentLog(Console.Error, options.LogFormat, TimeProvider.System);
        await using NodeKeys keys = await NodeKeys.OpenAsync(options, log, cancellation);
        EnrolmentRecord? enrolment = EnrolmentFile.Read(options.Folders, out _);
        string? name = options.NodeName ?? enrolment?.NodeName;
        NodeEvidenceDocument evidence = await keys.EvidenceMaker(options, enrolment?.UdsCertificate)
            .MakeAsync(nonce, NodeKeys.Bindings(options, name), ImaStart.Beginning, cancellation);
        DurableFile.Write(path, evidence.ToArray());
        DurableFile.Write(path + ".nonce", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(nonce) + "\n"));
        Console.Out.WriteLine($"{path}: {evidence.Summary}");
        return ExitCode.Good;
    }

    private static byte[] NonceOf(string? text)
    {
        if (text is null)
            return RandomNumberGenerator.GetBytes(UsualNonce);
        try
        {
            return Convert.FromHexString(text) is { Length: >= 8 and <= 64 } nonce ? nonce : throw new FormatException();
        }
        catch (FormatException)
        {
            throw AgentException.Usage("--nonce is no hex of 8 to 64 bytes.");
        }
    }
}
