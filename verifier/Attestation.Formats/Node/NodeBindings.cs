using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Node;

/// <summary>What the quotes bind to the session besides PCRs (docs/formats/node-evidence.cddl, bindings). Believed only with a verified quote over <see cref="Raw"/>.</summary>
public sealed class NodeBindings
{
    private NodeBindings(ReadOnlyMemory<byte> raw) => Raw = raw;

    /// <summary>The bindings as they came: these bytes stand in the qualifying data.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>1: the node's name in its cluster; null where the node is in none.</summary>
    public string? NodeName { get; private set; }

    /// <summary>2: SHA-256 of the kubelet key's SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte>? KubeletKey { get; private set; }

    /// <summary>3: SHA-256 of the evidence's member 10.</summary>
    public ReadOnlyMemory<byte>? DeviceEvidence { get; private set; }

    /// <summary>4: SHA-256 of the SubjectPublicKeyInfo of a key to which secrets for this node are encrypted.</summary>
    public ReadOnlyMemory<byte>? SecretsKey { get; private set; }

    /// <param name="bytes">The content of member 9's byte string.</param>
    /// <param name="bindings">The bindings.</param>
    /// <param name="error">What is wrong, with the byte.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out NodeBindings bindings, out ParseError error)
    {
        bindings = new NodeBindings(bytes);
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error, NodeLimits.Bindings))
            return false;
        var keys = new AscendingKeys();
        NodeBindings read = bindings;
        if (reader.TryReadMap(label => keys.TryNext(reader, label) && read.TryMember(reader, label)))
            return true;
        error = reader.Error;
        return false;
    }

    private bool TryMember(StrictCborReader reader, CborLabel label)
    {
        switch (label.Integer)
        {
            case 1:
                int offset = reader.Offset;
                if (!reader.TryReadText(out string name))
                    return false;
                NodeName = name;
                return NodeNames.IsOne(name) || reader.FailAt(NodeReasons.Name, offset);
            case 2:
                return TryDigest(reader, out ReadOnlyMemory<byte> kubelet) && Set(KubeletKey = kubelet);
            case 3:
                return TryDigest(reader, out ReadOnlyMemory<byte> device) && Set(DeviceEvidence = device);
            case 4:
                return TryDigest(reader, out ReadOnlyMemory<byte> secrets) && Set(SecretsKey = secrets);
            default:
                return reader.Fail(NodeReasons.Member);
        }
    }

    private static bool TryDigest(StrictCborReader reader, out ReadOnlyMemory<byte> digest) => reader.TryReadBytes(out digest, 32, 32);

    /// <summary>Lets an assignment stand at the end of a condition.</summary>
    private static bool Set<T>(T _) => true;
}
