using System.Collections.Frozen;

namespace Attestation.Appraisal.Devices;

/// <summary>
/// The identities of devices that were never provisioned. The UDS key pair is a function of the UDS alone (Open Profile for DICE 2.6, section
/// "Asymmetric key pair derivation"), so blank fuses (all zeros) and blank flash (all ones) give the same six public keys everywhere.
/// Written here from the specification's formulas; a test compares the first three with what the firmware derives.
/// </summary>
public static class UnprovisionedIdentity
{
    /// <summary>SHA-256 of the public key, lower-case hex, from a UDS of 32 zero bytes: Ed25519, P-256, P-384.</summary>
    public static IReadOnlyList<string> Zeros { get; } =
    [
        "ac300e118c51f93502bce67f6ccc8a7cc44900ac199bf882fbb2b7a1b51d4b16",
        "ccca28e6aca1a7bc6bcaa2643ca960bf8a7848c4bb6990655edeeae7b076f8ae",
        "75839a6bb1ccffaf7bf87025c06994426a04b903a6d4ccf8aee67799a2f95af0",
    ];

    /// <summary>The same from a UDS of 32 bytes FF.</summary>
    public static IReadOnlyList<string> Ones { get; } =
    [
        "33dda4f8fbfee75627527a8e5a9c6f83c2d0be6c000873fc79a43b9df948b732",
        "d8bdced83566fc66a3a845e2cce4ebf1a89105fae903fec3e512ecd672a84f16",
        "857b0a9b1e4788e113c02ebc0e17d1503f7139bac00414c61dbb72ea95af20db",
    ];

    private static readonly FrozenSet<string> All = Zeros.Concat(Ones).ToFrozenSet(StringComparer.Ordinal);

    /// <param name="udsKeyThumbprint">As in <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>.</param>
    public static bool Is(string udsKeyThumbprint) => All.Contains(udsKeyThumbprint);
}
