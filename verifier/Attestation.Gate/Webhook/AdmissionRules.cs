namespace Attestation.Gate.Webhook;

/// <summary>What an operator decided about admission.</summary>
/// <param name="Prefix">Domain of the marks that the gate owns.</param>
/// <param name="Account">The gate's own user name at the API server: it alone sets those marks.</param>
/// <param name="Exempt">Nodes that need no verdict.</param>
/// <param name="BreakGlass">User names and groups whose requests pass although they would be refused.</param>
/// <param name="WarnBefore">An admitted node is warned when its verdict ends within this time.</param>
public sealed record AdmissionRules(string Prefix, string Account, IReadOnlySet<string> Exempt, IReadOnlySet<string> BreakGlass, TimeSpan WarnBefore)
{
    public string CordonMark { get; } = Prefix + "/gate-cordoned";

    public bool IsGate(AdmissionUser user) => user.Name == Account;

    /// <summary>A node never breaks the glass, whatever groups it is in.</summary>
    public bool MayBreakGlass(AdmissionUser user) => user.Node is null && (BreakGlass.Contains(user.Name) || user.Groups.Any(BreakGlass.Contains));
}
