using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inputs;

/// <summary>A CoRIM from a file, with what is known about who signed it.</summary>
/// <param name="Manifest">Its content.</param>
/// <param name="Signer">Name and key of the signer; empty for an unsigned one.</param>
/// <param name="SignatureValidity">From the signed header; null where absent.</param>
internal sealed record CorimFile(CorimManifest Manifest, string Signer, CorimValidity? SignatureValidity)
{
    /// <summary>A signed one is verified with the first of the keys that fits; null where none does.</summary>
    internal static CorimFile? Read(InputFile file, IReadOnlyList<VerificationKey> keys)
    {
        if (!UnverifiedSignedCorim.LooksSigned(file.Bytes.Span))
        {
            return CorimManifest.TryParse(file.Bytes, out CorimManifest? unsigned, out ParseError malformed)
                ? new CorimFile(unsigned, "", null)
                : throw CliFailure.Malformed(file.Name, malformed);
        }
        UnverifiedSignedCorim corim = ReadSigned(file);
        foreach (VerificationKey key in keys)
        {
            if (corim.Verify(key, out CorimManifest? manifest, out ParseError error))
                return new CorimFile(manifest, $"{corim.Signer} ({key})", corim.SignatureValidity);
            if (error.Code.Area != "cose")
                throw CliFailure.Malformed(file.Name, error);
        }
        return null;
    }

    internal static UnverifiedSignedCorim ReadSigned(InputFile file) =>
        UnverifiedSignedCorim.TryParse(file.Bytes, out UnverifiedSignedCorim? corim, out ParseError error) ? corim : throw CliFailure.Malformed(file.Name, error);
}
