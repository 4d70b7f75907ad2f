namespace Attestation.Formats.Reasons;

/// <summary>Reasons of handing devices over, taking them back and ending them, events 1870-1889.</summary>
public static class OwnershipReasons
{
    private const string Export = "docs/ownership.md, Sold";
    private const string Authorisation = "docs/formats/owner-authorisation.cddl";

    public static readonly ReasonCode OwnerKey = new(1870, "factory.owner-key",
        "Boards cannot verify this kind of owner's key.",
        "Make one with attest-factory key new --alg p256 or --alg ed25519.", Authorisation);

    public static readonly ReasonCode OwnerUnfit = new(1871, "factory.owner-unfit",
        "The authorisation does not fit together: its UEID is none of 33 bytes, or it names an owner where none can follow.",
        "Take the UEID from the device's record, and name a new owner for a transfer only.", Authorisation);

    public static readonly ReasonCode AuthorisationMalformed = new(1872, "factory.authorisation-malformed",
        "The authorisation is not the signed map that boards read.",
        "Write it again, as the CDDL says.", Authorisation);

    public static readonly ReasonCode AuthorisationSignature = new(1873, "factory.authorisation-signature",
        "The authorisation is not signed by the key that the device obeys.",
        "Sign with the present owner's key, or with the firmware key where the device has no owner.", Authorisation);

    public static readonly ReasonCode ExportDevice = new(1874, "factory.export-device",
        "A device that was asked for did not pass in this lot.",
        "Compare the serial numbers with the lot's records, or export another lot.", Export);

    public static readonly ReasonCode ExportEmpty = new(1875, "factory.export-empty",
        "No device of the lot passed: there is nothing to endorse.",
        "Finish the lot first.", Export);

    internal static readonly ReasonCode[] All = [OwnerKey, OwnerUnfit, AuthorisationMalformed, AuthorisationSignature, ExportDevice, ExportEmpty];
}
