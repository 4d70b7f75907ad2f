namespace Attestation.Formats.Reasons;

/// <summary>Reasons of handing devices over, taking them back and ending them, events 1870-1889.</summary>
public static class OwnershipReasons
{
    private const string Handover = "docs/ownership.md";
    private const string Record = "docs/formats/owner-record.cddl";
    private const string Export = "docs/ownership.md, Sold";
    private const string Authorisation = "docs/formats/owner-authorisation.cddl";

    public static readonly ReasonCode OwnerKey = new(1870, "factory.owner-key",
        "Boards cannot verify this kind of owner's key.",
        "Make one with attest-factory owner new.", Authorisation);

    public static readonly ReasonCode OwnerUnfit = new(1871, "factory.owner-unfit",
        "The authorisation does not fit together: its UEID is none of 33 bytes, or it names an owner where none can follow.",
        "Take the UEID from the device's record, and name a new owner for a transfer only.", Authorisation);

    public static readonly ReasonCode AuthorisationMalformed = new(1872, "factory.authorisation-malformed",
        "The authorisation is not the signed map that boards read.",
        "Write it again with attest-factory transfer, decommission or rma.", Authorisation);

    public static readonly ReasonCode AuthorisationSignature = new(1873, "factory.authorisation-signature",
        "The authorisation is not signed by the key that the device obeys.",
        "Sign with the present owner's key, or with the firmware key where the device has no owner.", Authorisation);

    public static readonly ReasonCode ExportDevice = new(1874, "factory.export-device",
        "A device that was asked for did not pass in this lot.",
        "Compare the serial numbers with the lot's records, or export another lot.", Export);

    public static readonly ReasonCode ExportEmpty = new(1875, "factory.export-empty",
        "No device of the lot passed: there is nothing to endorse.",
        "Finish the lot first.", Export);

    public static readonly ReasonCode OwnerEvidence = new(1876, "factory.owner-evidence",
        "What the device showed does not prove which device it is.",
        "Check that this device has this UEID, and that it boots; a device that cannot prove itself is not handed over.", Handover);

    public static readonly ReasonCode IdentityKept = new(1877, "factory.identity-kept",
        "The device said that it carried the authorisation out, and still shows what its former owner knew.",
        "Do not hand it over: its hidden input did not change. Revoke it at every verifier, and examine it.", Handover);

    public static readonly ReasonCode OwnerRecordBroken = new(1878, "factory.owner-record",
        "The owner record is not an unbroken list of entries by the key that signs it.",
        "Fetch the record from its archive; give the public key of who keeps it.", Record);

    public static readonly ReasonCode OwnerOrder = new(1879, "factory.owner-order",
        "This cannot follow what the owner record says of the device.",
        "Look at the record (attest-factory owner show); finish what was authorised, with the device at the line.", Record);

    public static readonly ReasonCode OwnerDevice = new(1880, "factory.owner-device",
        "Another device is at the line than the one that is meant.",
        "Compare the UEID with attest-factory device hello, and put the right device there.", Handover);

    internal static readonly ReasonCode[] All =
    [
        OwnerKey, OwnerUnfit, AuthorisationMalformed, AuthorisationSignature, ExportDevice, ExportEmpty, OwnerEvidence, IdentityKept, OwnerRecordBroken, OwnerOrder, OwnerDevice,
    ];
}
