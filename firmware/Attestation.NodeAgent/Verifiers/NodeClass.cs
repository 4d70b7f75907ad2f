namespace Attestation.NodeAgent.Verifiers;

/// <summary>Whose reference values judge the node.</summary>
/// <param name="Vendor">As in the CoRIM.</param>
/// <param name="Model">As in the CoRIM.</param>
public sealed record NodeClass(string Vendor, string Model)
{
    /// <param name="text"><c>VENDOR/MODEL</c>; the vendor holds no slash.</param>
    /// <exception cref="AgentException">Usage.</exception>
    public static NodeClass Parse(string text) => text.IndexOf('/') is > 0 and var at && at < text.Length - 1
        ? new NodeClass(text[..at], text[(at + 1)..])
        : throw AgentException.Usage($"'{text}' is no class of nodes. Write VENDOR/MODEL.");

    public override string ToString() => $"{Vendor}/{Model}";
}
