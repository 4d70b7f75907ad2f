namespace Attestation.Gate.Kubernetes;

/// <summary>This process's name among the replicas: holder of the lease, comment of the user agent, reporter of Events.</summary>
/// <param name="Name">Of letters, digits, dots, dashes and underscores.</param>
public sealed record ReplicaIdentity(string Name)
{
    /// <summary>A process is a holder of its own: after a crash nobody may take the former holder's lease for its own.</summary>
    public static ReplicaIdentity New() => new($"{new string([.. Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')])}_{Guid.NewGuid():N}");
}
