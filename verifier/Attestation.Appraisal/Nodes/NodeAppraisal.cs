using System.Security.Cryptography;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>One worker node's evidence through the steps of docs/appraisal.md, "How a node is appraised". Used once.</summary>
/// <param name="request">What to judge by.</param>
/// <param name="envelope">What to judge.</param>
internal sealed class NodeAppraisal(AppraisalRequest request, EvidenceEnvelope envelope)
{
    private readonly AppraisalRecord record = new();
    private readonly NodePolicy policy = request.Policy.Node;
    private NodeEvidence? evidence;
    private NodeKey? key;
    private QuotedState quoted = new();
    private NodeHistory? history;
    private NodeHistory? updated;
    private AppraisalResult? dice;
    private ImaVerdict? ima;
    private BootReport? boot;
    private bool goesOn;

    internal AppraisalResult Run()
    {
        record.EvidenceDigest = SHA256.HashData(request.Evidence.Span);
        CheckPolicy();
        evidence = ReadEvidence();
        key = evidence is null ? null : NodeKey.Read(evidence, request.Nodes, record);
        if (evidence is not null)
            Judge(evidence);
        return Conclude();
    }

    /// <summary>A policy that asks for no comparison would pass anything.</summary>
    private void CheckPolicy()
    {
        if (policy.Require.Count == 0 && !policy.GoldenPcrs)
            record.Add(AppraisalReasons.Vacuous, $"policy {request.Policy.Id}/node/require", "at least one kind of boot event, or ima", "none");
    }

    private NodeEvidence? ReadEvidence()
    {
        if (envelope.Refused is { } refused)
            record.Findings.Add(refused);
        else if (NodeEvidence.TryParse(envelope.Content, out NodeEvidence read, out ParseError error))
            return read;
        else
            record.Findings.Add(Finding.FromParse(error, "evidence"));
        return null;
    }

    private void Judge(NodeEvidence read)
    {
        if (key is not null)
        {
            quoted = new QuoteStep(read, key.Key, NodeQualifyingData.Of(request.Nonce.Span, read.Bindings.Raw.Span), record).Run();
            QuoteStep.Demand(policy, quoted, record);
            CheckHistory(key);
            BindingStep.Check(read, key.Enrolled, record);
            CheckRevocation(key.Enrolled);
        }
        var logs = new BootLogStep(read, policy, quoted.Pcrs, record);
        BootEventLog? log = logs.Run();
        CheckClass();
        NodeReferences? references = ReferenceStep.Find(key?.Enrolled?.Class, request, record);
        boot = BootComparison.Run(new BootEvidence { Log = log, Systemd = logs.Systemd, Quoted = quoted.Pcrs, References = references, Policy = request.Policy, Now = request.Now }, record);
        ima = new ImaStep(read, request, references?.Ima ?? ImaReferences.Empty, record).Run(quoted, history?.Ima);
        dice = DiceStep.Judge(read, key?.Enrolled, request, record);
        if (record.Compared.Count == 0 && ima is not { Compared: true } && !record.Has(AppraisalReasons.Vacuous))
            record.Add(AppraisalReasons.Vacuous, "evidence", "at least one comparison with a reference value", "none");
        Remember();
    }

    /// <summary>Only what is authentic and fresh is held against what the key reported before: anybody can send an old quote.</summary>
    private void CheckHistory(NodeKey known)
    {
        if (!quoted.Fresh || quoted.Latest is not { } now)
            return;
        history = request.NodeHistory(known.Name);
        goesOn = NodeHistoryStep.Check(history, now, Convert.ToHexStringLower(record.EvidenceDigest.Span), record);
    }

    /// <summary>The evidence is judged all the same, so that an operator who lifts the revocation knows what he lets in.</summary>
    private void CheckRevocation(EnrolledNode? enrolled)
    {
        if (enrolled?.Revocation is { } revocation)
            record.Add(NodeReasons.Revoked, "enrolment", "a node that is not revoked", revocation);
    }

    private void CheckClass()
    {
        if (key?.Enrolled is { Class: null })
            record.Add(NodeReasons.Class, "enrolment", "vendor and model of the node", "neither");
    }

    /// <summary>Nothing is kept of a key that is not enrolled: anybody can make any number of those.</summary>
    private void Remember()
    {
        if (key?.Enrolled is not null && quoted.Fresh && quoted.Latest is { } now && !record.Has(AppraisalReasons.Replayed))
            updated = NodeHistoryStep.Next(history, key.Name, now, Convert.ToHexStringLower(record.EvidenceDigest.Span), goesOn, ima is null ? history?.Ima : ima.State);
    }

    private AppraisalResult Conclude()
    {
        if (record.Unlisted > 0)
            record.Findings.Add(new Finding(NodeReasons.MoreFindings, "evidence", $"{AppraisalRecord.MaxListed} findings at most", $"{record.Unlisted} more", Severity.Note));
        TrustVector vector = TrustRules.Apply(Earned(), record.Findings);
        bool good = vector.Status is AppraisalStatus.Affirming or AppraisalStatus.Warning && !record.Refused;
        AppraisalStatus own = good ? vector.Status : AppraisalStatus.Contraindicated;
        return new AppraisalResult
        {
            Attester = AttesterKind.Node,
            Status = dice is not null && dice.Status > own ? dice.Status : own,
            OwnStatus = own,
            Vector = vector,
            Findings = record.Findings,
            Node = Identity(),
            Device = dice?.Device,
            Compared = record.Compared,
            UpdatedHistory = dice?.UpdatedHistory,
            UpdatedNodeHistory = updated,
            DiceIdentity = dice,
            Ima = ima,
            Boot = boot,
            MediaType = request.MediaType,
            EvidenceDigest = record.EvidenceDigest,
            PolicyId = request.Policy.Id,
            At = request.Now,
        };
    }

    /// <summary>What would hold if there were no finding: docs/appraisal.md, "Finding, claim, value".</summary>
    private TrustVector Earned()
    {
        if (key?.Enrolled is not { } enrolled || !quoted.Fresh || !goesOn)
            return TrustVector.Empty;
        bool certified = enrolled.Anchor.Length > 0 && enrolled.Anchor != EnrolledNode.AllowList;
        bool files = ima is { IsAccepted: true, Matched: true, Compared: true };
        return new TrustVector(
            InstanceIdentity: 2,
            Configuration: Matched(BootClass.CommandLine) ? (sbyte)2 : (sbyte)0,
            Executables: !Matched(BootClass.BootLoader) || !Matched(BootClass.Kernel) ? (sbyte)0 : files ? (sbyte)2 : (sbyte)3,
            FileSystem: files ? (sbyte)2 : (sbyte)0,
            Hardware: certified ? (sbyte)2 : (sbyte)0);
    }

    private bool Matched(BootClass @class) => record.Matched(@class.Name()) > 0;

    private NodeIdentity? Identity()
    {
        if (key is null || evidence is null || quoted.Latest is null)
            return null;
        EnrolledNode? enrolled = key.Enrolled;
        return new NodeIdentity(key.Name, enrolled?.NodeName == evidence.Bindings.NodeName ? enrolled?.NodeName : null,
            enrolled?.Class?.Vendor, enrolled?.Class?.Model, enrolled?.EkName, enrolled?.Anchor,
            quoted.Fresh ? Hex(evidence.Bindings.KubeletKey) : null, quoted.Fresh ? Hex(evidence.Bindings.SecretsKey) : null);
    }

    private static string? Hex(ReadOnlyMemory<byte>? digest) => digest is { } bytes ? Convert.ToHexStringLower(bytes.Span) : null;
}
