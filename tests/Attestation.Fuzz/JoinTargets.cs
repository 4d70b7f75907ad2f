using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Gate.Csr;
using Attestation.Gate.JoinTokens;

namespace Attestation.Fuzz;

/// <summary>What the gate reads of people whom it does not know.</summary>
internal static class JoinTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("join-request", [.. Asked().Select(asked => Encoding.UTF8.GetBytes(asked.ToJsonString()))], bytes =>
            JoinRequest.TryParse(bytes, out JoinRequest? request, out _) && request.SecretsKey.ToSpki().AsSpan().SequenceEqual(request.SecretsKeyInfo) ? bytes : null),
        new("kubelet-request", [Pem()], bytes =>
            KubeletRequest.TryParse(bytes, out _) ? bytes : null),
    ];

    private static JsonObject[] Asked()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        string info = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        return
        [
            new JsonObject { ["node"] = "worker-1.example", ["secretsKey"] = info, ["kind"] = "bootstrap-token" },
            new JsonObject { ["node"] = "w", ["secretsKey"] = info, ["kind"] = "client-certificate", ["request"] = Convert.ToBase64String(Pem()) },
        ];
    }

    private static byte[] Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=system:nodes, CN=system:node:worker-1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("worker-1");
        names.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(names.Build());
        return Encoding.ASCII.GetBytes(request.CreateSigningRequestPem());
    }
}
