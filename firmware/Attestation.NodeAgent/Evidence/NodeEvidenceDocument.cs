using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Evidence;

/// <summary>Finished evidence: written out piece by piece, as often as needed.</summary>
public sealed class NodeEvidenceDocument
{
    private readonly LogContent content;

    internal NodeEvidenceDocument(EvidenceParts parts, IReadOnlyList<ReadOnlyMemory<byte>> pieces) => (Parts, content) = (parts, LogContent.Of(pieces));

    /// <summary>What went into it.</summary>
    public EvidenceParts Parts { get; }

    /// <summary>Bytes of the whole.</summary>
    public long Length => content.Length;

    public async Task WriteToAsync(Stream stream, CancellationToken cancellation = default)
    {
        foreach (ReadOnlyMemory<byte> piece in content.Pieces)
            await stream.WriteAsync(piece, cancellation);
    }

    /// <summary>The whole in one array; <see cref="WriteToAsync"/> needs none.</summary>
    public byte[] ToArray() => content.ToArray();

    /// <summary>One line for the agent's log: what was sent.</summary>
    public string Summary
    {
        get
        {
            TpmlPcrSelection pcrs = Parts.Quoted.Values.Selection;
            string ima = Parts.ImaLog.Offset > 0 ? $"{Parts.ImaLog.Log} from byte {Parts.ImaLog.Offset}" : $"{Parts.ImaLog.Log}";
            return $"{Length} bytes: {Parts.Quoted.Quotes.Count} quote(s) over {pcrs}; boot log {Parts.BootLog}; IMA list {ima}; "
                + $"systemd log {Parts.UserspaceLog}; {Parts.Variables.Count} UEFI variables; DICE identity {(Parts.DeviceEvidence is null ? "none" : "included")}";
        }
    }
}
