namespace Attestation.Formats.Cose;

/// <summary>Which form of COSE_Sign1 a format asks for (RFC 9052 section 2).</summary>
public enum CoseTag
{
    /// <summary>COSE_Sign1_Tagged: tag 18 must stand before the array.</summary>
    Required,

    /// <summary>Untagged: the context says what it is, as in Open DICE certificates.</summary>
    Absent,

    /// <summary>Both are deployed.</summary>
    Either,
}
