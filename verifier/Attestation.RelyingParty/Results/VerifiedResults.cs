using System.Collections.Concurrent;
using System.Security.Cryptography;
using Attestation.Formats.Ear;

namespace Attestation.RelyingParty.Results;

/// <summary>
/// Remembers claims whose signature was verified, by the hash of the token: shown again, it costs no signature. Only the signature is remembered;
/// every rule is asked again each time, so that nothing lives longer for standing here. Bounded; for one set of keys.
/// </summary>
/// <param name="capacity">Most results.</param>
public sealed class VerifiedResults(int capacity)
{
    private readonly ConcurrentDictionary<Id, Entry> entries = new();
    private readonly Lock sweeping = new();

    private readonly record struct Entry(EarClaims Claims, DateTimeOffset Expires);

    /// <summary>SHA-256 as four numbers: an equality that the table may ask without touching memory.</summary>
    private readonly record struct Id(ulong A, ulong B, ulong C, ulong D);

    public int Count => entries.Count;

    internal static ReadOnlyMemory<byte> IdOf(ReadOnlySpan<byte> token) => SHA256.HashData(token);

    internal EarClaims? Find(ReadOnlyMemory<byte> id) => entries.TryGetValue(Key(id), out Entry entry) ? entry.Claims : null;

    /// <summary>Where the table is full, expired ones go first, then the half that expires soonest.</summary>
    internal void Remember(ReadOnlyMemory<byte> id, EarClaims claims, DateTimeOffset expires, DateTimeOffset now)
    {
        if (capacity <= 0)
            return;
        if (entries.Count >= capacity)
            MakeRoom(now);
        entries[Key(id)] = new Entry(claims, expires);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        lock (sweeping)
        {
            if (entries.Count < capacity)
                return;
            foreach ((Id id, Entry entry) in entries)
            {
                if (entry.Expires <= now)
                    entries.TryRemove(id, out _);
            }
            if (entries.Count < capacity)
                return;
            foreach ((Id id, _) in entries.OrderBy(e => e.Value.Expires).Take((entries.Count / 2) + 1))
                entries.TryRemove(id, out _);
        }
    }

    private static Id Key(ReadOnlyMemory<byte> id)
    {
        ReadOnlySpan<byte> span = id.Span;
        return new Id(BitConverter.ToUInt64(span), BitConverter.ToUInt64(span[8..]), BitConverter.ToUInt64(span[16..]), BitConverter.ToUInt64(span[24..]));
    }
}
