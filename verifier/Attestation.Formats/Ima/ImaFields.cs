using System.Text;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>
/// What an entry's template data says (Linux, Documentation/security/IMA-templates.rst): fields, each <c>u32 size | bytes</c>; the oldest
/// template has its file digest without a size. A template that is not known gives its fields without names.
/// </summary>
public sealed record ImaFields
{
    /// <summary>Name of the hash over file or buffer, as the kernel writes it: <c>sha256</c>.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>What was hashed, in the templates of version 2: <c>ima</c> or <c>verity</c>; else empty.</summary>
    public string DigestType { get; init; } = "";

    public ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Path of the file, or what the kernel calls the buffer.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file's security.ima signature; null where there is none.</summary>
    public ImaSignature? Signature { get; init; }

    /// <summary>The measured buffer of ima-buf; null in other templates.</summary>
    public ReadOnlyMemory<byte>? Buffer { get; init; }

    /// <summary>The file's digest without its appended signature, and that signature (PKCS #7); empty in other templates.</summary>
    public (ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Signature) Appended { get; init; }

    /// <summary>All fields as they stand, in order, with the name that the template gives them or an empty one.</summary>
    public required IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> All { get; init; }

    /// <summary>What kind of buffer it is.</summary>
    public ImaBufferKind BufferKind => Buffer is null ? ImaBufferKind.None : ImaBufferKinds.Of(Name);

    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["ima"] = ["d", "n"],
        ["ima-ng"] = ["d-ng", "n-ng"],
        ["ima-ngv2"] = ["d-ngv2", "n-ng"],
        ["ima-sig"] = ["d-ng", "n-ng", "sig"],
        ["ima-sigv2"] = ["d-ngv2", "n-ng", "sig"],
        ["ima-buf"] = ["d-ng", "n-ng", "buf"],
        ["ima-modsig"] = ["d-ng", "n-ng", "sig", "d-modsig", "modsig"],
        ["evm-sig"] = ["d-ng", "n-ng", "evmsig", "xattrnames", "xattrlengths", "xattrvalues", "iuid", "igid", "imode"],
    };

    /// <summary>Reads the template data of an entry.</summary>
    public static bool TryRead(in ImaEntry entry, out ImaFields fields, out ParseError error)
    {
        fields = null!;
        error = new ParseError(ImaReasons.Fields, 0, entry.Template);
        string[]? names = Templates.GetValueOrDefault(entry.Template) ?? (entry.Template.Contains('|') ? entry.Template.Split('|') : null);
        if (!TrySplit(entry, names, out List<(string Name, ReadOnlyMemory<byte> Value)> all))
            return false;
        var read = new ImaFields { All = all };
        foreach ((string name, ReadOnlyMemory<byte> value) in all)
        {
            if (!TryTake(name, value, ref read))
                return false;
        }
        fields = read;
        error = default;
        return true;
    }

    /// <summary>Is the template one of the kernel's, or a format of its fields?</summary>
    internal static bool IsKnown(string template) =>
        Templates.ContainsKey(template) || (template.Contains('|') && Array.TrueForAll(template.Split('|'), FieldNames.Contains));

    /// <summary>Is the digest of a measured buffer the buffer's? True for entries without a buffer, and where the hash cannot be computed.</summary>
    internal bool DigestIsOverBuffer()
    {
        if (Buffer is not { } buffer || PcrBanks.HashNamed(Algorithm) is not { } hash)
            return true;
        Span<byte> digest = stackalloc byte[PcrBanks.MaxDigestSize];
        return digest[..hash.Hash(buffer.Span, digest)].SequenceEqual(Digest.Span);
    }

    private static readonly HashSet<string> FieldNames = [.. Templates.Values.SelectMany(names => names)];

    private static bool TrySplit(in ImaEntry entry, string[]? names, out List<(string Name, ReadOnlyMemory<byte> Value)> all)
    {
        all = [];
        int at = 0;
        if (entry.Template == ImaList.OldTemplate)
        {
            all.Add(("d", entry.Data[..20]));
            at = 20;
        }
        while (at < entry.Data.Length)
        {
            var reader = new LittleEndianReader(entry.Data.Span[at..]);
            if (!reader.TryReadUInt32(out uint size) || size > (uint)reader.Left || (names is not null && all.Count == names.Length))
                return false;
            all.Add((names?[all.Count] ?? "", entry.Data.Slice(at + 4, (int)size)));
            at += 4 + (int)size;
        }
        return names is null || all.Count == names.Length;
    }

    private static bool TryTake(string name, ReadOnlyMemory<byte> value, ref ImaFields fields)
    {
        switch (name)
        {
            case "d":
                fields = fields with { Algorithm = "sha1", Digest = value };
                return value.Length == 20;
            case "d-ng" or "d-ngv2":
                return TryTakeDigest(value, name == "d-ngv2", ref fields);
            case "n" or "n-ng":
                return TryTakeName(value.Span, name == "n-ng", ref fields);
            case "sig": // an xattr of another kind (a bare digest) is no signature; it stands in All
                fields = ImaSignature.TryParse(value, out ImaSignature signature, out _) ? fields with { Signature = signature } : fields;
                return true;
            case "buf":
                fields = fields with { Buffer = value };
                return true;
            case "d-modsig":
                fields = fields with { Appended = (value, fields.Appended.Signature) };
                return true;
            case "modsig":
                fields = fields with { Appended = (fields.Appended.Digest, value) };
                return true;
            default:
                return true;
        }
    }

    /// <summary><c>sha256:\0digest</c>, or in version 2 <c>ima:sha256:\0digest</c>.</summary>
    private static bool TryTakeDigest(ReadOnlyMemory<byte> value, bool version2, ref ImaFields fields)
    {
        int nul = value.Span.IndexOf((byte)0);
        if (nul < 2 || value.Span[nul - 1] != ':')
            return false;
        string[] words = Encoding.Latin1.GetString(value.Span[..(nul - 1)]).Split(':');
        if (words.Length != (version2 ? 2 : 1))
            return false;
        fields = fields with { Algorithm = words[^1], DigestType = version2 ? words[0] : "", Digest = value[(nul + 1)..] };
        return true;
    }

    private static bool TryTakeName(ReadOnlySpan<byte> value, bool terminated, ref ImaFields fields)
    {
        if (terminated && (value.IsEmpty || value[^1] != 0))
            return false;
        ReadOnlySpan<byte> name = terminated ? value[..^1] : value;
        if (name.Contains((byte)0))
            return false;
        fields = fields with { Name = Encoding.UTF8.GetString(name) };
        return true;
    }
}
