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
    private DiceInputs? _inputs;
    private List<DialectNote>? _notes;
    private VerificationKey? _key;
    private KeyUsage? _usage;

    public string IssuerId => _issuer!;

    public string SubjectId => _subject!;

    public VerificationKey SubjectKey => _key!;

    public KeyUsage KeyUsage => _usage!.Value;

    public string? ProfileName => _profile;

    /// <summary>The measurements; null where there is none of them, as in an attestation key's certificate.</summary>
    public DiceInputs? Inputs => _inputs;

    public IReadOnlyList<DialectNote> Notes => _notes ?? (IReadOnlyList<DialectNote>)[];

    public static bool TryRead(StrictCborReader reader, out CwtClaims claims)
    {
        claims = new CwtClaims();
        int start = reader.Offset;
        if (!reader.TryReadMap(claims, static (r, read, label) => read.TryReadClaim(r, label.Integer), max: 64))
            return false;
        if (claims._inputs is not null)
            claims._inputs.ProfileName = claims._profile;
        bool complete = claims._issuer is not null && claims._subject is not null && claims._key is not null && claims._usage is not null;
        return complete || reader.FailAt(DiceReasons.ClaimMissing, start);
    }

    private DiceInputs Measured => _inputs ??= new DiceInputs();

    private bool TryReadClaim(StrictCborReader reader, long? label)
    {
        switch (label)
        {
            case Issuer:
                return reader.TryReadText(out _issuer!);
            case Subject:
                return reader.TryReadText(out _subject!);
            case CodeHash:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> codeHash) && Set(Measured.CodeHash = codeHash);
            case CodeDescriptor:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> codeDescriptor) && Set(Measured.CodeDescriptor = codeDescriptor);
            case ConfigurationHash:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> configurationHash) && Set(Measured.ConfigurationHash = configurationHash);
            case ConfigurationDescriptor:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> configurationDescriptor) && Set(Measured.ConfigurationDescriptor = configurationDescriptor);
            case AuthorityHash:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> authorityHash) && Set(Measured.AuthorityHash = authorityHash);
            case AuthorityDescriptor:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> authorityDescriptor) && Set(Measured.AuthorityDescriptor = authorityDescriptor);
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

    /// <summary>Lets an assignment stand at the end of a condition.</summary>
    private static bool Set<T>(T _) => true;

    /// <summary>A one-byte string; an integer in early android.14 devices.</summary>
    private bool TryReadMode(StrictCborReader reader)
    {
        int start = reader.Offset;
        long mode;
        if (reader.IsInteger)
        {
            if (!reader.TryReadInt64(out mode))
                return false;
            (_notes ??= []).Add(new DialectNote(Dialect.ModeAsCborInteger, reader.Path));
        }
        else
        {
            if (!reader.TryReadBytes(out ReadOnlyMemory<byte> content, 1, 1))
                return false;
            mode = content.Span[0];
        }
        Measured.Mode = (DiceMode)mode;
        return mode is >= 0 and <= 3 || reader.FailAt(DiceReasons.ClaimValue, start);
    }

    /// <summary>bstr .cbor COSE_Key.</summary>
    private bool TryReadKey(StrictCborReader reader) =>
        reader.TryReadBytes(out ReadOnlyMemory<byte> content)
        && reader.TryReadNested(content, this, static (nested, claims) => CoseKey.TryRead(nested, out claims._key!));

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
            (_notes ??= []).Add(new DialectNote(Dialect.KeyUsageBitOrder, reader.Path));
            bits = (int)X509.KeyUsage.KeyCertSign;
        }
        _usage = (KeyUsage)bits;
        return bits is > 0 and < 0x200 || reader.FailAt(DiceReasons.ClaimValue, start);
    }
}
