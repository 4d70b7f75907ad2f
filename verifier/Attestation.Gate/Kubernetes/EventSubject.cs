namespace Attestation.Gate.Kubernetes;

/// <summary>core/v1 ObjectReference: the object that an Event is about.</summary>
/// <param name="ApiVersion">Group and version of its kind.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Null for objects of the whole cluster; their events live in the namespace default.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid; null where it is not known.</param>
public sealed record EventSubject(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid)
{
    /// <summary>Events of nodes carry the node's name as uid, as those of kubelets do: so `kubectl describe node` finds them in every version.</summary>
    public static EventSubject Node(string name) => new("v1", "Node", null, name, name);

    public static EventSubject SigningRequest(string name, string? uid) => new("certificates.k8s.io/v1", "CertificateSigningRequest", null, name, uid);

    public static EventSubject Lease(string @namespace, string name, string? uid) => new("coordination.k8s.io/v1", "Lease", @namespace, name, uid);
}
