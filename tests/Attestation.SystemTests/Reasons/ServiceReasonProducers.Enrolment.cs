using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;
using Attestation.SystemTests.Verifier.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    private static Dictionary<ReasonCode, Func<Task<string>>> Enrolment => new()
    {
        [EnrolmentReasons.Request] = () => WithNode((v, tpm) => CodeAsync(v.AskAsync(With(Asking(tpm), "nodename", "worker-1")))),
        [EnrolmentReasons.NodeName] = () => WithNode((v, tpm) => CodeAsync(v.AskAsync(Asking(tpm, "Worker_1")))),
        [EnrolmentReasons.Class] = () => WithNode((v, tpm) =>
        {
            JsonObject request = Asking(tpm);
            request["class"] = new JsonObject { ["vendor"] = "Example", ["model"] = "" };
            return CodeAsync(v.AskAsync(request));
        }),
        [EnrolmentReasons.UdsTaken] = async () =>
        {
            using var other = new SoftwareTpm();
            using ECDsa uds = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return await WithNode(async (v, tpm) =>
            {
                await DocumentAsync(ActivateWithUdsAsync(v, tpm, uds.ExportSubjectPublicKeyInfo()));
                return await CodeAsync(ActivateWithUdsAsync(v, other, uds.ExportSubjectPublicKeyInfo()));
            }, other.EkHash);
        },
        [EnrolmentReasons.EkPinned] = async () =>
        {
            using var bound = new SoftwareTpm();
            return await WithNode((v, _) => CodeAsync(v.AskAsync(Asking(bound, "worker-2"))), $"{bound.EkHash} worker-1");
        },
        [EnrolmentReasons.EkRetired] = () => WithNode(async (v, tpm) =>
        {
            await EnrolAndRetireAsync(v, tpm);
            return await CodeAsync(v.AskAsync(Asking(tpm)));
        }),
        [EnrolmentReasons.NameTaken] = async () =>
        {
            using var other = new SoftwareTpm();
            return await WithNode(async (v, tpm) =>
            {
                await DocumentAsync(v.EnrolAsync(tpm, "worker-1"));
                return await CodeAsync(v.AskAsync(Asking(other, "worker-1")));
            }, other.EkHash);
        },
        [EnrolmentReasons.Superseded] = () => WithNode(async (v, tpm) =>
        {
            await DocumentAsync(v.EnrolAsync(tpm, "worker-1"));
            NodeEvidenceMaker former = NodeWorld.Boot(tpm);
            using var same = tpm.WithOtherKey();
            await DocumentAsync(v.EnrolAsync(same, "worker-1"));
            return Codes(await v.AppraisalAsync(await v.AttestAsync(former))).Single(code => code.StartsWith("enrolment.", StringComparison.Ordinal));
        }),
        [EnrolmentReasons.Retired] = () => WithNode(async (v, tpm) =>
        {
            await EnrolAndRetireAsync(v, tpm);
            return Codes(await v.AppraisalAsync(await v.AttestAsync(NodeWorld.Boot(tpm)))).Single(code => code.StartsWith("enrolment.", StringComparison.Ordinal));
        }),
        [EnrolmentReasons.TooMany] = () => WithNode(async (v, tpm) =>
        {
            await v.OfferAsync(Asking(tpm));
            return await CodeAsync(v.AskAsync(Asking(tpm)));
        }, "", "--max-enrolments", "1"),
        [EnrolmentReasons.Unknown] = () => WithNode((v, _) => CodeAsync(v.ActivateAsync("0123456789abcdef0123456789abcdef", new byte[32]))),
        [EnrolmentReasons.Expired] = () => WithNode(async (v, tpm) =>
        {
            Offer offer = await v.OfferAsync(Asking(tpm));
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            return await CodeAsync(v.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!));
        }, "", "--enrolment-ttl", "1"),
        [EnrolmentReasons.Used] = () => WithNode(async (v, tpm) =>
        {
            Offer offer = await v.OfferAsync(Asking(tpm));
            byte[] secret = tpm.Activate(offer.Blob, offer.EncryptedSecret)!;
            await DocumentAsync(v.ActivateAsync(offer.Id, secret));
            return await CodeAsync(v.ActivateAsync(offer.Id, secret));
        }),
        [EnrolmentReasons.Secret] = () => WithNode(async (v, tpm) => await CodeAsync(v.ActivateAsync((await v.OfferAsync(Asking(tpm))).Id, new byte[32]))),
        [EnrolmentReasons.UdsIncomplete] = () => WithNode(async (v, tpm) =>
            await CodeAsync(v.ActivateAsync((await v.OfferAsync(Asking(tpm))).Id, new byte[32], ("udsPublicKey", [1])))),
        [EnrolmentReasons.UdsKey] = () => WithNode(async (v, tpm) =>
        {
            using RSA unfit = RSA.Create(2048);
            (byte[] attest, byte[] signature) = tpm.Quote([1]);
            Offer offer = await v.OfferAsync(Asking(tpm));
            return await CodeAsync(v.ActivateAsync(offer.Id, new byte[32],
                ("udsPublicKey", unfit.ExportSubjectPublicKeyInfo()), ("attest", attest), ("signature", signature)));
        }),
    };

    /// <summary>Runs requests against a fresh verifier whose list has the key of a TPM, and another one where wanted.</summary>
    private static async Task<string> WithNode(Func<VerifierProcess, SoftwareTpm, Task<string>> request, string more = "", params string[] options)
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash, more);
        await using VerifierProcess verifier = await world.StartAsync(options);
        return await request(verifier, tpm);
    }

    private static async Task<HttpResponseMessage> ActivateWithUdsAsync(VerifierProcess verifier, SoftwareTpm tpm, byte[] uds)
    {
        Offer offer = await verifier.OfferAsync(Asking(tpm));
        byte[] secret = tpm.Activate(offer.Blob, offer.EncryptedSecret)!;
        (byte[] attest, byte[] signature) = tpm.Quote(SHA256.HashData([.. "attestation-node-identity-v1\0"u8, .. secret, .. uds]));
        return await verifier.ActivateAsync(offer.Id, secret, ("udsPublicKey", uds), ("attest", attest), ("signature", signature));
    }

    private static async Task EnrolAndRetireAsync(VerifierProcess verifier, SoftwareTpm tpm)
    {
        await DocumentAsync(verifier.EnrolAsync(tpm));
        using HttpResponseMessage retired = await verifier.Client.DeleteAsync($"api/v1/nodes/{tpm.AkName}");
        Assert.Equal(204, (int)retired.StatusCode);
    }

    private static JsonObject With(JsonObject request, string name, string value)
    {
        request[name] = value;
        return request;
    }
}
