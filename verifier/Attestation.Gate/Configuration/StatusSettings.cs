namespace Attestation.Gate.Configuration;

/// <summary>Section <c>status</c>: where health, metrics and the list of nodes can be read.</summary>
/// <param name="Listen">Plain http; nothing secret is served, but node names and verdicts are.</param>
public sealed record StatusSettings(ListenAddress Listen)
{
    public static StatusSettings Read(SettingsNode node)
    {
        var settings = new StatusSettings(node.Listen("listen", "http://127.0.0.1:9095"));
        if (settings.Listen.IsTls)
            throw node.Wrong("listen", "is https; status is served over http: keep it on this machine, or behind a network policy");
        node.Done();
        return settings;
    }
}
