using Attestation.Appraisal.Policies;
using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Configuration;

/// <summary>Loads the policy document of <c>--policy</c>.</summary>
internal static class PolicyFile
{
    /// <returns>The document's policy, or the default, with --ear-ttl laid over it.</returns>
    /// <exception cref="ServiceFailure">service.policy-file, with the reader's own reason in the detail.</exception>
    public static Policy Load(VerifierOptions options)
    {
        Policy policy = options.Policy is { } path ? Read(path) : Policy.Default;
        return options.EarTtl is { } lifetime ? policy with { EarLifetime = lifetime } : policy;
    }

    private static Policy Read(string path)
    {
        try
        {
            return PolicyReader.TryParse(File.ReadAllBytes(path), out Policy policy, out ParseError error)
                ? policy
                : throw new ServiceFailure(ServiceReasons.PolicyFile, $"{path}: {error}: {error.Code.Sentence}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.PolicyFile, e.Message, e);
        }
    }
}
