using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>CBOR form of <see cref="NodeClaims"/>. Labels that a later version may add are passed over.</summary>
internal static class NodeClaimsCbor
{
    private const int Id = 0, Name = 1, Class = 2, KubeletKey = 3, SecretsKey = 4, Next = 5;

    public static bool TryRead(StrictCborReader reader, out NodeClaims? node)
    {
        string? id = null, name = null, model = null, kubelet = null, secrets = null;
        int? next = null;
        int start = reader.Offset;
        node = null;
        bool good = reader.IsMap ? reader.TryReadMap(label => label.Integer switch
        {
            Id => TryHex(reader, NodeClaims.ShortestId, NodeClaims.LongestId, out id),
            Name => TryText(reader, NodeClaims.IsName, out name),
            Class => TryText(reader, NodeClaims.IsClass, out model),
            KubeletKey => TryHex(reader, NodeClaims.KeyDigest, NodeClaims.KeyDigest, out kubelet),
            SecretsKey => TryHex(reader, NodeClaims.KeyDigest, NodeClaims.KeyDigest, out secrets),
            Next => TryInterval(reader, out next),
            _ => reader.TrySkip(),
        }, max: 64) : reader.FailAt(EarReasons.Node, start);
        if (!good)
            return false;
        if (id is null)
            return reader.FailAt(EarReasons.Node, start);
        node = new NodeClaims { Id = id, Name = name, Class = model, KubeletKeySha256 = kubelet, SecretsKeySha256 = secrets, Next = next };
        return true;
    }

    public static void Write(CborWriter writer, NodeClaims node) => new CborMapBuilder()
        .Add(Id, Bytes(node.Id))
        .Add(Name, node.Name)
        .Add(Class, node.Class)
        .Add(KubeletKey, Bytes(node.KubeletKeySha256))
        .Add(SecretsKey, Bytes(node.SecretsKeySha256))
        .Add(Next, (long?)node.Next)
        .WriteTo(writer);

    private static ReadOnlyMemory<byte>? Bytes(string? hex) => hex is null ? null : (ReadOnlyMemory<byte>?)Convert.FromHexString(hex);

    private static bool TryHex(StrictCborReader reader, int least, int most, out string? hex)
    {
        int start = reader.Offset;
        hex = null;
        if (!reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> bytes) || bytes.Length < least || bytes.Length > most)
            return reader.FailAt(EarReasons.Node, start);
        hex = Convert.ToHexStringLower(bytes.Span);
        return true;
    }

    private static bool TryText(StrictCborReader reader, Func<string, bool> isGood, out string? text)
    {
        int start = reader.Offset;
        text = null;
        if (!reader.IsText || !reader.TryReadText(out string read) || !isGood(read))
            return reader.FailAt(EarReasons.Node, start);
        text = read;
        return true;
    }

    private static bool TryInterval(StrictCborReader reader, out int? seconds)
    {
        int start = reader.Offset;
        seconds = reader.IsInteger && reader.TryReadInt64(out long read) && NodeClaims.IsInterval(read) ? (int)read : null;
        return seconds is not null || reader.FailAt(EarReasons.Node, start);
    }
}
