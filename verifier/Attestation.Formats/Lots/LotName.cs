namespace Attestation.Formats.Lots;

/// <summary>Which lot: the first members of a device record, a lot report, and a lot's journal (docs/formats/lot-report.cddl).</summary>
/// <param name="Name">The manufacturer's name for it.</param>
/// <param name="Id">16 random bytes, so that two lots of one name are two.</param>
/// <param name="Vendor">Class of its devices.</param>
/// <param name="Model">Class of its devices.</param>
/// <param name="Board">Name of the board description.</param>
/// <param name="Scheme">Provisioning scheme of the Open Profile for DICE, 1 to 3.</param>
/// <param name="Algorithm">Of the UDS key pairs: <c>p256</c>, <c>p384</c>, <c>ed25519</c>.</param>
public sealed record LotName(string Name, ReadOnlyMemory<byte> Id, string Vendor, string Model, string Board, int Scheme, string Algorithm)
{
    public const int IdLength = 16;

    /// <summary>The same lot with the same settings; arrays are compared by content.</summary>
    public bool Equals(LotName? other) => other is not null && Id.Span.SequenceEqual(other.Id.Span) && HasSettingsOf(other);

    public override int GetHashCode() => HashCode.Combine(Name, Vendor, Model, Board, Scheme, Algorithm);

    /// <summary>Everything but the id.</summary>
    public bool HasSettingsOf(LotName other) =>
        (Name, Vendor, Model, Board, Scheme, Algorithm) == (other.Name, other.Vendor, other.Model, other.Board, other.Scheme, other.Algorithm);

    /// <summary>Name and the first bytes of the id: unique in a CA's registers.</summary>
    public override string ToString() => $"{Name}.{Convert.ToHexStringLower(Id.Span[..4])}";
}
