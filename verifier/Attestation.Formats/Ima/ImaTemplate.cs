using System.Text;

namespace Attestation.Formats.Ima;

/// <summary>A field of template data (Linux, Documentation/security/IMA-templates.rst, "Supported Template Fields").</summary>
internal enum ImaField
{
    /// <summary>One that nothing is read from.</summary>
    Other,
    Digest,
    Name,
    DigestNg,
    DigestNgV2,
    NameNg,
    Signature,
    Buffer,
    AppendedDigest,
    AppendedSignature,
}

/// <summary>A template: its name and the fields of its data.</summary>
internal sealed class ImaTemplate
{
    internal static readonly ImaTemplate Oldest = new("ima", "d|n");

    private static readonly ImaTemplate[] Known =
    [
        Oldest,
        new("ima-ng", "d-ng|n-ng"),
        new("ima-ngv2", "d-ngv2|n-ng"),
        new("ima-sig", "d-ng|n-ng|sig"),
        new("ima-sigv2", "d-ngv2|n-ng|sig"),
        new("ima-buf", "d-ng|n-ng|buf"),
        new("ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig"),
        new("evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|iuid|igid|imode"),
    ];

    private static readonly HashSet<string> FieldNames = [.. Known.SelectMany(t => t.names!)];

    private readonly string[]? names;

    private ImaTemplate(string name, string format)
    {
        Name = name;
        names = format.Split('|');
        Fields = Array.ConvertAll(names, FieldNamed);
        IsKnown = true;
    }

    private ImaTemplate(string name) => Name = name;

    internal string Name { get; }

    /// <summary>The fields in order; null where nobody knows them.</summary>
    internal ImaField[]? Fields { get; }

    /// <summary>Is it one of the kernel's, or a format of its fields?</summary>
    internal bool IsKnown { get; private init; }

    /// <summary>Name of a field; empty where the template is not known.</summary>
    internal string FieldName(int index) => names?[index] ?? "";

    /// <param name="name">Printable ASCII without spaces.</param>
    internal static ImaTemplate Of(ReadOnlySpan<byte> name)
    {
        foreach (ImaTemplate known in Known)
        {
            if (name.Length == known.Name.Length && Ascii.Equals(name, known.Name))
                return known;
        }
        string text = Encoding.ASCII.GetString(name);
        return text.Contains('|') ? new ImaTemplate(text, text) { IsKnown = Array.TrueForAll(text.Split('|'), FieldNames.Contains) } : new ImaTemplate(text);
    }

    private static ImaField FieldNamed(string name) => name switch
    {
        "d" => ImaField.Digest,
        "n" => ImaField.Name,
        "d-ng" => ImaField.DigestNg,
        "d-ngv2" => ImaField.DigestNgV2,
        "n-ng" => ImaField.NameNg,
        "sig" => ImaField.Signature,
        "buf" => ImaField.Buffer,
        "d-modsig" => ImaField.AppendedDigest,
        "modsig" => ImaField.AppendedSignature,
        _ => ImaField.Other,
    };
}
