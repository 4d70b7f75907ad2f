using System.Text;
using System.Text.Json.Nodes;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Webhook;
using static Attestation.UnitTests.Gate.Webhook.Reviews;

namespace Attestation.UnitTests.Gate.Webhook;

public sealed class AdmissionReaderTests
{
    public static TheoryData<string, Action<JsonObject>, string> Wrong => new()
    {
        { "no uid", r => r.Remove("uid"), "request/uid" },
        { "a uid of another type", r => r["uid"] = 7, "request/uid" },
        { "a long uid", r => r["uid"] = new string('u', 257), "request/uid" },
        { "no resource", r => r.Remove("resource"), "request/resource" },
        { "a resource without a version", r => r["resource"]!.AsObject().Remove("version"), "request/resource" },
        { "a subresource of another type", r => r["subResource"] = false, "request/resource" },
        { "no operation", r => r.Remove("operation"), "request/operation" },
        { "no user", r => r.Remove("userInfo"), "request/userInfo" },
        { "a group that is no text", r => r["userInfo"]!["groups"] = new JsonArray(1), "request/userInfo" },
        { "dryRun as text", r => r["dryRun"] = "true", "request/dryRun" },
        { "no object", r => r["object"] = null, "request/object" },
        { "an object without a name", r => r["object"]!["metadata"]!.AsObject().Remove("name"), "request/object" },
        { "a label that is no text", r => r["object"]!["metadata"]!["labels"]!["a"] = 1, "request/object" },
        { "labels as a list", r => r["object"]!["metadata"]!["labels"] = new JsonArray(), "request/object" },
        { "a taint without an effect", r => r["object"]!["spec"]!["taints"] = new JsonArray(new JsonObject { ["key"] = Prefix + "/untrusted" }), "request/object" },
        { "a taint that is no object", r => r["object"]!["spec"]!["taints"] = new JsonArray("x"), "request/object" },
        { "taints as an object", r => r["object"]!["spec"]!["taints"] = new JsonObject(), "request/object" },
        { "unschedulable as text", r => r["object"]!["spec"]!["unschedulable"] = "true", "request/object" },
        { "conditions as text", r => r["object"]!["status"]!["conditions"] = "none", "request/object" },
        { "another name outside", r => r["name"] = "worker-2", "request/name" },
        { "no old object", r => r.Remove("oldObject"), "request/oldObject" },
        { "an old object of another name", r => r["oldObject"]!["metadata"]!["name"] = "worker-2", "request/oldObject" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void IsRefusedByTheMember(string what, Action<JsonObject> damage, string member)
    {
        Assert.Equal((what, GateReasons.WebhookMalformed, member), (what, Error(Write("UPDATE", Admin, Node(), Node(), change: damage)).Code, Error(Write("UPDATE", Admin, Node(), Node(), change: damage)).Path));
    }

    [Theory]
    [InlineData("nothing", "", "JSON")]
    [InlineData("no JSON", "kind: AdmissionReview", "JSON")]
    [InlineData("a list", "[]", "kind")]
    [InlineData("another kind", """{"kind":"Status","apiVersion":"admission.k8s.io/v1"}""", "kind")]
    [InlineData("the version before", """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1"}""", "apiVersion")]
    [InlineData("an answer", """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{}}""", "request")]
    [InlineData("a name twice", """{"kind":"AdmissionReview","kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""", "JSON")]
    [InlineData("the same name, written differently", """{"kind":"AdmissionReview","\u006bind":"Status","apiVersion":"admission.k8s.io/v1"}""", "JSON")]
    [InlineData("bytes behind the end", """{"kind":"AdmissionReview"}}""", "JSON")]
    [InlineData("half a surrogate pair", """{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"\ud800"}}""", "text that is not Unicode")]
    public void WhatIsNoReviewIsRefused(string what, string body, string member) => Assert.Equal((what, member), (what, Error(Encoding.UTF8.GetBytes(body)).Path));

    [Fact]
    public void ATooLargeBodyIsRefused() => Assert.Contains("more than", Error(new byte[AdmissionRequest.MaxSize + 1]).Path);

    [Fact]
    public void ADeeplyNestedBodyIsRefused() => Assert.Equal("JSON", Error(Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 100_000))).Path);

    [Fact]
    public void UnknownMembersArePassedOver() =>
        Assert.Equal("worker-1", Read(Write("CREATE", Kubelet, Node(), change: r => r["future"] = new JsonObject { ["x"] = 1 })).Node?.Name);

    [Fact]
    public void AGeneratedNameStandsInTheObjectOnly() => Assert.Equal("worker-1", Read(Write("CREATE", Kubelet, Node(), change: r => r["name"] = "")).Node?.Name);

    [Theory]
    [InlineData("since 1.32", "X509SHA256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("a service account's token", "JTI=7", false)]
    public void TheClientCertificateIsRead(string what, string credential, bool isCertificate)
    {
        AdmissionRequest request = Read(Write("CREATE", Kubelet, Node(), change: r =>
            r["userInfo"]!["extra"] = new JsonObject { ["authentication.kubernetes.io/credential-id"] = new JsonArray(credential) }));
        Assert.Equal((what, isCertificate ? credential : null), (what, request.User.Credential));
    }

    [Fact]
    public void OfMarksOnlyTheOwnedAreKept()
    {
        OwnedMarks marks = Read(Write("CREATE", Admin, Marked())).Node!.Marks;
        Assert.Equal([Prefix + "/verdict"], marks.Labels.Keys);
        Assert.Equal(2, marks.Annotations.Count);
        Assert.Equal(new OwnedTaint(Prefix + "/untrusted", "NoSchedule", "", ""), Assert.Single(marks.Taints));
        Assert.Equal("Unknown", Assert.Single(marks.Conditions).Status);
    }

    private static ParseError Error(byte[] body)
    {
        Assert.False(AdmissionRequest.TryParse(body, Prefix, out AdmissionRequest? request, out ParseError error));
        Assert.Null(request);
        return error;
    }
}
