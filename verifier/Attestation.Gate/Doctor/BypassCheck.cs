using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Doctor;

/// <summary>
/// Who can have a kubelet's request approved without the gate. kube-controller-manager (controller csrapproving) approves a request whose sender may
/// <c>create certificatesigningrequests/nodeclient</c> or <c>/selfnodeclient</c>: kubeadm binds both. Whoever may update
/// <c>certificatesigningrequests/approval</c> approves by hand. The gate's own account may not read bindings, so this needs an administrator's kubeconfig.
/// </summary>
internal sealed class BypassCheck(GateSettings settings, ApiServer server)
{
    private const string Rbac = "apis/rbac.authorization.k8s.io/v1/";
    private const string Requests = "certificatesigningrequests";

    private static readonly string[] ByItself = [Requests + "/nodeclient", Requests + "/selfnodeclient"];

    /// <summary>Subjects that every cluster has, and that are none of a kubelet's; besides the controllers' own accounts.</summary>
    private static readonly string[] Administrators = ["system:masters", "system:kube-controller-manager"];

    public async Task<IEnumerable<Finding>> RunAsync(CancellationToken cancel)
    {
        JsonArray roles, bindings;
        try
        {
            roles = await ItemsAsync("clusterroles", cancel);
            bindings = await ItemsAsync("clusterrolebindings", cancel);
        }
        catch (ApiFailure failure) when (failure.IsForbidden)
        {
            return [Finding.Skipped("bypass", "this account may not read roles: run doctor with an administrator's --kubeconfig to see who else can approve")];
        }
        var findings = new List<Finding>();
        string[] automatic = [.. NamesOf(roles, role => ByItself.Any(resource => Grants(role, resource, "create")))];
        string[] approvers = [.. NamesOf(roles, role => Grants(role, Requests + "/approval", "update"))];
        foreach (JsonObject binding in bindings.OfType<JsonObject>())
        {
            string role = Text(binding["roleRef"]?["name"]), name = Text(binding["metadata"]?["name"]);
            string[] subjects = [.. SubjectsOf(binding)];
            if (subjects.Length == 0 || role.StartsWith("system:controller:", StringComparison.Ordinal))
                continue;
            if (automatic.Contains(role))
                findings.Add(Finding.Fail("bypass", DoctorReasons.Bypass, $"ClusterRoleBinding {name} gives {role} to {string.Join(", ", subjects)}: kube-controller-manager approves their requests by itself"));
            else if (approvers.Contains(role))
                findings.Add(Finding.Warn("bypass", DoctorReasons.Bypass, $"ClusterRoleBinding {name} lets {string.Join(", ", subjects)} approve by hand"));
        }
        return findings.Count > 0 ? findings : [Finding.Ok("bypass", "only the gate and administrators can have a kubelet's request approved")];
    }

    private async Task<JsonArray> ItemsAsync(string kind, CancellationToken cancel) => (await server.GetAsync(Rbac + kind, cancel))["items"] as JsonArray ?? [];

    private static IEnumerable<string> NamesOf(JsonArray roles, Func<JsonObject, bool> wanted) => roles.OfType<JsonObject>().Where(wanted).Select(r => Text(r["metadata"]?["name"]));

    private static bool Grants(JsonObject role, string resource, string verb) => (role["rules"] as JsonArray ?? []).OfType<JsonObject>().Any(rule =>
        Has(rule, "apiGroups", "certificates.k8s.io", "*")
        && Has(rule, "resources", resource, "*", $"*/{resource[(resource.IndexOf('/') + 1)..]}")
        && Has(rule, "verbs", verb, "*"));

    private IEnumerable<string> SubjectsOf(JsonObject binding) => (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Where(s => !IsGate(s)).Select(s => Text(s["name"])).Except(Administrators);

    private bool IsGate(JsonObject subject)
    {
        string name = Text(subject["kind"]) == "ServiceAccount" ? $"system:serviceaccount:{Text(subject["namespace"])}:{Text(subject["name"])}" : Text(subject["name"]);
        string home = KubernetesPart.NamespaceOf(settings.Kubernetes);
        return name == (settings.Kubernetes.Account ?? $"system:serviceaccount:{home}:attest-gate");
    }

    private static bool Has(JsonObject rule, string list, params string[] any) => (rule[list] as JsonArray ?? []).Any(item => any.Contains(Text(item)));

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
