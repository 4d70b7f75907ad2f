using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Dice;

/// <summary>Enrolled UDS public keys, found by themselves or by their identifier: the work for one chain does not grow with their number.</summary>
internal sealed class EnrolledKeys
{
    private readonly HashSet<VerificationKey> _keys;
    private readonly Lazy<ILookup<string, VerificationKey>> _byId;

    public EnrolledKeys(IReadOnlyList<VerificationKey> keys)
    {
        _keys = [.. keys];
        // an identifier costs a key derivation, and most chains bring their root: made at the first chain that does not
        _byId = new(() => keys.ToLookup(DiceId.Of, StringComparer.Ordinal));
    }

    public bool Contains(VerificationKey key) => _keys.Contains(key);

    /// <summary>The keys of this identifier (<see cref="DiceId"/>), in the order of enrolment; almost always one or none.</summary>
    public IEnumerable<VerificationKey> WithId(string id) => _byId.Value[id];
}

/// <summary>Hashes of enrolled UDS public keys. Hashes of any other length than SHA-256's are nobody's.</summary>
internal sealed class EnrolledHashes(IReadOnlyList<ReadOnlyMemory<byte>> hashes)
{
    private readonly HashSet<Sha256Value> _hashes = [.. hashes.Where(h => h.Length == SHA256.HashSizeInBytes).Select(h => Sha256Value.From(h.Span))];

    public bool Contains(VerificationKey key) => _hashes.Count > 0 && _hashes.Contains(Sha256Value.From(key.Thumbprint.Span));

    /// <summary>32 bytes with value equality and no memory of their own.</summary>
    private readonly record struct Sha256Value(ulong A, ulong B, ulong C, ulong D)
    {
        public static Sha256Value From(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<Sha256Value>(hash);
    }
}
