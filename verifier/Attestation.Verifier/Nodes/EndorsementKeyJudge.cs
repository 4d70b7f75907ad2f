using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Nodes;

/// <summary>Decides whether an endorsement key is one of a TPM that the operator trusts: by his list of keys.</summary>
public sealed class EndorsementKeyJudge(VerifierOptions options)
{
    private readonly HashSet<string> _allowed = Load(options.EkAllowList);

    /// <param name="ekPublic">TPM2B_PUBLIC.</param>
    /// <param name="trusted">The key.</param>
    internal Refusal? Judge(byte[] ekPublic, out TrustedEk? trusted)
    {
        trusted = null;
        if (!WireValue.TryParseSized(ekPublic, out TpmtPublic? area, out WireError error))
            return new Refusal(400, TpmReasons.EkForm, error.Sentence);
        if (PublicKeys.ToSubjectPublicKeyInfo(area) is not { } info)
            return new Refusal(400, TpmReasons.EkForm, $"{area.Type} key");
        string name = Convert.ToHexStringLower(TpmName.Of(area)), hash = Convert.ToHexStringLower(SHA256.HashData(info));
        if (!_allowed.Contains(name) && !_allowed.Contains(hash))
            return new Refusal(403, EnrolmentReasons.EkUnknown, $"key {hash}, Name {name}");
        trusted = new TrustedEk(area, name, hash, "allow-list", null, null);
        return null;
    }

    /// <summary>One key a line, its Name or hash in hex; # begins a comment.</summary>
    private static HashSet<string> Load(string? path)
    {
        try
        {
            string[] lines = path is null ? [] : [.. File.ReadLines(path).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
            return lines.FirstOrDefault(line => line.Length < 64 || !line.All(char.IsAsciiHexDigit)) is { } wrong
                ? throw new ServiceFailure(ServiceReasons.EkAllowList, $"{path}: {wrong}")
                : lines.Select(line => line.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.EkAllowList, e.Message, e);
        }
    }
}
