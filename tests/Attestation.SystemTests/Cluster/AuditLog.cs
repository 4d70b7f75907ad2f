using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>One answered request of the gate's account, as the API server noted it.</summary>
/// <param name="Resource">With its subresource: <c>nodes/status</c>.</param>
/// <param name="Namespace">Empty for what belongs to none.</param>
internal sealed record ApiUse(string Verb, string Group, string Resource, string Namespace, string Name, int Status);

/// <summary>The audit log of the API server (tests/cluster/audit-policy.yaml): everything that accounts of the namespace attestation asked.</summary>
internal sealed class AuditLog(KubeCluster cluster)
{
    private const string Accounts = "system:serviceaccount:" + KubeCluster.Namespace + ":";
    private long _start = LengthOf(cluster);

    /// <summary>Forgets what was asked so far.</summary>
    public void Restart() => _start = LengthOf(cluster);

    /// <summary>What was asked since the start, in order.</summary>
    public IEnumerable<ApiUse> Uses()
    {
        if (!File.Exists(cluster["audit.log"]))
            yield break; // it is made with the first entry
        using var file = new FileStream(cluster["audit.log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(_start, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (line.EndsWith('}') && Use(line) is { } use) // the last line may be half written
                yield return use;
        }
    }

    /// <summary>Waits for a use.</summary>
    public async Task<ApiUse> UntilAsync(Func<ApiUse, bool> wanted, string what, int seconds = 60)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < end; await Task.Delay(200))
        {
            if (Uses().FirstOrDefault(wanted) is { } use)
                return use;
        }
        throw new InvalidOperationException($"the API server never noted {what}; it noted:\n{string.Join('\n', Uses().Distinct())}");
    }

    private static ApiUse? Use(string line)
    {
        JsonElement entry = JsonElement.Parse(line);
        if (Text(entry.GetProperty("user"), "username").StartsWith(Accounts, StringComparison.Ordinal) && entry.TryGetProperty("objectRef", out JsonElement about))
        {
            string resource = Text(about, "resource"), part = Text(about, "subresource");
            int status = entry.TryGetProperty("responseStatus", out JsonElement answer) ? answer.GetProperty("code").GetInt32() : 0;
            return new ApiUse(Text(entry, "verb"), Text(about, "apiGroup"), part.Length > 0 ? $"{resource}/{part}" : resource, Text(about, "namespace"), Text(about, "name"), status);
        }
        return null;
    }

    private static string Text(JsonElement holder, string member) => holder.TryGetProperty(member, out JsonElement value) ? value.GetString() ?? "" : "";

    private static long LengthOf(KubeCluster cluster) => File.Exists(cluster["audit.log"]) ? new FileInfo(cluster["audit.log"]).Length : 0;
}
