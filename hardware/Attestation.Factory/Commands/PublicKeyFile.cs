using System.Text;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>A public key that an option names, PEM.</summary>
internal static class PublicKeyFile
{
    /// <exception cref="FactoryException"><c>factory.image-unreadable</c>, <c>factory.key-unusable</c>.</exception>
    public static VerificationKey Read(string file) =>
        VerificationKey.TryParsePem(Encoding.Latin1.GetString(FirmwareImage.Read(file).Content), out VerificationKey key, out _) ? key : throw new FactoryException(FactoryReasons.KeyUnusable, file);
}
