using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cose;

/// <summary>
/// COSE_Sign1 (RFC 9052 section 4.2) as it came. Headers can be looked at, to find the key; the payload comes out only through
/// <see cref="Verify"/>, which signs over the received bytes and never re-encodes them.
/// </summary>
/// <remarks>
/// COSE_Sign1 = [ protected: bstr .cbor header_map / empty, unprotected: header_map, payload: bstr / nil, signature: bstr ]
/// Only the unprotected headers can be changed without the signature noticing.
/// </remarks>
public sealed class UnverifiedCoseSign1
{
    /// <summary>A Sig_structure up to this size needs no memory from the heap: certificates of devices, evidence.</summary>
    private const int MaxOnStack = 1024;

    private readonly ReadOnlyMemory<byte> _protectedBytes;
    private readonly ReadOnlyMemory<byte>? _payload;
    private readonly ReadOnlyMemory<byte> _signature;

    private UnverifiedCoseSign1(ReadOnlyMemory<byte> protectedBytes, CoseHeaders protectedHeaders, CoseHeaders unprotectedHeaders, SignatureAlgorithm algorithm,
        ReadOnlyMemory<byte>? payload, ReadOnlyMemory<byte> signature)
    {
        _protectedBytes = protectedBytes;
        (Protected, Unprotected, Algorithm) = (protectedHeaders, unprotectedHeaders, algorithm);
        (_payload, _signature) = (payload, signature);
    }

    /// <summary>Headers under the signature; to be believed only after <see cref="Verify"/>.</summary>
    public CoseHeaders Protected { get; }

    /// <summary>Headers that no signature covers: hints, chains, key ids.</summary>
    public CoseHeaders Unprotected { get; }

    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The key id, from whichever header map has it.</summary>
    public ReadOnlyMemory<byte>? KeyId => Protected.KeyId ?? Unprotected.KeyId;

    /// <summary>The certificate chain, leaf first, from whichever header map has it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> X5Chain => Protected.X5Chain.Count > 0 ? Protected.X5Chain : Unprotected.X5Chain;

    public bool IsDetached => _payload is null;

    /// <summary>The payload before verification, for readers of this project whose own Unverified type keeps it to itself.</summary>
    internal ReadOnlyMemory<byte>? ClaimedPayload => _payload;

