using Attestation.Formats;

namespace Attestation.Verifier.Endorsements;

/// <summary>The endorsement formats that this verifier reads, under today's names and those that Veraison's tools send.</summary>
public static class EndorsementFormats
{
    private const string VeraisonSigned = "application/corim-signed+cbor";
    private const string VeraisonUnsigned = "application/corim-unsigned+cbor";

    public static IReadOnlyList<string> MediaTypes { get; } =
        [Formats.MediaTypes.CorimSigned, Formats.MediaTypes.CorimUnsigned, VeraisonSigned, VeraisonUnsigned];

    /// <summary>Whether a media type, parameters aside, says that the CoRIM is signed.</summary>
    public static bool IsSigned(string essence) =>
        essence.Equals(Formats.MediaTypes.CorimSigned, StringComparison.OrdinalIgnoreCase)
        || essence.Equals(VeraisonSigned, StringComparison.OrdinalIgnoreCase);
}
