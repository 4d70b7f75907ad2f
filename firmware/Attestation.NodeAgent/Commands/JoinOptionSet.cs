using System.CommandLine;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary>The options that say how the node joins its cluster: a part of <see cref="AgentOptionSet"/>.</summary>
internal static class JoinOptionSet
{
    private static readonly Option<string?> Gate = AgentOptionSet.Text("--gate", "URL", "Address of the gate's join broker: the node joins its cluster through it.");
    private static readonly Option<string?> GateAuthorityFile = AgentOptionSet.Text("--gate-ca-file", "PEM", "Authorities for the gate's TLS certificate, instead of the system's.");

    private static readonly Option<string[]> GatePins = new("--gate-pin")
    {
        Description = "Pinned key of the gate's TLS certificate or of an authority above it, as --pin. May be repeated.", HelpName = "sha256/BASE64",
    };

    private static readonly Option<string?> Kind = AgentOptionSet.Text("--join-kind", "KIND", "What the gate is asked for: bootstrap-token (as without the option) or client-certificate.");
    private static readonly Option<string?> JoinFolder = AgentOptionSet.Text("--join-dir", "DIR", "Folder of the kubelet's certificate, key and kubeconfig; kubelet in the state folder, or in the run folder where the key is sealed.");
    private static readonly Option<bool> Seal = new("--seal-kubelet-key") { Description = "Seal the kubelet's key by the TPM at rest; in the clear it lies in --join-dir only, on a tmpfs." };
    private static readonly Option<string?> SealPcrs = AgentOptionSet.Text("--seal-pcrs", "BANKS", "PCRs that must have the values of the sealing to unseal, as in sha256:7; none.");

    /// <summary>All of them, in the order of --help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Gate, GateAuthorityFile, GatePins, Kind, JoinFolder, Seal, SealPcrs];

    /// <summary>Null where no gate is named.</summary>
    /// <param name="settings">Where values come from.</param>
    /// <param name="folders">Of the agent.</param>
    /// <param name="kubeletKey">Excludes a gate.</param>
    /// <param name="insecure">Counts for the gate too.</param>
    /// <param name="timeout">Counts for the gate too.</param>
    /// <exception cref="AgentException">Usage.</exception>
    public static JoinOptions? Read(Settings settings, AgentFolders folders, Option<string?> kubeletKey, Option<bool> insecure, Option<string?> timeout)
    {
        if (settings.Text(Gate) is not { } address)
            return null;
        if (settings.Text(kubeletKey) is not null)
            throw AgentException.Usage("--kubelet-key names the key of a kubelet that joins by itself; with --gate the agent makes it.");
        bool isInsecureAllowed = settings.Flag(insecure), isSealed = settings.Flag(Seal);
        if (!isSealed && settings.Text(SealPcrs) is not null)
            throw AgentException.Usage("--seal-pcrs goes with --seal-kubelet-key.");
        return new JoinOptions
        {
            Gate = new VerifierOptions
            {
                Role = "gate",
                Address = VerifierOptions.ParseAddress(address, isInsecureAllowed, "gate"),
                AuthorityFile = settings.Text(GateAuthorityFile),
                Pins = [.. settings.List(GatePins).Select(KeyPin.Parse)],
                IsInsecureAllowed = isInsecureAllowed,
                Timeout = AgentOptionSet.SecondsOf(settings, timeout, 120, 3600),
            },
            Kind = JoinOptions.ParseKind(settings.Text(Kind) ?? "bootstrap-token"),
            Folder = settings.Text(JoinFolder) ?? folders.Kubelet(isSealed),
            IsSealed = isSealed,
            SealPcrs = settings.Text(SealPcrs) is { } pcrs ? PcrChoice.Parse(pcrs) : null,
        };
    }
}
