namespace Attestation.Appraisal.Endorsements;

/// <summary>CoRIM class-map (draft-ietf-rats-corim section 5.1.4.1.1) as far as it names a kind of device: vendor and model, compared as they stand.</summary>
public readonly record struct DeviceClass(string Vendor, string Model)
{
    public override string ToString() => $"{Vendor} {Model}";
}
