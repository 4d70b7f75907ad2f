namespace Attestation.Appraisal.Endorsements;

/// <summary>CoRIM flags-map 0..3 (draft-ietf-rats-corim section 5.1.4.1.4.4); null = the reference does not say.</summary>
public readonly record struct ModeFlags(bool? Configured, bool? Secure, bool? Recovery, bool? Debug)
{
    /// <summary>Every flag that is stated here has the same value in <paramref name="actual"/>.</summary>
    public bool Allows(ModeFlags actual) =>
        Same(Configured, actual.Configured) && Same(Secure, actual.Secure) && Same(Recovery, actual.Recovery) && Same(Debug, actual.Debug);

    private static bool Same(bool? stated, bool? actual) => stated is null || stated == actual;

    public override string ToString() =>
        $"configured {Say(Configured)}, secure {Say(Secure)}, recovery {Say(Recovery)}, debug {Say(Debug)}";

    private static string Say(bool? flag) => flag is null ? "any" : flag.Value ? "1" : "0";
}
