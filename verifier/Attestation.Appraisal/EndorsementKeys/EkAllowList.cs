using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>
/// Endorsement keys for which the operator vouches, docs/endorsement-keys.md. Text, one key a line, <c>#</c> begins a comment:
/// <code>
/// KEY [node-name] [vendor/model]
/// </code>
/// KEY is the TPM name (000b and 64 digits for SHA-256), or the SHA-256 of TPMT_PUBLIC, of TPM2B_PUBLIC or of the SubjectPublicKeyInfo.
/// </summary>
public sealed class EkAllowList
{
    private const int MostLines = 100_000;
    private const int LongestLine = 1024;

    private readonly Dictionary<string, EkAllowance> _byKey;

    private EkAllowList(Dictionary<string, EkAllowance> byKey) => _byKey = byKey;

    public static EkAllowList Empty { get; } = new([]);

    public IReadOnlyCollection<EkAllowance> Entries => _byKey.Values;

    /// <summary>The whole list; the error names the first bad line: <c>line 3</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out EkAllowList list, out ParseError error)
    {
        list = Read(text, Empty, out IReadOnlyList<ParseError> errors);
        error = errors.Count == 0 ? default : errors[0];
        return errors.Count == 0;
    }

    /// <summary>The line that stands for a key, or null.</summary>
    public EkAllowance? Find(TpmtPublic key)
    {
        if (_byKey.Count == 0)
            return null;
        foreach (string form in Forms(key))
        {
            if (_byKey.TryGetValue(form, out EkAllowance? found))
                return found;
        }
        return null;
    }

    /// <summary>The good lines on top of a list, and what is wrong with each other one.</summary>
    internal static EkAllowList Read(ReadOnlySpan<byte> text, EkAllowList onTop, out IReadOnlyList<ParseError> errors)
    {
        var byKey = new Dictionary<string, EkAllowance>(onTop._byKey, StringComparer.Ordinal);
        var wrong = new List<ParseError>();
        int number = 0, start = 0;
        while (start < text.Length)
        {
            int length = text[start..].IndexOf((byte)'\n') is var end and >= 0 ? end : text.Length - start;
            if (++number > MostLines)
            {
                wrong.Add(new ParseError(EkReasons.TrustTooMany, start, $"line {number}"));
                break;
            }
            if (ReadLine(text.Slice(start, length), number, byKey) is { } code)
                wrong.Add(new ParseError(code, start, $"line {number}"));
            start += length + 1;
        }
        errors = wrong;
        return new EkAllowList(byKey);
    }

    private static ReasonCode? ReadLine(ReadOnlySpan<byte> bytes, int number, Dictionary<string, EkAllowance> byKey)
    {
        if (bytes.Length > LongestLine)
            return EkReasons.AllowLine;
        string line = Encoding.UTF8.GetString(bytes);
        string[] fields = line.Split('#', 2)[0].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0)
            return null;
        if (line.Contains('\uFFFD') || line.Any(c => char.IsControl(c) && c is not ('\t' or '\r')) || fields.Length > 3)
            return EkReasons.AllowLine;
        string key = fields[0].ToLowerInvariant();
        if (!IsKey(key))
            return EkReasons.AllowKey;
        string? node = fields.Skip(1).FirstOrDefault(field => !field.Contains('/'));
        string? model = fields.Skip(1).FirstOrDefault(field => field.Contains('/'));
        if (fields.Length != 1 + (node is null ? 0 : 1) + (model is null ? 0 : 1) || (fields.Length == 3 && fields[2] != model))
            return EkReasons.AllowLine;
        if (node is not null && !IsNodeName(node))
            return EkReasons.AllowNode;
        DeviceClass? @class = null;
        if (model is not null && !TryClass(model, out @class))
            return EkReasons.AllowLine;
        return byKey.TryAdd(key, new EkAllowance(key, node, @class, number)) ? null : EkReasons.AllowTwice;
    }

    /// <summary>A SHA-256, or a hash algorithm's number and a digest of its size.</summary>
    private static bool IsKey(string key)
    {
        if (!key.All(char.IsAsciiHexDigit) || key.Length % 2 != 0)
            return false;
        return key.Length == 64 || (key.Length > 4 && ((TpmAlgId)Convert.ToUInt16(key[..4], 16)).DigestSize() == (key.Length / 2) - 2);
    }

    /// <summary>RFC 1123 subdomain, as Kubernetes names nodes: at most 253 characters, labels of letters, digits and inner hyphens.</summary>
    private static bool IsNodeName(string name) => name.Length <= 253 && name.Split('.').All(IsLabel);

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool TryClass(string text, out DeviceClass? @class)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        @class = new DeviceClass(text[..slash], text[(slash + 1)..]);
        return slash > 0 && slash < text.Length - 1 && text.IndexOf('/', slash + 1) < 0;
    }

    private static IEnumerable<string> Forms(TpmtPublic key)
    {
        yield return Convert.ToHexStringLower(TpmName.Of(key));
        yield return Hash(WireValue.Encode(key));
        yield return Hash(WireValue.EncodeSized(key));
        if (PublicKeys.ToSubjectPublicKeyInfo(key) is { } info)
            yield return Hash(info);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
