using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Joining;

/// <summary>Which kubelet key evidence binds.</summary>
internal sealed class JoinKeys(AgentFolders folders, JoinOptions join)
{
    /// <summary>
    /// The next one as soon as there is one, since its request is judged by the verdict; else that of the certificate in use. SHA-256 of the SubjectPublicKeyInfo;
    /// null before the first join.
    /// </summary>
    public byte[]? Bound() => new JoinState(folders).NextKey.Hash() ?? new KubeletFiles(join.Folder).Certificate()?.KeyHash;
}
