using System.Security.Cryptography;

namespace Attestation.Factory.Releases;

/// <summary>What one DICE layer of a release will measure and certify on every device that runs it in mode Normal.</summary>
/// <param name="Layer">0 is what the boot ROM starts.</param>
/// <param name="Name">Component name.</param>
/// <param name="Version">For people.</param>
/// <param name="Svn">Security version.</param>
/// <param name="CodeHash">64 bytes.</param>
/// <param name="Configuration">The configuration descriptor, CBOR.</param>
/// <param name="AuthorityHash">64 bytes.</param>
public sealed record ExpectedLayer(int Layer, string Name, string Version, ulong Svn, byte[] CodeHash, byte[] Configuration, byte[] AuthorityHash)
{
    /// <summary>SHA-512 of the descriptor: the configuration input.</summary>
    public byte[] ConfigurationHash => SHA512.HashData(Configuration);
}
