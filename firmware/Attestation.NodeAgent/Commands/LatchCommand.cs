using System.CommandLine;
using System.Security.Cryptography;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent latch</c></summary>
internal static class LatchCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Build()
    {
        var command = new Command("latch", "Make this boot's DICE identity and close the way to the UDS until the next reset; early in the boot, before anything else asks.");
        command.SetAction((arguments, cancellation) => RunAsync(AgentOptionSet.Read(arguments), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(AgentOptions options, CancellationToken cancellation)
    {
        if (options.Identity is not { } wanted)
            throw AgentException.Usage("latch makes the DICE identity that --no-dice leaves out.");
        var log = new AgentLog(Console.Error, options.LogFormat, TimeProvider.System);
        using AgentLock turn = await AgentLock.KeysAsync(options.Folders, Patience, cancellation);
        await using TpmConnection tpm = await NodeTpm.OpenAsync(TpmAddress.Parse(options.Tpm), cancellation);
        using NodeIdentity identity = await new NodeIdentityBoot(tpm, wanted, options.Paths, options.Endorsement).RunAsync(cancellation);
        log.Write(AgentEvent.Identity, null,
            ("udsKey", Convert.ToHexStringLower(SHA256.HashData(identity.UdsPublicKey))),
            ("attestationKey", Convert.ToHexStringLower(SHA256.HashData(identity.AttestationPublicKey))),
            ("boot", $"{identity.Boot.Value}"), ("pcr", $"{wanted.Pcr}"));
        return ExitCode.Good;
    }
}
