namespace Attestation.Appraisal.Endorsements;

/// <summary>One CoRIM identity triple (draft-ietf-rats-corim section 5.1.8): this key is that device.</summary>
/// <param name="KeyThumbprint">SHA-256 of the public key, lower-case hex, as in <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>.</param>
/// <param name="Class">The device's class; null where the triple states no vendor and model.</param>
/// <param name="Ueid">The device's UEID; null where the triple states no instance.</param>
/// <param name="Source">Id of the CoRIM it came in.</param>
/// <param name="Signer">Who signed that CoRIM; empty where nobody did.</param>
public sealed record IdentityEndorsement(string KeyThumbprint, DeviceClass? Class, ReadOnlyMemory<byte>? Ueid, string Source, string Signer);
