using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>digest = [alg, val] (draft-ietf-rats-corim section 7.7); alg from the IANA registry of named information hashes, or a text.</summary>
/// <param name="Algorithm">1 SHA-256, 7 SHA-384, 8 SHA-512, or another.</param>
/// <param name="Value">The digest.</param>
public readonly record struct CorimDigest(CborLabel Algorithm, ReadOnlyMemory<byte> Value)
{
    public const long Sha256 = 1;
    public const long Sha384 = 7;
    public const long Sha512 = 8;

    internal static bool TryRead(StrictCborReader reader, out CorimDigest digest)
    {
        digest = default;
        int start = reader.Offset;
        if (!reader.IsArray || !reader.TryStartArray(out int count) || count != 2 || !reader.TryReadLabel(out CborLabel algorithm)
            || !reader.TryReadBytes(out ReadOnlyMemory<byte> value, 1, 64) || !reader.TryEndArray())
            return reader.FailAt(CorimReasons.Digest, start);
        int? length = algorithm.Integer switch { Sha256 => 32, Sha384 => 48, Sha512 => 64, _ => null };
        if (length is not null && value.Length != length)
            return reader.FailAt(CorimReasons.Digest, start);
        digest = new CorimDigest(algorithm, value);
        return true;
    }

    /// <summary>One or more digests.</summary>
    internal static bool TryReadList(StrictCborReader reader, out IReadOnlyList<CorimDigest> digests)
    {
        var list = new List<CorimDigest>();
        digests = list;
        int start = reader.Offset;
        return reader.TryReadArray(index =>
        {
            bool good = TryRead(reader, out CorimDigest digest);
            list.Add(digest);
            return good;
        }, min: 1, max: 256) || reader.FailAt(CorimReasons.Digest, start);
    }

    internal static void WriteList(CborWriter writer, IReadOnlyList<CorimDigest> digests)
    {
        writer.WriteStartArray(digests.Count);
        foreach (CorimDigest digest in digests)
        {
            writer.WriteStartArray(2);
            digest.Algorithm.WriteTo(writer);
            writer.WriteByteString(digest.Value.Span);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
