using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Rights;

/// <summary>The roles of the manifests in the API server, whole and with one verb less; and one verifier for all tests.</summary>
public sealed class RightsWorld(KubeCluster cluster) : IAsyncLifetime
{
    private const string Account = "system:serviceaccount:" + KubeCluster.Namespace + ":" + Manifests.Account;
    private readonly TemporaryFolder _folder = new();

    internal KubeCluster Cluster { get; } = cluster;

    internal AttestationSite Site { get; private set; } = null!;

    /// <summary>Of the gate's own account.</summary>
    internal string Kubeconfig { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!ClusterPrograms.AreThere)
            return;
        Site = await AttestationSite.StartAsync();
        Kubeconfig = await Cluster.ApplyRightsAsync(_folder.Path);
    }

    public async Task DisposeAsync()
    {
        if (Site is not null)
        {
            await RestoreAsync();
            await Site.DisposeAsync();
        }
        _folder.Dispose();
    }

    /// <summary>Gives every right back.</summary>
    internal Task RestoreAsync() => Cluster.ApplyRightsAsync(_folder.Path);

    /// <summary>Takes one right away, and waits until the API server's authorizer knows.</summary>
    internal async Task TakeAwayAsync(Right right)
    {
        var role = JsonNode.Parse((await Cluster.Admin.GetAsync(right.Path)).Document.GetRawText())!;
        var rules = (JsonArray)role["rules"]!;
        var rule = (JsonObject)rules[right.Rule]!;
        bool several = right.Name.Length > 0 && rule["resourceNames"]!.AsArray().Count > 1; // then the verb stays, for the other objects
        if (!Remove(rule, several ? "resourceNames" : "verbs", several ? right.Name : right.Verb))
            rules.RemoveAt(right.Rule);
        _ = (await Cluster.Admin.PutAsync(right.Path, role)).Document;
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); await MayAsync(right); await Task.Delay(50))
            Assert.True(DateTime.UtcNow < end, $"{right} is not taken away");
    }

    /// <summary>Has the account the right? SubjectAccessReview of authorization.k8s.io/v1.</summary>
    internal async Task<bool> MayAsync(Right right)
    {
        string[] parts = right.Resource.Split('/');
        var attributes = new JsonObject { ["verb"] = right.Verb, ["group"] = right.Group, ["resource"] = parts[0], ["namespace"] = right.Namespace };
        if (parts.Length > 1)
            attributes["subresource"] = parts[1];
        if (right.Name.Length > 0)
            attributes["name"] = right.Name;
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject { ["user"] = Account, ["resourceAttributes"] = attributes },
        };
        JsonElement answer = (await Cluster.Admin.PostAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", review)).Document;
        return answer.GetProperty("status").GetProperty("allowed").GetBoolean();
    }

    /// <returns>False where nothing is left.</returns>
    private static bool Remove(JsonObject rule, string list, string item)
    {
        string[] left = [.. rule[list]!.AsArray().Select(v => v!.GetValue<string>()).Where(v => v != item)];
        rule[list] = new JsonArray([.. left.Select(v => (JsonNode)v)]);
        return left.Length > 0;
    }
}
