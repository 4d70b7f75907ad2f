using System.Text;
using Attestation.Tpm.Sessions;

namespace Attestation.Simulator.Nodes;

/// <summary>
/// A worker node without hardware, in one folder: a software TPM that saw a recorded boot, the logs of that boot, and a configuration with which
/// attest-agent takes it for the machine it runs on.
/// </summary>
public sealed class VirtualNode(string folder)
{
    public SoftwareTpm Tpm { get; } = new(folder);

    public string Configuration => Path.Combine(folder, "agent.conf");

    private string EventLog => Path.Combine(folder, "eventlog.bin");

    private string ImaList => Path.Combine(folder, "ima.bin");

    /// <summary>Buys the machine: a TPM of its own, and the agent's configuration.</summary>
    public void Manufacture(string? nodeName)
    {
        Tpm.Manufacture();
        var text = new StringBuilder()
            .AppendLine("# The virtual node beside this file, for attest-agent --config.")
            .AppendLine($"ATTEST_AGENT_TPM=swtpm:path={Tpm.DataSocket}")
            .AppendLine($"ATTEST_AGENT_STATE={Path.Combine(folder, "state")}")
            .AppendLine($"ATTEST_AGENT_RUN_DIR={Path.Combine(folder, "run")}")
            .AppendLine($"ATTEST_AGENT_EVENT_LOG={EventLog}")
            .AppendLine($"ATTEST_AGENT_IMA_LOG={ImaList}")
            .AppendLine("ATTEST_AGENT_USERSPACE_LOG=none")
            .AppendLine("ATTEST_AGENT_EFI_VARIABLES=none");
        if (nodeName is not null)
            text.AppendLine($"ATTEST_AGENT_NODE_NAME={nodeName}");
        File.WriteAllText(Configuration, text.ToString());
    }

    /// <summary>Boots from power-off.</summary>
    public async Task<int> StartAsync(RecordedBoot boot, CancellationToken cancellation)
    {
        await Tpm.StartAsync(cancellation);
        return await PlayAsync(boot, cancellation);
    }

    /// <summary>Boots again.</summary>
    public async Task<int> RebootAsync(RecordedBoot boot, CancellationToken cancellation)
    {
        await Tpm.ResetAsync(cancellation);
        return await PlayAsync(boot, cancellation);
    }

    private async Task<int> PlayAsync(RecordedBoot boot, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(EventLog, boot.EventLog, cancellation);
        await File.WriteAllBytesAsync(ImaList, boot.ImaList, cancellation);
        await using TpmConnection tpm = await Tpm.ConnectAsync(cancellation);
        return await BootPlayer.PlayAsync(tpm, boot, cancellation);
    }
}
