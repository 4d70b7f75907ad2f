using System.Security.Cryptography;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>What a release says of one firmware image. docs/formats/release-manifest.cddl.</summary>
/// <param name="Name">Component name: the image's file name.</param>
/// <param name="Version">For people.</param>
/// <param name="Svn">Security version: grows when an older release must not run any more.</param>
/// <param name="Sha512">Of the whole image, 64 bytes.</param>
public sealed record ReleaseManifest(string Name, string Version, ulong Svn, ReadOnlyMemory<byte> Sha512)
{
    private const int NameKey = 1;
    private const int VersionKey = 2;
    private const int SvnKey = 3;
    private const int DigestKey = 4;

    public static ReleaseManifest Of(string name, string version, ulong svn, ReadOnlySpan<byte> image) =>
        new(name, version, svn, SHA512.HashData(image));

    /// <summary>COSE_Sign1 by the firmware key.</summary>
    public byte[] Sign(SigningKey firmwareKey)
    {
        byte[] payload = new CborMapBuilder()
            .Add(NameKey, Name).Add(VersionKey, Version).Add(SvnKey, w => w.WriteUInt64(Svn)).Add(DigestKey, Sha512)
            .Encode();
        return new CoseSign1Writer().Sign(firmwareKey, payload);
    }

    /// <summary>What boot code asks: did the trusted key release exactly this image?</summary>
    /// <param name="signed">The manifest file.</param>
    /// <param name="key">The key that the device trusts; null where it trusts none.</param>
    /// <param name="image">The image beside it.</param>
    /// <param name="manifest">What it says; set whenever the signature verifies, even where the image is another one: a device that enforces
    /// nothing still records what it was given.</param>
    /// <returns>Null when it did; else the reason.</returns>
    public static ReasonCode? TryVerify(ReadOnlyMemory<byte> signed, VerificationKey? key, ReadOnlySpan<byte> image, out ReleaseManifest? manifest)
    {
        manifest = null;
        if (!UnverifiedCoseSign1.TryParse(signed, CoseTag.Required, out UnverifiedCoseSign1? message, out _))
            return FactoryReasons.ManifestMalformed;
        if (key is null || !message.Verify(key, default, out ReadOnlyMemory<byte> payload, out _))
            return FactoryReasons.ManifestSignature;
        if (!TryParse(payload, out manifest))
            return FactoryReasons.ManifestMalformed;
        return SHA512.HashData(image).AsSpan().SequenceEqual(manifest.Sha512.Span) ? null : FactoryReasons.ManifestDigest;
    }

    /// <summary>The payload of a verified manifest.</summary>
    private static bool TryParse(ReadOnlyMemory<byte> payload, out ReleaseManifest manifest)
    {
        string name = "", version = "";
        ulong svn = 0;
        ReadOnlyMemory<byte> digest = default;
        int members = 0;
        manifest = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out _))
            return false;
        bool read = reader.TryReadMap(label => label.Integer switch
        {
            NameKey => Counted(reader.TryReadText(out name)),
            VersionKey => Counted(reader.TryReadText(out version)),
            SvnKey => Counted(reader.TryReadUInt64(out svn)),
            DigestKey => Counted(reader.TryReadBytes(out digest, SHA512.HashSizeInBytes, SHA512.HashSizeInBytes)),
            _ => reader.Fail(CborReasons.Type),
        });
        if (!read || members != 4)
            return false;
        manifest = new ReleaseManifest(name, version, svn, digest);
        return true;

        bool Counted(bool good)
        {
            members++;
            return good;
        }
    }
}
