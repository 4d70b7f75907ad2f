using System.Text;
using Attestation.Gate.Webhook;

namespace Attestation.Fuzz;

/// <summary>What the gate reads from others: an API server's reviews.</summary>
internal static class GateTargets
{
    private const string Prefix = "attestation.example.com";

    internal static IReadOnlyList<FuzzTarget> All =>
    [
        new("admission-review", [.. Reviews().Select(Encoding.UTF8.GetBytes)], bytes => AdmissionRequest.TryParse(bytes, Prefix, out AdmissionRequest? request, out _) ? Judged(request, bytes) : null),
    ];

    /// <summary>What was read is compared with what was there: the marks of a node do not differ from themselves.</summary>
    private static byte[] Judged(AdmissionRequest request, byte[] bytes)
    {
        if (request.Node is { } node && node.Marks.ChangeFrom(node.Marks) is { } change)
            throw new InvalidOperationException($"the marks of a node differ from themselves: {change.What}");
        request.Node?.Marks.ChangeFrom(request.Old?.Marks ?? OwnedMarks.None);
        return bytes;
    }

    private static IEnumerable<string> Reviews()
    {
        string marked = Node("10", $$""", "{{Prefix}}/verdict":"late" """, $$"""[{"key":"{{Prefix}}/untrusted","effect":"NoExecute","timeAdded":"2026-11-21T02:18:16Z"}]""");
        yield return Review("CREATE", "", Node("", "", "[]"), "null");
        yield return Review("UPDATE", "", Node("11", "", "null"), marked);
        yield return Review("UPDATE", "\"subResource\":\"status\",", marked, marked);
        yield return Review("DELETE", "", "null", marked);
    }

    private static string Review(string operation, string more, string node, string old) =>
        $$$"""
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"4970737a","resource":{"group":"","version":"v1","resource":"nodes"},{{{more}}}
        "name":"worker-1","operation":"{{{operation}}}","userInfo":{"username":"system:node:worker-1","groups":["system:nodes"],
        "extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}},
        "object":{{{node}}},"oldObject":{{{old}}},"dryRun":false}}
        """;

    private static string Node(string version, string labels, string taints) =>
        $$$"""
        {"metadata":{"name":"worker-1","resourceVersion":"{{{version}}}","labels":{"kubernetes.io/os":"linux"{{{labels}}}},"annotations":{"{{{Prefix}}}/gate-cordoned":"true"}},
        "spec":{"unschedulable":true,"taints":{{{taints}}}},"status":{"conditions":[{"type":"{{{Prefix}}}/Attested","status":"Unknown","reason":"R"}]}}
        """;
}
