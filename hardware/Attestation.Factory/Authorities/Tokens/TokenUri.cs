using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>Names a private key in a PKCS #11 token (RFC 7512), and the module that reaches it:
/// <code>pkcs11:token=station;object=root?module-path=/usr/lib/softhsm/libsofthsm2.so&amp;pin-source=file:/etc/station/pin</code>
/// Read strictly: what this project would ignore is refused, since an attribute that is ignored names another key than its writer meant.</summary>
internal sealed class TokenUri
{
    public const string Scheme = "pkcs11:";

    private static readonly string[] PathNames = ["token", "serial", "manufacturer", "model", "object", "id", "type"];
    private static readonly string[] QueryNames = ["module-path", "pin-source"];

    /// <summary>RFC 7512 section 2.3: what may stand in a value as it is, besides letters and digits.</summary>
    private const string PlainInPath = "-._~:[]@!$'()*+,=&";
    private const string PlainInQuery = "-._~:[]@!$'()*+,=/?|";

    private readonly Dictionary<string, byte[]> _values;

    private TokenUri(string text, Dictionary<string, byte[]> values) => (Text, _values) = (text, values);

    /// <summary>As it was written; it holds no secret.</summary>
    public string Text { get; }

    public string? Token => Name("token");

    public string? Serial => Name("serial");

    public string? Manufacturer => Name("manufacturer");

    public string? Model => Name("model");

    /// <summary>CKA_LABEL of the key, UTF-8.</summary>
    public byte[]? Object => _values.GetValueOrDefault("object");

    /// <summary>CKA_ID of the key.</summary>
    public byte[]? Id => _values.GetValueOrDefault("id");

    /// <summary>Absolute path of the PKCS #11 module.</summary>
    public string ModulePath => Name("module-path")!;

    /// <summary>Absolute path of the file whose first line is the PIN, or null: a person is asked.</summary>
    public string? PinFile { get; private init; }

    public static bool Is(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <exception cref="FactoryException"><c>factory.token-uri</c></exception>
    public static TokenUri Parse(string text)
    {
        if (!Is(text))
            throw Defect("it does not begin with pkcs11:");
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        int query = text.IndexOf('?', StringComparison.Ordinal);
        Read(values, text[Scheme.Length..(query < 0 ? text.Length : query)], ';', PathNames, PlainInPath);
        if (query >= 0)
            Read(values, text[(query + 1)..], '&', QueryNames, PlainInQuery);
        var uri = new TokenUri(text, values) { PinFile = values.TryGetValue("pin-source", out byte[]? source) ? FilePath(Utf8("pin-source", source)) : null };
        uri.Check();
        return uri;
    }

    private void Check()
    {
        if (Token is null && Serial is null)
            throw Defect("it names no token: token= or serial= is missing");
        if (Object is null && Id is null)
            throw Defect("it names no key: object= or id= is missing");
        if (Name("type") is { } type and not "private")
            throw Defect($"type={type} is no private key");
        if (Name("module-path") is not { } module || !Path.IsPathFullyQualified(module))
            throw Defect("module-path= is missing or not absolute");
        _ = (Manufacturer, Model, Name("object"));
    }

    private static void Read(Dictionary<string, byte[]> values, string part, char separator, string[] names, string plain)
    {
        foreach (string attribute in part.Split(separator))
        {
            int equals = attribute.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? attribute : attribute[..equals];
            if (name == "pin-value")
                throw Defect("pin-value= would put the PIN where every process sees it; use pin-source=file:PATH or a prompt");
            if (equals < 0 || !names.Contains(name))
                throw Defect($"'{name}' is none of {string.Join(", ", names)}");
            if (!values.TryAdd(name, Decode(name, attribute[(equals + 1)..], plain)))
                throw Defect($"{name}= stands twice");
        }
    }

    private static byte[] Decode(string name, string value, string plain)
    {
        var bytes = new List<byte>(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                bytes.Add(Convert.ToByte(value.Substring(i + 1, 2), 16));
                i += 2;
            }
            else if (char.IsAsciiLetterOrDigit(value[i]) || plain.Contains(value[i]))
                bytes.Add((byte)value[i]);
            else
                throw Defect($"{name}= holds a character that must be written as %XX");
        }
        return bytes.Count > 0 ? [.. bytes] : throw Defect($"{name}= is empty");
    }

    /// <summary>RFC 7512 section 2.4: a file URI or a path. A program to run ("|command") is not accepted.</summary>
    private static string FilePath(string source)
    {
        string path = source.StartsWith("file://", StringComparison.Ordinal) ? source["file://".Length..]
            : source.StartsWith("file:", StringComparison.Ordinal) ? source["file:".Length..] : source;
        return Path.IsPathFullyQualified(path) ? path : throw Defect("pin-source= is no absolute path of a file");
    }

    private string? Name(string name) => _values.TryGetValue(name, out byte[]? value) ? Utf8(name, value) : null;

    private static string Utf8(string name, byte[] value)
    {
        string text = Encoding.UTF8.GetString(value);
        return Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(value) && !text.Any(char.IsControl) ? text : throw Defect($"{name}= is no printable UTF-8");
    }

    private static FactoryException Defect(string what) => new(FactoryReasons.TokenUri, what);
}
