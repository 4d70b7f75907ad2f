using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Endorsements;

/// <summary>Reads the folder of <c>--corim-keys</c>: one public key a file, PEM or DER SubjectPublicKeyInfo.</summary>
internal static class CorimKeyFolder
{
    /// <exception cref="ServiceFailure">service.corim-keys, with the name of the file.</exception>
    public static IReadOnlyList<TrustedSigner> Load(string? folder) =>
        [.. TrustFolder.Read(folder, ServiceReasons.CorimKeys).Select(file => Parse(file.Name, file.Content))];

    private static TrustedSigner Parse(string name, byte[] content)
    {
        bool read = TrustFolder.IsPem(content)
            ? VerificationKey.TryParsePem(TrustFolder.TextOf(content), out VerificationKey key, out _)
            : VerificationKey.TryParseSpki(content, out key, out _);
        return read ? new TrustedSigner(Path.GetFileNameWithoutExtension(name), key) : throw new ServiceFailure(ServiceReasons.CorimKeys, name);
    }
}

/// <summary>Somebody whose signature on a CoRIM counts.</summary>
/// <param name="Name">The key file's name without its ending: what findings and comparisons call the signer.</param>
/// <param name="Key">The public key.</param>
public sealed record TrustedSigner(string Name, VerificationKey Key);
