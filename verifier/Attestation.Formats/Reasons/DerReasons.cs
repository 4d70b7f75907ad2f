namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the DER layer (ITU-T X.690), events 1100-1119.</summary>
public static class DerReasons
{
    public static readonly ReasonCode Truncated = new(1100, "der.truncated",
        "A DER element ends before its declared length.",
        "Send the whole structure; compare its length with the sender's.", "X.690 section 8.1.3");

    public static readonly ReasonCode Trailing = new(1101, "der.trailing",
        "Bytes follow the last element of a DER structure.",
        "Send exactly one structure; remove padding.", "X.690 section 8.9");

    public static readonly ReasonCode Length = new(1102, "der.length",
        "A length is indefinite or not in its shortest form.",
        "Encode with DER, not BER.", "X.690 section 10.1");

    public static readonly ReasonCode Tag = new(1103, "der.tag",
        "An element has another tag than the structure asks for.",
        "Compare with the ASN.1 module at the path named.", "X.690 section 8.1.2");

    public static readonly ReasonCode Value = new(1104, "der.value",
        "The content of an element is not the one DER encoding of a value of its type.",
        "Encode with DER: shortest integers, 00 or FF booleans, zero padding bits.", "X.690 sections 8 and 11");

    public static readonly ReasonCode TooLarge = new(1105, "der.too-large",
        "The structure, or a number or list in it, is larger than the limit.",
        "Stay under 64 KiB a certificate, 64 entries a list and 63 bits a number.", "ARCHITECTURE.md, hostile bytes 3");

    internal static readonly ReasonCode[] All = [Truncated, Trailing, Length, Tag, Value, TooLarge];
}
