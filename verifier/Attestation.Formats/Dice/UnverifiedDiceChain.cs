using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>
/// A DICE chain as it came, root first. <see cref="DiceChainVerifier"/> makes a <see cref="VerifiedDiceChain"/> of it.
/// <code>
/// DiceChain = [ root: COSE_Key / bstr .der certificate, + entry: bstr .der certificate / COSE_Sign1 (untagged) ]
/// x5chain   = DER certificates, leaf first (RFC 9360)
/// </code>
/// </summary>
public sealed class UnverifiedDiceChain
{
    /// <summary>Most elements, the root included.</summary>
    public const int MaxElements = 16;

    private UnverifiedDiceChain(VerificationKey? rootKey, IReadOnlyList<UnverifiedDiceEntry> entries) =>
        (RootKey, Entries) = (rootKey, entries);

    /// <summary>The UDS public key that the chain begins with; null where it begins with a certificate.</summary>
    public VerificationKey? RootKey { get; }

    /// <summary>The certificates, root first. Where the chain begins with one, it is the first of these.</summary>
    public IReadOnlyList<UnverifiedDiceEntry> Entries { get; }

    /// <summary>Is it a COSE_Key and then CBOR certificates only: the form of the Android profile?</summary>
    public bool IsAndroidForm => RootKey is not null && Entries.All(e => e.Form == DiceEntryForm.Cwt);

    /// <summary>Certificates in DER, each by itself.</summary>
    /// <param name="certificates">At least one.</param>
    /// <param name="leafFirst">True for x5chain; false where the root comes first.</param>
    public static bool TryReadX509(IReadOnlyList<ReadOnlyMemory<byte>> certificates, bool leafFirst, out UnverifiedDiceChain chain, out ParseError error)
    {
        chain = null!;
        var entries = new UnverifiedDiceEntry[certificates.Count];
        if (!TryCount(certificates.Count, out error))
            return false;
        for (int i = 0; i < entries.Length; i++)
        {
            if (!UnverifiedCertificate.TryParse(certificates[i], out UnverifiedCertificate certificate, out error))
            {
                error = error.Within($"x5chain[{i}]");
                return false;
            }
            entries[leafFirst ? entries.Length - 1 - i : i] = UnverifiedDiceEntry.FromX509(certificate);
        }
        chain = new UnverifiedDiceChain(null, entries);
        return true;
    }

    /// <summary>DER certificates one after the other, nothing between or after them.</summary>
    public static bool TryReadConcatenated(ReadOnlyMemory<byte> der, bool leafFirst, out UnverifiedDiceChain chain, out ParseError error)
    {
        chain = null!;
        return CertificateFile.TryParseConcatenated(der, out var certificates, out error)
            && TryReadX509([.. certificates.Select(c => c.Der)], leafFirst, out chain, out error);
    }

    /// <summary>The CBOR array DiceChain, also DiceCertChain of the Android profile; nothing after it.</summary>
    public static bool TryReadCbor(ReadOnlyMemory<byte> bytes, out UnverifiedDiceChain chain, out ParseError error)
    {
        chain = null!;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (TryRead(reader, out chain))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>A chain that stands inside a larger structure.</summary>
    internal static bool TryRead(StrictCborReader reader, out UnverifiedDiceChain chain)
    {
        chain = null!;
        int start = reader.Offset;
        if (!reader.IsArray || !reader.TryStartArray(out int count))
            return reader.FailAt(DiceReasons.ChainForm, start);
        if (count == 0)
            return reader.FailAt(DiceReasons.ChainForm, start);
        if (count > MaxElements)
            return reader.FailAt(DiceReasons.ChainLength, start);
        var read = new Elements(count);
        for (int i = 0; i < count; i++)
        {
            if (!reader.In(IndexNames[i], (read, i), static (r, to) => TryReadElement(r, to.i, to.read)))
                return false;
        }
        if (!reader.TryEndArray())
            return false;
        chain = new UnverifiedDiceChain(read.Root, read.Entries);
        return true;
    }

    private static bool TryReadElement(StrictCborReader reader, int index, Elements read)
    {
        if (index == 0 && reader.IsMap)
            return CoseKey.TryRead(reader, out read.Root!);
        if (reader.IsBytes)
            return TryReadCertificate(reader, read.Entries);
        if (index == 0 || !reader.IsArray)
            return reader.Fail(DiceReasons.ChainForm);
        if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item) || !UnverifiedDiceEntry.TryReadCwt(reader, item, out UnverifiedDiceEntry entry))
            return false;
        read.Entries.Add(entry);
        return true;
    }

    private static bool TryReadCertificate(StrictCborReader reader, List<UnverifiedDiceEntry> entries)
    {
        int start = reader.Offset;
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> der))
            return false;
        if (!UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out ParseError error))
            return reader.FailWith(error.Within(reader.Path, start));
        entries.Add(UnverifiedDiceEntry.FromX509(certificate));
        return true;
    }

    private static bool TryCount(int count, out ParseError error)
    {
        error = count == 0 ? new ParseError(DiceReasons.ChainForm, 0, "") : count > MaxElements ? new ParseError(DiceReasons.ChainLength, 0, "") : default;
        return error.Code is null;
    }

    private static readonly string[] IndexNames = [.. Enumerable.Range(0, MaxElements).Select(i => $"[{i}]")];

    /// <summary>Where the callbacks of reading leave what they read.</summary>
    private sealed class Elements(int count)
    {
        public readonly List<UnverifiedDiceEntry> Entries = new(count);
        public VerificationKey? Root;
    }
}
