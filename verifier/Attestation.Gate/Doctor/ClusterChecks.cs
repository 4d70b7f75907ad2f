using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;

namespace Attestation.Gate.Doctor;

/// <summary>Is the API server there, may the gate do what it is set to, and does the cluster do its part?</summary>
internal sealed class ClusterChecks(GateSettings settings, ApiServer server, ApiCredentials account, VerdictCache verdicts, TimeProvider clock)
{
    /// <summary>A signer answers within a second; a node's status is written every ten.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(1);

    public async Task<List<Finding>> RunAsync(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        try
        {
            JsonObject version = await server.GetAsync("version", cancel);
            findings.Add(Finding.Ok("api-server", $"{account.Server} is {version["gitVersion"]}"));
            findings.Add(ClockCheck.Of("the API server", server.ClockDifference));
        }
        catch (ApiFailure failure)
        {
            findings.Add(Finding.Fail("api-server", DoctorReasons.ApiServer, failure.Message));
            return findings;
        }
        Func<CancellationToken, Task<IEnumerable<Finding>>>[] checks = [RightsAsync, WebhookAsync, new BypassCheck(settings, server).RunAsync, SigningAsync, NodesAsync, LeaseAsync];
        foreach (Func<CancellationToken, Task<IEnumerable<Finding>>> check in checks)
        {
            try
            {
                findings.AddRange(await check(cancel));
            }
            catch (ApiFailure failure)
            {
                findings.Add(failure.IsForbidden ? Finding.Skipped("cluster", failure.Message) : Finding.Fail("cluster", DoctorReasons.ApiServer, failure.Message));
            }
        }
        return findings;
    }

