using System.Security.Cryptography;
using Attestation.Appraisal.Devices;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 7 for nodes: what the quotes bind is what was enrolled and what was sent.</summary>
internal static class BindingStep
{
    internal static void Check(NodeEvidence evidence, EnrolledNode? enrolled, AppraisalRecord record)
    {
        NodeBindings bindings = evidence.Bindings;
        if (enrolled is not null && enrolled.NodeName != bindings.NodeName)
            record.Add(NodeReasons.BoundName, "evidence/9/1", enrolled.NodeName ?? "none: the node was enrolled without a name", bindings.NodeName ?? "none");
        byte[]? sent = evidence.DeviceEvidence is { } device ? SHA256.HashData(device.Span) : null;
        if (!Same(sent, bindings.DeviceEvidence))
            record.Add(NodeReasons.DiceBinding, "evidence/9/3", Hex(sent), Hex(bindings.DeviceEvidence));
    }

    private static bool Same(byte[]? sent, ReadOnlyMemory<byte>? bound) =>
        sent is null ? bound is null : bound is { } digest && digest.Span.SequenceEqual(sent);

    private static string Hex(ReadOnlyMemory<byte>? digest) => digest is { } bytes ? Convert.ToHexStringLower(bytes.Span) : "none";
}
