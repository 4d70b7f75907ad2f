using Attestation.NodeAgent.Keys;
using Attestation.SystemTests.Tpm;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Agent;

/// <summary>A machine as the agent sees it: a software TPM, and a disk for the agent's state.</summary>
internal sealed class NodeMachine : IAsyncDisposable
{
    private readonly TemporaryFolder disk = new();

    private NodeMachine(Swtpm tpm) => Tpm = tpm;

    public Swtpm Tpm { get; }

    /// <summary>Path of a file of the machine.</summary>
    public string this[string name] => disk[name];

    public TpmAddress Address => TpmAddress.Parse($"swtpm:host={Tpm.Data.Host},port={Tpm.Data.Port}");

    /// <param name="certified">With endorsement certificates, as swtpm_setup makes them.</param>
    public static async Task<NodeMachine> StartAsync(bool certified = false) =>
        new(await Swtpm.StartAsync(certified ? SwtpmManufacturer.Certify : null));

    /// <summary>Connects as the agent does; one connection at a time.</summary>
    public Task<TpmConnection> OpenAsync() => NodeTpm.OpenAsync(Address);

    public TpmKeyStore KeyStore(TpmConnection tpm, AttestationKeyKind kind, HandleRange? handles, EndorsementOptions? options = null) =>
        new(tpm, new KeyPlace(this["ak.json"], kind.Template) { Handles = handles }, options ?? new EndorsementOptions());

    /// <summary>A reboot: orderly, as operating systems do it.</summary>
    public async Task RebootAsync()
    {
        await using (TpmConnection tpm = await OpenAsync())
            await tpm.SendAsync(new Shutdown(TpmSu.Clear));
        await Tpm.ResetAsync();
    }

    /// <summary>TPM2_Clear, as firmware setups offer it.</summary>
    public async Task ClearAsync()
    {
        await using TpmConnection tpm = await OpenAsync();
        await tpm.SendAsync(new Clear(TpmHandle.Lockout));
    }

    /// <summary>Extends into the TPM what a recorded boot measured, in the bank sha256: afterwards its PCRs are that boot's.</summary>
    /// <param name="folder">A folder of tests/vectors/node-boots.</param>
    public Task ReplayAsync(string folder) => ExtendAsync(RecordedMeasurements.Of(folder));

    public async Task ExtendAsync(IReadOnlyList<(int Pcr, byte[] Digest)> measurements)
    {
        await using TpmConnection tpm = await OpenAsync();
        foreach ((int pcr, byte[] digest) in measurements)
            await tpm.SendAsync(new PcrExtend(TpmHandle.Pcr(pcr), new TpmlDigestValues([new TpmtHa(TpmAlgId.Sha256, digest)])));
    }

    public async ValueTask DisposeAsync()
    {
        await Tpm.DisposeAsync();
        disk.Dispose();
    }
}