    private async Task<IEnumerable<Finding>> RightsAsync(CancellationToken cancel)
    {
        List<Finding> missing = [];
        int count = 0;
        foreach (NeededRight right in NeededRights.Of(settings))
        {
            count++;
            var attributes = new JsonObject { ["verb"] = right.Verb, ["group"] = right.Group, ["resource"] = right.Resource };
            foreach ((string name, string? value) in new[] { ("subresource", right.Subresource), ("namespace", right.Namespace), ("name", right.Name) })
            {
                if (value is not null)
                    attributes[name] = value;
            }
            var review = new JsonObject
            {
                ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SelfSubjectAccessReview", ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
            };
            JsonObject answer = await server.PostAsync("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, cancel);
            if (answer["status"]?["allowed"]?.GetValue<bool>() != true)
                missing.Add(Finding.Fail("rights", DoctorReasons.Right, right.ToString()));
        }
        return missing.Count > 0 ? missing : [Finding.Ok("rights", $"all {count} that the settings need")];
    }

    private async Task<IEnumerable<Finding>> WebhookAsync(CancellationToken cancel)
    {
        if (!settings.Webhook.Enabled)
            return [Finding.Warn("webhook", DoctorReasons.Webhook, "switched off: a node with a certificate from elsewhere joins unseen")];
        JsonElement configuration;
        try
        {
            JsonObject stored = await server.GetAsync($"apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{Uri.EscapeDataString(settings.Webhook.Configuration)}", cancel);
            configuration = JsonElement.Parse(stored.ToJsonString());
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            return [Finding.Fail("webhook", DoctorReasons.Webhook, $"there is no ValidatingWebhookConfiguration {settings.Webhook.Configuration}")];
        }
        string[] faults = [.. RegistrationCheck.Faults(configuration), .. CaBundles.Faults(configuration, clock.GetUtcNow())];
        return faults.Length > 0 ? faults.Select(f => Finding.Fail("webhook", DoctorReasons.Webhook, f)) : [Finding.Ok("webhook", $"{settings.Webhook.Configuration} asks about every node")];
    }

    /// <summary>Which controllers run cannot be asked; what they leave undone can be seen.</summary>
    private async Task<IEnumerable<Finding>> SigningAsync(CancellationToken cancel)
    {
        (List<CertificateSigningRequest> requests, _) = await server.ListAsync(Resources.SigningRequests, cancel);
        DateTimeOffset late = clock.GetUtcNow() - Slow;
        string[] unsigned = [.. requests.Where(r => r.Status.Certificate is null && Since(r, "Approved") < late && Since(r, "Failed") is null).Select(r => r.Metadata.Name)];
        string[] failed = [.. requests.Where(r => Since(r, "Failed") is not null).Select(r => r.Metadata.Name)];
        if (unsigned.Length > 0)
            return [Finding.Fail("signing", DoctorReasons.Controllers, $"approved more than a minute ago and not signed: {Some(unsigned)}")];
        return failed.Length > 0
            ? [Finding.Warn("signing", DoctorReasons.Controllers, $"approved, and refused by the signer: {Some(failed)}")]
            : [Finding.Ok("signing", $"none of {requests.Count} signing requests waits for the signer")];
    }

    private async Task<IEnumerable<Finding>> NodesAsync(CancellationToken cancel)
    {
        (List<Node> nodes, _) = await server.ListAsync(Resources.Nodes, cancel);
        DateTimeOffset now = clock.GetUtcNow();
        var findings = new List<Finding>();
        string[] names = [.. nodes.Select(n => n.Metadata.Name)];
        string[] bare = [.. nodes.Where(n => !settings.IsExempt(n.Metadata.Name)).Select(n => (n.Metadata.Name, Denial: verdicts.Check(n.Metadata.Name, now)))
            .Where(n => n.Denial is not null).Select(n => $"{n.Name} ({n.Denial!.Code.Id})")];
        findings.Add(bare.Length == 0 ? Finding.Ok("nodes", $"{nodes.Count} in the cluster, none without a good verdict") : Finding.Warn("nodes", DoctorReasons.Nodes, $"{bare.Length} of {nodes.Count}: {Some(bare)}"));
        foreach (string exempt in settings.Exempt)
            findings.Add(Finding.Warn("exempt", DoctorReasons.Nodes, names.Contains(exempt) ? $"{exempt} needs no verdict" : $"{exempt} needs no verdict, and is no node of the cluster: whoever joins under that name needs none either"));
        string[] unwatched = [.. nodes.Where(n => IsLost(n, now)).Select(n => n.Metadata.Name)];
        if (unwatched.Length > 0)
            findings.Add(Finding.Fail("lifecycle", DoctorReasons.Controllers, $"silent for more than a minute and not tainted: {Some(unwatched)}; pods would not leave a bad node either"));
        return findings;
    }

    private async Task<IEnumerable<Finding>> LeaseAsync(CancellationToken cancel)
    {
        Resource<Lease> leases = Resources.Leases(KubernetesPart.NamespaceOf(settings.Kubernetes));
        Lease? lease = await server.FindAsync(leases, settings.Kubernetes.LeaseName, cancel);
        if (string.IsNullOrEmpty(lease?.Spec.HolderIdentity))
            return [Finding.Warn("lease", DoctorReasons.Running, $"nobody holds {settings.Kubernetes.LeaseName}: no gate runs, or none may write it")];
        bool known = DateTimeOffset.TryParse(lease.Spec.RenewTime, out DateTimeOffset renewed);
        TimeSpan age = known ? clock.GetUtcNow() - renewed : TimeSpan.MaxValue;
        return age > settings.Kubernetes.Timing.Duration
            ? [Finding.Warn("lease", DoctorReasons.Running, $"{lease.Spec.HolderIdentity} has not renewed {settings.Kubernetes.LeaseName} since {lease.Spec.RenewTime}")]
            : [Finding.Ok("lease", $"{lease.Spec.HolderIdentity} leads")];
    }

    /// <summary>The node lifecycle controller taints what it has not heard of for 40 seconds.</summary>
    private static bool IsLost(Node node, DateTimeOffset now)
    {
        NodeCondition? ready = node.Status.Conditions?.FirstOrDefault(c => c.Type == "Ready");
        bool silent = ready?.LastHeartbeatTime is { } last && now - last > 10 * Slow && ready.Status != "Unknown";
        bool tainted = node.Spec.Taints?.Any(t => t.Key is "node.kubernetes.io/unreachable" or "node.kubernetes.io/not-ready") == true;
        return (silent || ready is { Status: "Unknown" }) && !tainted;
    }

    private static DateTimeOffset? Since(CertificateSigningRequest request, string type) =>
        request.Status.Conditions?.FirstOrDefault(c => c.Type == type) is { } condition ? condition.LastUpdateTime ?? request.Metadata.CreationTimestamp : null;

    private static string Some(string[] names) => string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");
}
