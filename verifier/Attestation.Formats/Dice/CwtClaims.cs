using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>
/// Claims of a CBOR certificate (Open Profile for DICE, "CBOR CDI Certificates"; RFC 8392). Order is free, unknown claims are passed over:
/// producers write the configuration descriptor before its hash.
/// </summary>
internal sealed class CwtClaims
{
    private const long Issuer = 1, Subject = 2;
    private const long CodeHash = -4670545, CodeDescriptor = -4670546, ConfigurationHash = -4670547, ConfigurationDescriptor = -4670548;
    private const long AuthorityHash = -4670549, AuthorityDescriptor = -4670550, Mode = -4670551;
    private const long SubjectPublicKey = -4670552, KeyUsageLabel = -4670553, Profile = -4670554;

    private string? _issuer, _subject, _profile;
    private ReadOnlyMemory<byte>? _codeHash, _codeDescriptor, _configurationHash, _configurationDescriptor, _authorityHash, _authorityDescriptor;
    private DiceMode? _mode;
    private VerificationKey? _key;
    private KeyUsage? _usage;

    public string IssuerId => _issuer!;

    public string SubjectId => _subject!;

    public VerificationKey SubjectKey => _key!;

    public KeyUsage KeyUsage => _usage!.Value;

    public string? ProfileName => _profile;

    /// <summary>The measurements; null where there is none of them, as in an attestation key's certificate.</summary>
    public DiceInputs? Inputs => IsMeasured
        ? new DiceInputs
        {
            CodeHash = _codeHash,
            CodeDescriptor = _codeDescriptor,
            ConfigurationHash = _configurationHash,
            ConfigurationDescriptor = _configurationDescriptor,
            AuthorityHash = _authorityHash,
            AuthorityDescriptor = _authorityDescriptor,
            Mode = _mode,
            ProfileName = _profile,
        }
        : null;

    public List<DialectNote> Notes { get; } = [];

    public static bool TryRead(StrictCborReader reader, out CwtClaims claims)
    {
        CwtClaims read = claims = new CwtClaims();
        int start = reader.Offset;
        if (!reader.TryReadMap(label => read.TryReadClaim(reader, label.Integer), max: 64))
            return false;
        bool complete = read._issuer is not null && read._subject is not null && read._key is not null && read._usage is not null;
        return complete || reader.FailAt(DiceReasons.ClaimMissing, start);
    }

    private bool IsMeasured =>
        (_codeHash ?? _codeDescriptor ?? _configurationHash ?? _configurationDescriptor ?? _authorityHash ?? _authorityDescriptor) is not null || _mode is not null;

    private bool TryReadClaim(StrictCborReader reader, long? label)
    {
        switch (label)
        {
            case Issuer:
                return reader.TryReadText(out _issuer!);
            case Subject:
                return reader.TryReadText(out _subject!);
            case CodeHash:
                return TryBytes(reader, out _codeHash);
            case CodeDescriptor:
                return TryBytes(reader, out _codeDescriptor);
            case ConfigurationHash:
                return TryBytes(reader, out _configurationHash);
            case ConfigurationDescriptor:
                return TryBytes(reader, out _configurationDescriptor);
            case AuthorityHash:
                return TryBytes(reader, out _authorityHash);
            case AuthorityDescriptor:
                return TryBytes(reader, out _authorityDescriptor);
            case Mode:
                return TryReadMode(reader);
            case SubjectPublicKey:
                return TryReadKey(reader);
            case KeyUsageLabel:
                return TryReadUsage(reader);
            case Profile:
                return reader.TryReadText(out _profile!);
            default:
                return reader.TrySkip();
        }
    }

    private static bool TryBytes(StrictCborReader reader, out ReadOnlyMemory<byte>? value)
    {
        bool good = reader.TryReadBytes(out ReadOnlyMemory<byte> read);
        value = read;
        return good;
    }

    /// <summary>A one-byte string; an integer in early android.14 devices.</summary>
    private bool TryReadMode(StrictCborReader reader)
    {
        int start = reader.Offset;
        long mode;
        if (reader.IsInteger)
        {
            if (!reader.TryReadInt64(out mode))
                return false;
            Notes.Add(new DialectNote(Dialect.ModeAsCborInteger, reader.Path));
        }
        else
        {
            if (!reader.TryReadBytes(out ReadOnlyMemory<byte> content, 1, 1))
                return false;
            mode = content.Span[0];
        }
        _mode = (DiceMode)mode;
        return mode is >= 0 and <= 3 || reader.FailAt(DiceReasons.ClaimValue, start);
    }

    /// <summary>bstr .cbor COSE_Key.</summary>
    private bool TryReadKey(StrictCborReader reader) =>
        reader.TryReadBytes(out ReadOnlyMemory<byte> content)
        && reader.TryOpenNested(content, out StrictCborReader nested)
        && (CoseKey.TryRead(nested, out _key!) || reader.FailWith(nested.Error));

    /// <summary>
    /// Bits of KeyUsage from the lowest up: 20 is keyCertSign, 01 digitalSignature. In the order of the BIT STRING keyCertSign is 04,
    /// which from the lowest bit up would be keyEncipherment and makes no sense here.
    /// </summary>
    private bool TryReadUsage(StrictCborReader reader)
    {
        int start = reader.Offset;
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> content, 1, 2))
            return false;
        ReadOnlySpan<byte> bytes = content.Span;
        int bits = bytes[0] | (bytes.Length == 2 ? bytes[1] << 8 : 0);
        if (bits == 0x04)
        {
            Notes.Add(new DialectNote(Dialect.KeyUsageBitOrder, reader.Path));
            bits = (int)X509.KeyUsage.KeyCertSign;
        }
        _usage = (KeyUsage)bits;
        return bits is > 0 and < 0x200 || reader.FailAt(DiceReasons.ClaimValue, start);
    }
}
