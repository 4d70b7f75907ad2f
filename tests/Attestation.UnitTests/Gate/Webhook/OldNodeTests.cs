using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Webhook;
using static Attestation.UnitTests.Gate.Webhook.Reviews;

namespace Attestation.UnitTests.Gate.Webhook;

/// <summary>
/// CVE-2021-25735: affected API servers show the new node as the old one, so a comparison of the two allows everything. What cannot be proven by the request
/// is asked of the stored node.
/// </summary>
public sealed class OldNodeTests
{
    private static byte[] Hidden(string user, JsonObject node, string subresource = "") => Write("UPDATE", user, node, node, subresource);

    [Fact]
    public void AnOldNodeWithTheSameMetadataProvesNothing()
    {
        AdmissionRequest request = Read(Hidden(Admin, Node(version: "10")));
        Assert.False(request.OldIsProven);
        Assert.True(NodeAdmission.NeedsStored(request, Ruled));
    }

    [Fact]
    public void AnOldNodeWithOtherMetadataIsOne()
    {
        AdmissionRequest request = Read(Write("UPDATE", Admin, Node(version: "10"), Node(version: "10").With(n => n["metadata"]!["labels"]!["a"] = "b")));
        Assert.True(request.OldIsProven);
        Assert.False(NodeAdmission.NeedsStored(request, Ruled));
    }

    [Fact]
    public void DifferencesElsewhereProveNothing()
    {
        JsonObject old = Node(version: "10").With(n => n["status"]!["allocatable"] = new JsonObject { ["cpu"] = "1000m" });
        Assert.True(NodeAdmission.NeedsStored(Read(Write("UPDATE", Admin, Node(version: "10"), old)), Ruled));
    }

    [Fact]
    public void TheGateIsNotHeldUp() => Assert.False(NodeAdmission.NeedsStored(Read(Hidden(Account, Node(version: "10"))), Ruled));

    [Fact]
    public void ACreationNeedsNoOldNode() => Assert.False(NodeAdmission.NeedsStored(Read(Write("CREATE", Kubelet, Node())), Ruled));

    [Theory]
    [InlineData("nodes", "")]
    [InlineData("nodes/status", "status")]
    public void AHiddenChangeShowsAgainstTheStoredNode(string what, string subresource)
    {
        AdmissionRequest request = Read(Hidden(Admin, Node(version: "10"), subresource));
        Assert.True(NodeAdmission.Judge(request, Cache(), Ruled, Now).Allowed, what);
        AdmissionRequest known = NodeAdmission.AgainstStored(request, Read(Hidden(Admin, Marked("10"))).Node!);
        Assert.Equal(GateReasons.WebhookLabel, NodeAdmission.Judge(known, Cache(), Ruled, Now).Denial?.Code);
    }

    [Fact]
    public void AChangeThatRacesWithTheGatesIsAConflict()
    {
        AdmissionRequest request = NodeAdmission.AgainstStored(Read(Hidden(Admin, Node(version: "10"))), Read(Hidden(Admin, Marked("11"))).Node!);
        AdmissionDecision decision = NodeAdmission.Judge(request, Cache(), Ruled, Now);
        Assert.Equal(GateReasons.WebhookStoredNode, decision.Denial?.Code);
        Assert.Contains("\"code\":409", System.Text.Encoding.UTF8.GetString(AdmissionAnswer.Write(request.Uid, decision)));
    }

    [Fact]
    public void AnUnrelatedRaceIsTheApiServersBusiness()
    {
        AdmissionRequest request = NodeAdmission.AgainstStored(Read(Hidden(Admin, Marked("10"))), Read(Hidden(Admin, Marked("11"))).Node!);
        Assert.True(NodeAdmission.Judge(request, Cache(), Ruled, Now).Allowed);
    }

    [Fact]
    public void AStoredNodeThatCannotBeReadIsARefusalThatTheGlassBreaks()
    {
        AdmissionDecision refused = NodeAdmission.Unreadable(Read(Hidden(Admin, Node(version: "10"))), Ruled);
        Assert.Equal((false, GateReasons.WebhookStoredNode), (refused.Allowed, refused.Denial?.Code));
        Assert.True(NodeAdmission.Unreadable(Read(Hidden("alice", Node(version: "10"))), Ruled).Allowed);
    }
}
