namespace Attestation.Device.Manifest;

/// <summary>What a manifest states of each of its files. docs/formats/update-manifest.cddl, key 9.</summary>
public enum FileMeasurement
{
    /// <summary>No key 9: SHA-512 of the file.</summary>
    Sha512 = 0,

    /// <summary>HMAC-SHA-512 of the file under a fixed, public key: for boards whose only native hash is an HMAC.</summary>
    HmacSha512 = 1,
}