    public static bool TryParse(ReadOnlyMemory<byte> bytes, CoseTag tag, [NotNullWhen(true)] out UnverifiedCoseSign1? message, out ParseError error,
        int maxSize = CborWellFormed.DefaultMaxSize)
    {
        message = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error, maxSize))
            return false;
        if (TryRead(reader, tag, out message))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>Reads a message that stands inside a larger structure.</summary>
    internal static bool TryRead(StrictCborReader reader, CoseTag tag, [NotNullWhen(true)] out UnverifiedCoseSign1? message)
    {
        message = null;
        if (!TryReadTag(reader, tag))
            return false;
        int start = reader.Offset;
        if (!reader.IsArray || !reader.TryStartArray(out int count) || count != 4 || !reader.IsBytes)
            return reader.FailAt(CoseReasons.Structure, start);
        var read = new ReadHeaders();
        return TryReadProtected(reader, read)
            && TryReadUnprotected(reader, read)
            && TryCheckHeaders(reader, read.Protected!, read.Unprotected!, out SignatureAlgorithm algorithm)
            && TryReadPayload(reader, out ReadOnlyMemory<byte>? payload)
            && TryReadSignature(reader, algorithm, out ReadOnlyMemory<byte> signature)
            && reader.TryEndArray()
            && Give(message = new UnverifiedCoseSign1(read.ProtectedBytes, read.Protected!, read.Unprotected!, algorithm, payload, signature));
    }

    /// <summary>Verifies the embedded payload.</summary>
    /// <param name="key">The key that must have signed.</param>
    /// <param name="externalAad">Externally supplied data (RFC 9052 section 4.3); empty in every format of this project.</param>
    /// <param name="payload">The payload, now authenticated, as a slice of the input.</param>
    public bool Verify(VerificationKey key, ReadOnlySpan<byte> externalAad, out ReadOnlyMemory<byte> payload, out ParseError error)
    {
        payload = default;
        if (_payload is not { } embedded)
            return Refuse(CoseReasons.PayloadMissing, out error);
        if (!VerifyOver(key, embedded.Span, externalAad, out error))
            return false;
        payload = embedded;
        return true;
    }

    /// <summary>Verifies a payload that was sent beside the message.</summary>
    public bool VerifyDetached(VerificationKey key, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad, out ParseError error) =>
        _payload is null ? VerifyOver(key, payload, externalAad, out error) : Refuse(CoseReasons.PayloadTwice, out error);

    private bool VerifyOver(VerificationKey key, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad, out ParseError error)
    {
        if (!Algorithm.Fits(key.Kind))
            return Refuse(CoseReasons.AlgorithmKey, out error);
        int length = CoseSigStructure.Length(_protectedBytes.Span, externalAad, payload);
        Span<byte> signed = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        CoseSigStructure.Write(_protectedBytes.Span, externalAad, payload, signed[..length]);
        if (!key.Verify(Algorithm, signed[..length], _signature.Span))
            return Refuse(CoseReasons.Signature, out error);
        error = default;
        return true;
    }

    private static bool TryReadTag(StrictCborReader reader, CoseTag tag)
    {
        ulong? found = reader.PeekTag();
        bool good = tag switch
        {
            CoseTag.Required => found == CoseSigStructure.Tag,
            CoseTag.Absent => found is null,
            _ => found is null or CoseSigStructure.Tag,
        };
        return good ? found is null || reader.TryReadTag(CoseSigStructure.Tag) : reader.Fail(CoseReasons.Tag);
    }

    /// <summary>An empty map may come as an empty string or as an encoded empty map (RFC 9052 section 3).</summary>
    private static bool TryReadProtected(StrictCborReader reader, ReadHeaders read) => reader.In("protected", read, static (r, to) =>
    {
        if (!r.TryReadBytes(out to.ProtectedBytes))
            return false;
        if (!to.ProtectedBytes.IsEmpty)
            return r.TryReadNested(to.ProtectedBytes, to, static (inner, to) => CoseHeaders.TryRead(inner, out to.Protected!));
        to.Protected = CoseHeaders.None;
        return true;
    });

    private static bool TryReadUnprotected(StrictCborReader reader, ReadHeaders read) => reader.In("unprotected", read,
        static (r, to) => r.IsMap ? CoseHeaders.TryRead(r, out to.Unprotected!) : r.Fail(CoseReasons.Structure));

    private static bool TryCheckHeaders(StrictCborReader reader, CoseHeaders headers, CoseHeaders unprotected, out SignatureAlgorithm algorithm)
    {
        algorithm = default;
        if (unprotected.Algorithm is not null && headers.Algorithm is null)
            return reader.Fail(CoseReasons.AlgorithmUnprotected);
        if (unprotected.Shares(headers))
            return reader.Fail(CoseReasons.HeaderTwice);
        if (headers.Algorithm is not { } number)
            return reader.Fail(CoseReasons.AlgorithmMissing);
        if (!CoseAlgorithm.TryFrom(number, out algorithm))
            return reader.Fail(CoseReasons.AlgorithmUnknown);
        if (headers.Critical.Count == 0 && unprotected.Critical.Count == 0)
            return true;
        if (unprotected.Critical.Count > 0 || headers.Critical.Any(label => !headers.TryGet(label, out _)))
            return reader.Fail(CoseReasons.CriticalMalformed);
        return headers.Critical.All(label => label.Integer is { } known && CoseHeaderLabel.IsUnderstood(known)) || reader.Fail(CoseReasons.CriticalUnknown);
    }

    private static bool TryReadPayload(StrictCborReader reader, out ReadOnlyMemory<byte>? payload)
    {
        payload = null;
        if (reader.Peek() == CborReaderState.Null)
            return reader.TryReadNull();
        if (!reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> content))
            return reader.Fail(CoseReasons.Structure);
        payload = content;
        return true;
    }

    private static bool TryReadSignature(StrictCborReader reader, SignatureAlgorithm algorithm, out ReadOnlyMemory<byte> signature)
    {
        signature = default;
        int offset = reader.Offset;
        if (!reader.IsBytes || !reader.TryReadBytes(out signature))
            return reader.Fail(CoseReasons.Structure);
        return signature.Length == CoseAlgorithm.SignatureLength(algorithm) || reader.FailAt(CoseReasons.SignatureLength, offset);
    }

    private static bool Refuse(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }

    private static bool Give(UnverifiedCoseSign1 _) => true;

    /// <summary>Where the callbacks of reading leave what they read.</summary>
    private sealed class ReadHeaders
    {
        public ReadOnlyMemory<byte> ProtectedBytes;
        public CoseHeaders? Protected, Unprotected;
    }
}
