using Attestation.Gate.Configuration;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attestation.Formats.Reasons;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// Certificates that the gate asks for in a node's stead. The request is judged before it is filed, as though the node had filed it; the approver judges
/// it again, as every other one, and is who approves.
/// </summary>
internal sealed class NodeCertificates(ApiServer server, TokenSettings settings, TimeProvider clock, ILogger<NodeCertificates> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>What the signer demands of a kubelet's client certificate; before Kubernetes 1.27 with key encipherment in any case.</summary>
    private static readonly string[] Usages = ["digital signature", "key encipherment", "client auth"];

    /// <returns>The chain in PEM and when it ends, or why there is none.</returns>
    /// <exception cref="ApiFailure">The API server did not take the request.</exception>
    public async Task<(byte[]? Chain, DateTimeOffset Expires, GateDenial? Denial)> IssueAsync(string node, byte[] pem, NodeVerdict verdict, CancellationToken cancel)
    {
        CertificateSigningRequest request = Request(node, pem);
        if (RequestJudge.Precheck(pem, verdict, clock.GetUtcNow()) is { } wrong)
            return (null, default, wrong);
        await server.CreateAsync(Resources.SigningRequests, request, cancel);
        logger.CertificateAsked(node, request.Metadata.Name);
        long began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < settings.CertificateWait)
        {
            await Task.Delay(Pause, clock, cancel);
            if (await server.FindAsync(Resources.SigningRequests, request.Metadata.Name, cancel) is not { } now)
                break;
            if (now.Status.Conditions?.FirstOrDefault(c => c.Type is "Denied" or "Failed") is { } condition)
                return (null, default, new GateDenial(GateReasons.JoinDenied, $"{request.Metadata.Name}: {condition.Type}, {condition.Reason}: {condition.Message}"));
            if (now.Status.Certificate is { Length: > 0 } chain)
                return Issued(chain, node);
        }
        return (null, default, new GateDenial(GateReasons.JoinTimeout, request.Metadata.Name));
    }

    private static CertificateSigningRequest Request(string node, byte[] pem) => new()
    {
        Metadata = new ObjectMeta { Name = $"attest-join-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node)))[..16]}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}" },
        Spec = new CertificateSigningRequestSpec { Request = pem, SignerName = RequestJudge.ClientSigner, Usages = Usages },
    };

    private static (byte[]? Chain, DateTimeOffset Expires, GateDenial? Denial) Issued(byte[] chain, string node)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(chain));
            return (chain, new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero), null);
        }
        catch (CryptographicException e)
        {
            return (null, default, new GateDenial(GateReasons.JoinDenied, $"what was issued for {node} is no certificate: {e.Message}"));
        }
    }
}
