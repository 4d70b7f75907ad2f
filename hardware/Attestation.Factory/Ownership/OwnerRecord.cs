using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Factory.Files;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

/// <summary>Who owned a device when: a file of signed entries, each with the hash of the one before; entries are added, never changed.
/// docs/formats/owner-record.cddl. Not for several tasks.</summary>
public sealed class OwnerRecord
{
    /// <summary>Content type of an entry.</summary>
    public const string MediaType = "application/vnd.attestation.owner-entry+cbor";

    private const int LargestFile = 1 << 20;
    private const int LargestEntry = 4096;

    private readonly string _path;
    private readonly List<OwnerEntry> _entries = [];
    private byte[] _content;
    private byte[] _head = new byte[SHA256.HashSizeInBytes];

    private OwnerRecord(string path, byte[] content) => (_path, _content) = (path, content);

    /// <summary>In order.</summary>
    public IReadOnlyList<OwnerEntry> Entries => _entries;

    /// <summary>The last thing that the device carried out; null where nothing was.</summary>
    public OwnerEntry? Standing => _entries.LastOrDefault(entry => entry.Kind == OwnerEntryKind.CarriedOut);

    /// <summary>What was authorised and not carried out yet, as far as this record knows; null where there is nothing.</summary>
    public OwnerEntry? Pending => _entries is [.., { Kind: OwnerEntryKind.Authorised } last] ? last : null;

    /// <summary>For the next authorisation.</summary>
    public ulong NextCounter => _entries.Count == 0 ? 1 : _entries[^1].Counter + 1;

    /// <summary>Reads a record, or begins one where there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Whose entries count.</param>
    /// <exception cref="FactoryException"><c>factory.owner-record</c></exception>
    public static OwnerRecord Open(string path, VerificationKey key)
    {
        var record = new OwnerRecord(path, Read(path));
        record.Verify(key);
        return record;
    }

    /// <summary>Adds an entry, durably; its place and the hash before it are filled in.</summary>
    /// <exception cref="FactoryException"><c>factory.owner-order</c>, <c>factory.write-failed</c>.</exception>
    public void Append(OwnerEntry entry, SigningKey key)
    {
        OwnerEntry placed = entry with { Sequence = (ulong)_entries.Count + 1, Previous = _head };
        if (WhyNot(placed) is { } refusal)
            throw new FactoryException(OwnershipReasons.OwnerOrder, refusal);
        byte[] signed = new CoseSign1Writer().WithContentType(MediaType).WithKeyId(key.PublicKey.Thumbprint).Sign(key, OwnerEntryCbor.Encode(placed));
        byte[] content = [.. _content, .. signed];
        AtomicFile.Write(_path, content, AtomicFile.Public, overwrite: true);
        _content = content;
        Take(placed, signed);
    }

    private void Verify(VerificationKey key)
    {
        foreach (ReadOnlyMemory<byte> signed in Split())
        {
            if (!UnverifiedCoseSign1.TryParse(signed, CoseTag.Required, out UnverifiedCoseSign1? message, out ParseError error, LargestEntry)
                || message.Protected.ContentType != MediaType || message.KeyId is not { } id || !id.Span.SequenceEqual(key.Thumbprint.Span) || !message.Verify(key, default, out ReadOnlyMemory<byte> payload, out error))
                throw Broken($"entry {_entries.Count + 1} is not signed by {key}: {error}");
            if (!OwnerEntryCbor.TryParse(payload, out OwnerEntry entry))
                throw Broken($"entry {_entries.Count + 1} is none");
            if (entry.Sequence != (ulong)_entries.Count + 1 || !entry.Previous.Span.SequenceEqual(_head))
                throw Broken($"entry {_entries.Count + 1} does not follow the one before it");
            if (WhyNot(entry) is { } refusal)
                throw Broken($"entry {_entries.Count + 1}: {refusal}");
            Take(entry, signed.Span);
        }
    }

    private void Take(OwnerEntry entry, ReadOnlySpan<byte> signed)
    {
        _entries.Add(entry);
        _head = SHA256.HashData(signed);
    }

    /// <summary>Whether an entry can stand behind those that are there; null when it can.</summary>
    private string? WhyNot(OwnerEntry entry)
    {
        if (_entries.Count > 0 && !entry.Ueid.Span.SequenceEqual(_entries[0].Ueid.Span))
            return "The record is of another device.";
        if (entry.Kind == OwnerEntryKind.CarriedOut)
            return Pending is { } pending && pending.Action == entry.Action && pending.Counter == entry.Counter && Equals(pending.NewOwner, entry.NewOwner) ? null : "Nothing like it was authorised.";
        if (Standing?.Action == OwnerAction.Decommission)
            return "The device was decommissioned.";
        return _entries.Count == 0 || entry.Counter > _entries[^1].Counter ? null : $"Counter {entry.Counter} is not above {_entries[^1].Counter}.";
    }

    /// <summary>A CBOR sequence (RFC 8742).</summary>
    private List<ReadOnlyMemory<byte>> Split()
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var reader = new CborReader(_content, CborConformanceMode.Strict, allowMultipleRootLevelValues: true);
        try
        {
            while (reader.BytesRemaining > 0)
                items.Add(reader.ReadEncodedValue());
            return items;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException) // the latter: a break where there is nothing to break
        {
            throw Broken(e.Message);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return [];
            return new FileInfo(path).Length <= LargestFile ? File.ReadAllBytes(path) : throw new FactoryException(OwnershipReasons.OwnerRecordBroken, $"{path}: larger than {LargestFile} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(OwnershipReasons.OwnerRecordBroken, $"{path}: {e.Message}", e);
        }
    }

    private FactoryException Broken(string what) => new(OwnershipReasons.OwnerRecordBroken, $"{_path}: {what}");
}
