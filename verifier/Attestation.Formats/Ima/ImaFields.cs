using System.Text;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>
/// What an entry's template data says (Linux, Documentation/security/IMA-templates.rst): fields, each <c>u32 size | bytes</c>; the oldest
/// template has its file digest without a size. A template that is not known gives its fields without names. A view of the entry's bytes.
/// </summary>
public struct ImaFields
{
    private ImaTemplate template;
    private ReadOnlyMemory<byte> data;
    private ReadOnlyMemory<byte> algorithm;

    /// <summary>Hash over file or buffer.</summary>
    public ImaHash Hash { get; private set; }

    /// <summary>The digest is fs-verity's (templates of version 2), not the hash of the file's bytes.</summary>
    public bool IsVerity { get; private set; }

    /// <summary>Name of the hash, as the kernel writes it: <c>sha256</c>.</summary>
    public readonly string Algorithm => Hash == ImaHash.Unknown ? Encoding.Latin1.GetString(algorithm.Span) : Hash.Name();

    /// <summary>What was hashed, in the templates of version 2: <c>ima</c> or <c>verity</c>; else empty.</summary>
    public string DigestType { get; private set; }

    public ReadOnlyMemory<byte> Digest { get; private set; }

    /// <summary>Path of the file, or what the kernel calls the buffer: UTF-8 as a rule, but the kernel passes on whatever bytes a name has.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; private set; }

    /// <summary>The name as text.</summary>
    public readonly string Name => Encoding.UTF8.GetString(NameBytes.Span);

    /// <summary>The field <c>sig</c>: the file's security.ima; empty where it has none.</summary>
    public ReadOnlyMemory<byte> Attribute { get; private set; }

    /// <summary>The signature in <see cref="Attribute"/>; null where it is none.</summary>
    public readonly ImaSignature? Signature => ImaSignature.TryParse(Attribute, out ImaSignature signature, out _) ? signature : null;

    /// <summary>The measured buffer of ima-buf; null in other templates.</summary>
    public ReadOnlyMemory<byte>? Buffer { get; private set; }

    /// <summary>The file's digest without its appended signature, and that signature (PKCS #7); empty in other templates.</summary>
    public (ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Signature) Appended { get; private set; }

    /// <summary>All fields as they stand, in order, with the name that the template gives them or an empty one.</summary>
    public readonly IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> All
    {
        get
        {
            var all = new List<(string Name, ReadOnlyMemory<byte> Value)>();
            int at = 0;
            while (template is not null && at < data.Length && TryNext(ref at, all.Count, out ReadOnlyMemory<byte> value))
                all.Add((template.FieldName(all.Count), value));
            return all;
        }
    }

    /// <summary>No entry was read.</summary>
    public readonly bool IsDefault => template is null;

    /// <summary>What kind of buffer it is.</summary>
    public readonly ImaBufferKind BufferKind => Buffer is null ? ImaBufferKind.None : ImaBufferKinds.Of(Name);

    /// <summary>Reads the template data of an entry.</summary>
    public static bool TryRead(in ImaEntry entry, out ImaFields fields, out ParseError error)
    {
        fields = new ImaFields { template = entry.Layout, data = entry.Data, DigestType = "" };
        error = default;
        int at = 0;
        int count = 0;
        while (at < entry.Data.Length)
        {
            if (!fields.TryNext(ref at, count, out ReadOnlyMemory<byte> value) || !fields.TryTake(count, value))
                return Fail(entry, out fields, out error);
            count++;
        }
        return entry.Layout.Fields is not { } expected || count == expected.Length || Fail(entry, out fields, out error);
    }

    /// <summary>Is the digest of a measured buffer the buffer's? True for entries without a buffer, and where the hash cannot be computed.</summary>
    internal readonly bool DigestIsOverBuffer()
    {
        if (Buffer is not { } buffer || Hash.Bank() is not { } bank)
            return true;
        Span<byte> digest = stackalloc byte[PcrBanks.MaxDigestSize];
        return digest[..bank.Hash(buffer.Span, digest)].SequenceEqual(Digest.Span);
    }

    /// <summary>A violation has no digest and no third field. That is the kernel's habit and nothing that the PCR covers: it extends ones, whatever the data.</summary>
    internal readonly bool IsOfViolation => Hash != ImaHash.Unknown && !Digest.Span.ContainsAnyExcept((byte)0) && Attribute.IsEmpty && Buffer is null;

    private static bool Fail(in ImaEntry entry, out ImaFields fields, out ParseError error)
    {
        fields = default;
        error = new ParseError(ImaReasons.Fields, 0, entry.Template);
        return false;
    }

    private readonly bool TryNext(ref int at, int index, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (template == ImaTemplate.Oldest && index == 0)
        {
            value = data[..20];
            at = 20;
            return true;
        }
        var reader = new LittleEndianReader(data.Span[at..]);
        if (!reader.TryReadUInt32(out uint size) || size > (uint)reader.Left || (template.Fields is { } fields && index == fields.Length))
            return false;
        value = data.Slice(at + 4, (int)size);
        at += 4 + (int)size;
        return true;
    }

    private bool TryTake(int index, ReadOnlyMemory<byte> value)
    {
        switch (template.Fields is { } fields ? fields[index] : ImaField.Other)
        {
            case ImaField.Digest:
                (Hash, Digest) = (ImaHash.Sha1, value);
                return value.Length == 20;
            case ImaField.DigestNg:
                return TryTakeDigest(value);
            case ImaField.DigestNgV2:
                return TryTakeTypedDigest(value);
            case ImaField.Name:
                NameBytes = value;
                return !value.Span.Contains((byte)0);
            case ImaField.NameNg:
                NameBytes = value.IsEmpty ? value : value[..^1];
                return !value.IsEmpty && value.Span.IndexOf((byte)0) == value.Length - 1;
            case ImaField.Signature: // an attribute of another kind (a bare digest) is no signature
                Attribute = value;
                return true;
            case ImaField.Buffer:
                Buffer = value;
                return true;
            case ImaField.AppendedDigest:
                Appended = (value, Appended.Signature);
                return true;
            case ImaField.AppendedSignature:
                Appended = (Appended.Digest, value);
                return true;
            default:
                return true;
        }
    }

    /// <summary><c>sha256:\0digest</c></summary>
    private bool TryTakeDigest(ReadOnlyMemory<byte> value)
    {
        int nul = value.Span.IndexOf((byte)0);
        if (nul < 2 || value.Span[nul - 1] != ':')
            return false;
        algorithm = value[..(nul - 1)];
        if (algorithm.Span.Contains((byte)':'))
            return false;
        Hash = ImaHashes.Named(algorithm.Span);
        Digest = value[(nul + 1)..];
        if (Hash == ImaHash.Unknown || Digest.Length == Hash.Size())
            return true;
        return Digest.Length == ImaHash.Sha1.Size() && !Digest.Span.ContainsAnyExcept((byte)0); // a violation of kernels before 5.17
    }

    /// <summary><c>ima:sha256:\0digest</c></summary>
    private bool TryTakeTypedDigest(ReadOnlyMemory<byte> value)
    {
        int colon = value.Span.IndexOf((byte)':');
        if (colon < 0)
            return false;
        ReadOnlySpan<byte> type = value.Span[..colon];
        IsVerity = type.SequenceEqual("verity"u8);
        DigestType = IsVerity ? "verity" : type.SequenceEqual("ima"u8) ? "ima" : "";
        return DigestType.Length > 0 && TryTakeDigest(value[(colon + 1)..]);
    }
}
