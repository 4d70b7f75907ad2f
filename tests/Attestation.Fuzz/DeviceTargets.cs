using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Manifest;
using Attestation.Device.Ownership;
using Attestation.Device.Wire;
using Attestation.Dice;
using Attestation.Factory.Ownership;
using Attestation.Formats.Keys;

namespace Attestation.Fuzz;

/// <summary>What a board reads of others.</summary>
internal static class DeviceTargets
{
    private static readonly byte[] Payload = Sample(["app.pe"], null).Encode();

    private static readonly byte[] LargerPayload = Sample(["boot.pe", "app.pe", "lib.pe"], 3).Encode();

    private static readonly SigningKey Signer = FixedKey();

    private static readonly byte[] Signed = Sample(["app.pe"], null).Sign(Signer);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("device-cbor", [Payload, LargerPayload], ReadItem),
        new("device-manifest", [Payload, LargerPayload], bytes =>
            ManifestReader.Read(bytes, out _) == DeviceRefusal.None ? Reencoding.Cbor(bytes) : null),
        new("device-signed-message", [Signed], ReadSigned),
        new("device-authorisation", Authorisations, ReadAuthorisation),
    ];

    private static byte[][] Authorisations =>
    [
        new Factory.Ownership.OwnerAuthorisation(OwnerAction.Rotate, new byte[33], 7, Signer.PublicKey).Encode(),
        new Factory.Ownership.OwnerAuthorisation(OwnerAction.Return, new byte[33], 300, null).Encode(),
        new Factory.Ownership.OwnerAuthorisation(OwnerAction.Decommission, new byte[33], ulong.MaxValue, null).Encode(),
    ];

    private static byte[]? ReadAuthorisation(byte[] bytes) => Device.Ownership.OwnerAuthorisation.TryRead(bytes, out _) ? Reencoding.Cbor(bytes) : null;

    private static byte[]? ReadItem(byte[] bytes)
    {
        var reader = new CborReader(bytes, 0, bytes.Length);
        return reader.TryReadItem(out _, out _) && reader.IsAtEnd ? Reencoding.Cbor(bytes) : null;
    }

    /// <summary>Nothing but the signed bytes is ever accepted: Ed25519 signatures have one form, and so has the message.</summary>
    private static byte[]? ReadSigned(byte[] bytes)
    {
        var key = new FirmwareKey(DiceAlgorithm.Ed25519, Signer.PublicKey.PublicBytes.ToArray());
        return UpdateManifest.Verify(bytes, key, out _) == DeviceRefusal.None ? Signed : null;
    }

    /// <summary>PKCS #8 of the seed 07 07 .. (RFC 8410 section 7): the same signature in every run.</summary>
    private static SigningKey FixedKey()
    {
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Enumerable.Repeat((byte)7, 32)];
        return SigningKey.TryParsePkcs8(pkcs8, out SigningKey key, out _) ? key : throw new InvalidOperationException("the fixed key is not read");
    }

    private static Factory.Releases.UpdateManifest Sample(string[] files, ulong? resident)
    {
        var layer = new Factory.Releases.UpdateLayer("app", [.. files.Select(name => new Factory.Releases.UpdateFile(name, 4096, SHA512.HashData([(byte)name.Length])))]);
        return new Factory.Releases.UpdateManifest("Example Devices", "edge-1", "esp32", "2.0.0", 2, [layer], resident);
    }
}
