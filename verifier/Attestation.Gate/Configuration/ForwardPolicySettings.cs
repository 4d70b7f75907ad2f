using Attestation.Formats.Ear;
using Attestation.Gate.ForwardAuth;

namespace Attestation.Gate.Configuration;

/// <summary>Section <c>forwardAuth.policies</c>: named policies; without any there is <c>default</c>, which asks for an affirming result.</summary>
internal static class ForwardPolicySettings
{
    public const string Default = "default";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1), Most = TimeSpan.FromDays(365);

    public static IReadOnlyList<ForwardPolicy> Read(SettingsNode node)
    {
        if (!node.Exists)
            return [new ForwardPolicy { Name = Default }];
        ForwardPolicy[] policies = [.. node.Names().Select(name => Read(node, name))];
        node.Done();
        return policies;
    }

    private static ForwardPolicy Read(SettingsNode policies, string name)
    {
        if (!IsName(name))
            throw policies.Wrong(name, "is no policy's name: lower-case letters, digits and hyphens");
        SettingsNode node = policies.Section(name);
        var policy = new ForwardPolicy
        {
            Name = name,
            Result = node.Flag("result", true),
            Certificate = node.Choice("certificate", CertificateDemand.None),
            Status = node.Choice("status", AcceptedStatus.Affirming) == AcceptedStatus.Warning ? EarStatus.Warning : EarStatus.Affirming,
            MaxAge = node.Text("maxAge") is null ? null : node.Duration("maxAge", Least, Least, Most),
            Submodules = node.Texts("submodules"),
            VerifierBuild = node.Text("verifierBuild"),
            Feed = node.Flag("feed", true),
        };
        if (!policy.Result && policy.Certificate != CertificateDemand.Chain)
            throw policies.Wrong(name, "asks for nothing that proves anything: result, or certificate: chain");
        node.Done();
        return policy;
    }

    internal static bool IsName(string name) => name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>The worst status that a policy takes.</summary>
internal enum AcceptedStatus
{
    Affirming,
    Warning,
}
