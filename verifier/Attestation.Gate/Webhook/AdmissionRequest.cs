using System.Diagnostics.CodeAnalysis;
using Attestation.Formats;

namespace Attestation.Gate.Webhook;

/// <summary>Kubernetes API, admission.k8s.io/v1 AdmissionRequest: the members that the gate reads.</summary>
public sealed record AdmissionRequest
{
    /// <summary>Bodies are read up to here: the API server takes objects of 3 MiB, and an update carries two.</summary>
    public const int MaxSize = 8 << 20;

    /// <summary>Comes back in the answer.</summary>
    public required string Uid { get; init; }

    public required AdmissionTarget Target { get; init; }

    /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
    public required string Operation { get; init; }

    public required AdmissionUser User { get; init; }

    /// <summary>The node as it would become; null where the request is about something else, and at DELETE.</summary>
    public ObservedNode? Node { get; init; }

    /// <summary>The node as it is, which is null at CREATE. Believe it only where <see cref="OldIsProven"/>.</summary>
    public ObservedNode? Old { get; init; }

    /// <summary>
    /// True where the two nodes' metadata differ. API servers with CVE-2021-25735 (before 1.18.18, 1.19.10 and 1.20.6) overwrite the old node with the new
    /// one's metadata, taints and capacity before they ask, so that it hides what changes. They make the metadata equal without exception: a difference
    /// proves that this server does not.
    /// </summary>
    public bool OldIsProven { get; init; }

    /// <summary>The stored node is not the one that the API server is about to replace.</summary>
    public bool Raced { get; init; }

    /// <summary>Nothing will be stored, so nothing may happen here either.</summary>
    public bool DryRun { get; init; }

    /// <summary>Reads a review's request. Never throws.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="prefix">Domain of the marks that the gate owns; only those are kept.</param>
    /// <param name="request">The request; null where it was refused.</param>
    /// <param name="error">gate.webhook.malformed, with the member.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, string prefix, [NotNullWhen(true)] out AdmissionRequest? request, out ParseError error) =>
        AdmissionReader.TryRead(json, prefix, out request, out error);
}

/// <summary>What a request is about.</summary>
/// <param name="Group">Empty for core.</param>
/// <param name="Resource">Plural: nodes.</param>
/// <param name="SubResource">Empty, or status, approval...</param>
public sealed record AdmissionTarget(string Group, string Version, string Resource, string SubResource)
{
    public bool IsNode => this is { Group: "", Version: "v1", Resource: "nodes", SubResource: "" };

    public bool IsNodeStatus => this is { Group: "", Version: "v1", Resource: "nodes", SubResource: "status" };

    public override string ToString() => $"{Resource}{(Group.Length == 0 ? "" : "." + Group)}/{Version}{(SubResource.Length == 0 ? "" : "/" + SubResource)}";
}

/// <summary>Who asks (authentication.k8s.io/v1 UserInfo).</summary>
/// <param name="Credential">X509SHA256=... of the client certificate, which servers since 1.32 tell; null otherwise.</param>
public sealed record AdmissionUser(string Name, IReadOnlyList<string> Groups, string? Credential)
{
    private const string NodePrefix = "system:node:";

    /// <summary>Name of the node that asks; null where it is somebody else.</summary>
    public string? Node => Name.StartsWith(NodePrefix, StringComparison.Ordinal) ? Name[NodePrefix.Length..] : null;
}

/// <summary>What a request, or the API server, says of one node.</summary>
/// <param name="Name">metadata.name.</param>
/// <param name="Version">metadata.resourceVersion; in an update the one of the node that is about to be replaced. Empty in a new node.</param>
/// <param name="Unschedulable">Cordoned.</param>
/// <param name="Marks">What the gate owns on it.</param>
public sealed record ObservedNode(string Name, string Version, bool Unschedulable, OwnedMarks Marks);
