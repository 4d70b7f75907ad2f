using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Eat;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>One device's evidence through the steps of docs/appraisal.md. Used once.</summary>
/// <param name="request">What to judge by.</param>
/// <param name="envelope">What to judge.</param>
/// <param name="identityOnly">Compare no layers: for the DICE identity of a node without reference values for layers, whose TPM tells what runs.</param>
internal sealed class DeviceAppraisal(AppraisalRequest request, EvidenceEnvelope envelope, bool identityOnly = false)
{
    private readonly AppraisalRecord record = new();
    private KnownChain? chain;
    private EatClaims? claims;
    private DeviceClass? deviceClass;
    private DeviceHistory? updated;
    private bool fresh;

    internal AppraisalResult Run()
    {
        record.EvidenceDigest = SHA256.HashData(request.Evidence.Span);
        CheckPolicy();
        UnverifiedEat? token = EvidenceStep.Read(envelope, record);
        chain = token is null ? null : ChainStep.Verify(token, request, record);
        if (token is not null && chain is not null)
        {
            claims = VerifyEvidence(token, chain);
            CheckKeys(chain);
            JudgeDevice(chain);
        }
        return Conclude();
    }

    /// <summary>A policy that asks for no comparison would pass anything.</summary>
    private void CheckPolicy()
    {
        if (request.Policy.Required == Comparisons.None && !identityOnly)
            record.Add(AppraisalReasons.Vacuous, $"policy {request.Policy.Id}/require", "at least one comparison", "none");
    }

    /// <summary>Step 3: the attestation key signed the evidence, and the evidence follows our profile.</summary>
    private EatClaims? VerifyEvidence(UnverifiedEat token, KnownChain known)
    {
        if (!token.Verify(known.Leaf, out EatClaims? verified, out ParseError error))
        {
            if (error.Code == CoseReasons.Signature || error.Code == CoseReasons.AlgorithmKey)
                record.Add(error.Code, "evidence/signature", $"a signature by {known.Leaf}, the last key of the chain", "none by that key");
            else
                record.Findings.Add(Finding.FromParse(error, "evidence"));
            return null;
        }
        if (!verified.RequireProfile(MediaTypes.DeviceEvidenceProfile, out error))
            record.Add(error.Code, "evidence/eat_profile", MediaTypes.DeviceEvidenceProfile, verified.Profile ?? "none");
        return verified;
    }

    /// <summary>Step 4, root first.</summary>
    private void CheckKeys(KnownChain known)
    {
        for (int i = 0; i < known.Keys.Count; i++)
            DeviceChecks.Key(known.Keys[i], i, request.Policy, record);
    }

    /// <summary>Steps 5 to 15.</summary>
    private void JudgeDevice(KnownChain known)
    {
        fresh = claims is not null && DeviceChecks.Nonce(claims.Nonces, request.Nonce.Span, record);
        IdentityEndorsement? identity = request.Endorsements.Identity(known.UdsKeyThumbprint, request.Policy.AcceptUnsignedCorim);
        DeviceChecks.Provisioned(known.UdsKeyThumbprint, record);
        DeviceChecks.Revocation(known, request.Revocation, record);
        if (claims is not null)
            DeviceChecks.Ueid(claims.Ueid, known, identity, request.Policy, record);
        deviceClass = DeviceChecks.Class(known, identity, record);
        DeviceHistory? history = request.History(known.UdsKeyThumbprint);
        DeviceChecks.Tamper(known.Layers, request.Policy, record);
        if (identityOnly)
            record.Add(NodeReasons.DiceLayers, "layers", $"reference values for layers of {deviceClass}", "none", Severity.Note);
        else
            CompareLayers(known, history);
        if (claims is not null)
            CompareHistory(known, history, claims);
        if (record.Compared.Count == 0 && !identityOnly && !record.Has(AppraisalReasons.Vacuous))
            record.Add(AppraisalReasons.Vacuous, "layers", "at least one comparison with a reference value", "none");
    }

    /// <summary>Steps 8 to 13.</summary>
    private void CompareLayers(KnownChain known, DeviceHistory? history)
    {
        ClassReferences? references = deviceClass is { } c ? DeviceChecks.References(c, request.Endorsements, request.Policy, record) : null;
        DeviceChecks.LayerCount(known.Layers.Count, references, request.Policy, record);
        record.Svn = new ulong[known.Layers.Count];
        for (int i = 0; i < known.Layers.Count; i++)
        {
            ulong before = history is not null && i < history.HighestSvn.Count ? history.HighestSvn[i] : 0;
            var comparison = new LayerComparison(known.Layers[i], references, request.Policy, request.Now, record);
            record.Svn[i] = comparison.Run(before) ?? 0;
        }
    }

    /// <summary>Step 14. Only authentic and fresh evidence is remembered.</summary>
    private void CompareHistory(KnownChain known, DeviceHistory? history, EatClaims verified)
    {
        var boot = new BootClaims(verified.BootCount, verified.BootSeed);
        string digest = Convert.ToHexStringLower(record.EvidenceDigest.Span);
        bool goesOn = HistoryStep.Check(history, boot, known.Layers, digest, record);
        if (fresh && !record.Has(AppraisalReasons.Replayed))
        {
            updated = HistoryStep.Next(history ?? DeviceHistory.Empty(known.UdsKeyThumbprint), boot, known.Layers, digest, record.Svn,
                goesOn, accepted: !record.Refused);
        }
    }

    /// <summary>Step 16.</summary>
    private AppraisalResult Conclude()
    {
        TrustVector vector = TrustRules.Apply(Earned(), record.Findings);
        bool good = vector.Status is AppraisalStatus.Affirming or AppraisalStatus.Warning && !record.Refused;
        return new AppraisalResult
        {
            Status = good ? vector.Status : AppraisalStatus.Contraindicated,
            Vector = vector,
            Findings = record.Findings,
            Device = chain is null ? null : Identity(chain),
            DeviceKey = fresh && claims is not null ? chain?.Leaf.ToSpki() : (ReadOnlyMemory<byte>?)null,
            Compared = record.Compared,
            UpdatedHistory = updated,
            MediaType = request.MediaType,
            EvidenceDigest = record.EvidenceDigest,
            PolicyId = request.Policy.Id,
            At = request.Now,
        };
    }

    /// <summary>What would hold if there were no finding: docs/appraisal.md, "Finding, claim, value".</summary>
    private TrustVector Earned()
    {
        if (chain is null || claims is null || !fresh)
            return TrustVector.Empty;
        int layers = chain.Layers.Count;
        return new TrustVector(
            InstanceIdentity: 2,
            Configuration: identityOnly ? (sbyte)0 : record.Matched("config") == layers ? (sbyte)2 : record.Matched("mode") == layers ? (sbyte)3 : (sbyte)0,
            Executables: !identityOnly && record.Matched("code") == layers ? (sbyte)3 : (sbyte)0,
            Hardware: deviceClass is null ? (sbyte)0 : (sbyte)2);
    }

    private DeviceIdentity Identity(KnownChain known)
    {
        bool named = claims?.Ueid is not null && !record.Has(AppraisalReasons.Ueid);
        return new DeviceIdentity(known.UdsKeyThumbprint, named ? Convert.ToHexStringLower(claims!.Ueid!.Value.Span) : null,
            deviceClass?.Vendor, deviceClass?.Model, known.Anchor);
    }
}
