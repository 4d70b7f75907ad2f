using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Joining;

/// <summary>What the files say of the join.</summary>
internal static class JoinStatusReader
{
    public static JoinStatus Read(AgentFolders folders, JoinOptions join)
    {
        KubeletCertificate? certificate = new KubeletFiles(join.Folder).Certificate();
        return new JoinStatus(
            join.Gate.Address.AbsoluteUri, new JoinState(folders).Record?.Server,
            certificate is null ? null : new CertificateStatus(certificate.Serial, certificate.NotAfter, certificate.RenewAt), null);
    }
}
