using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats.EventLog;

namespace Attestation.Appraisal.Nodes.References;

/// <summary>All reference values of one class of nodes, by what they are about. Immutable; safe to share between threads.</summary>
public sealed class NodeReferences
{
    private readonly Dictionary<BootClass, NodeReference[]> byClass;
    private readonly Lazy<byte[]> digest;

    /// <param name="references">At least one, all of one class.</param>
    internal NodeReferences(IReadOnlyList<NodeReference> references)
    {
        Class = references[0].Class;
        All = references;
        byClass = references.Where(r => r.BootClass is not null).GroupBy(r => r.BootClass!.Value).ToDictionary(g => g.Key, g => g.ToArray());
        Ima = [.. references.Where(r => r.Key == NodeReference.ImaKey)];
        ImaSigners = [.. references.Where(r => r.Key == NodeReference.ImaSignerKey)];
        Pcrs = [.. references.Where(r => r.Key == NodeReference.PcrsKey)];
        digest = new Lazy<byte[]>(ComputeDigest);
    }

    public DeviceClass Class { get; }

    /// <summary>Every reference, in the order of the CoRIMs.</summary>
    public IReadOnlyList<NodeReference> All { get; }

    /// <summary>Files that may be measured: path and digest, or digest alone.</summary>
    public IReadOnlyList<NodeReference> Ima { get; }

    /// <summary>Keys that admit the files they signed.</summary>
    public IReadOnlyList<NodeReference> ImaSigners { get; }

    /// <summary>Golden PCR values.</summary>
    public IReadOnlyList<NodeReference> Pcrs { get; }

    /// <summary>References for a class of boot events; empty where there are none.</summary>
    public IReadOnlyList<NodeReference> Of(BootClass @class) => byClass.GetValueOrDefault(@class, []);

    /// <summary>SHA-256 over all values with their validity: changes when any of them does.</summary>
    public ReadOnlyMemory<byte> Digest => digest.Value;

    private byte[] ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NodeReference reference in All)
        {
            Append(hash, $"{reference.Key}\n{reference.Name}\n{reference.Pattern}\n{reference.Source}\n{reference.Signer}\n{reference.NotBefore?.UtcTicks}\n{reference.NotAfter?.UtcTicks}");
            foreach (ReferenceDigest value in reference.Digests)
                Append(hash, $"{value.Algorithm}:{value}");
            foreach ((int pcr, IReadOnlyList<ReferenceDigest> values) in reference.Pcrs.OrderBy(p => p.Key))
                Append(hash, pcr + "=" + string.Join(",", values.Select(v => $"{v.Algorithm}:{v}")));
            foreach (var signer in reference.Signers)
                Append(hash, Convert.ToHexStringLower(signer.Thumbprint.Span));
        }
        return hash.GetHashAndReset();
    }

    /// <summary>A text with its length before it, so that no two lists of texts give the same bytes.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
