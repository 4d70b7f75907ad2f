namespace Attestation.Formats.X509;

/// <summary>A deviation from the text of a specification that deployed producers have and that is accepted; see ARCHITECTURE.md, tolerances.</summary>
public enum Dialect
{
    /// <summary>Open DICE mode as INTEGER, as its text says; every producer writes ENUMERATED.</summary>
    ModeAsInteger,

    /// <summary>Mode of a CBOR certificate as an integer, not a one-byte string (android.14 tolerates it).</summary>
    ModeAsCborInteger,

    /// <summary>Key usage of a CBOR certificate with its bits in the order of the BIT STRING, 04 for keyCertSign (android.14 tolerates it).</summary>
    KeyUsageBitOrder,

    /// <summary>The configuration of an android.14 layer is 64 opaque bytes, not a map.</summary>
    InlineConfiguration,

    /// <summary>A layer's key is weaker than the key that certifies it, where the rules allow that.</summary>
    WeakerKey,

    /// <summary>DiceTcbInfo [10] as flagsMask (TCG DICE Attestation Architecture 1.1).</summary>
    FlagsMaskAt10,

    /// <summary>DiceTcbInfo [10] as integrityRegisters (1.2 before its errata).</summary>
    IntegrityRegistersAt10,

    /// <summary>DiceTcbInfo [11] as integrityRegisters (1.2 errata).</summary>
    IntegrityRegistersAt11,

    /// <summary>RIoT's CompositeDeviceID in DiceTcbInfo's place: version, device key, one firmware digest.</summary>
    RiotCompositeDeviceId,

    /// <summary>DiceTcbInfo under 2.23.133.5.4.2, which the specification gives to another structure.</summary>
    TcbInfoUnderOid2,

    /// <summary>A value equal to its DEFAULT is encoded (critical FALSE, cA FALSE, version 1); DER leaves it out.</summary>
    ExplicitDefault,

    /// <summary>A named bit list keeps trailing zero bits; DER removes them.</summary>
    TrailingZeroBits,

    /// <summary>The serial number is zero, negative, or longer than 20 bytes.</summary>
    SerialNumber,

    /// <summary>A time before 2050 is a GeneralizedTime.</summary>
    GeneralizedTimeBefore2050,

    /// <summary>The algorithm identifier of an ECDSA signature has NULL parameters; they should be absent.</summary>
    EcdsaNullParameters,

    /// <summary>Basic constraints of a CA are not critical.</summary>
    BasicConstraintsNotCritical,

    /// <summary>The certificate lies in an OCTET STRING (endorsement keys in NV).</summary>
    WrappedInOctetString,

    /// <summary>00 or FF up to the end of the NV index.</summary>
    Padding,

    /// <summary>Other bytes after the certificate.</summary>
    BytesAfterCertificate,

    /// <summary>A length has more bytes than it needs (X.690 section 10.1).</summary>
    LengthNotShortest,

    /// <summary>An integer has more bytes than it needs (X.690 section 8.3.2).</summary>
    IntegerNotShortest,

    /// <summary>A TRUE that is not FF (X.690 section 11.1).</summary>
    BooleanNotFF,

    /// <summary>Unused bits of a bit string are not zero (X.690 section 11.2.1).</summary>
    UnusedBitsSet,

    /// <summary>A named bit list sets bits that have no name: key usage of STMicroelectronics' authorities. They are ignored.</summary>
    UnknownBits,

    /// <summary>The elements of a SET OF are not in ascending order (X.690 section 11.6): Nuvoton's names.</summary>
    SetOrder,

    /// <summary>An RSA modulus, or a number of an ECDSA signature, without the zero byte that makes it positive.</summary>
    MissingSignByte,
}

/// <summary>A tolerated deviation and where it is.</summary>
public sealed record DialectNote(Dialect Dialect, string Path);
