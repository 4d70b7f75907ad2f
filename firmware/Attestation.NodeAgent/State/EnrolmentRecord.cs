using System.Text.Json;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.State;

/// <summary>The endorsement key with which the node was enrolled.</summary>
/// <param name="Template">L-1 to H-7 of the EK Credential Profile.</param>
/// <param name="Name">TPM name, lower-case hex.</param>
/// <param name="Certificate">Its certificate in a line for people; null where the platform has none.</param>
public sealed record EndorsementSummary(string Template, string Name, string? Certificate);

/// <summary>The verifier's answer to the enrolment, kept over reboots.</summary>
/// <param name="Verifier">Address under which it was enrolled.</param>
/// <param name="Node">TPM name of the attestation key, lower-case hex: the node's id at the verifier.</param>
/// <param name="NodeName">As enrolled.</param>
/// <param name="Class">As enrolled.</param>
/// <param name="IntervalSeconds">As the verifier asked at enrolment.</param>
/// <param name="UdsKey">SHA-256 of the raw UDS public key that was enrolled along, lower-case hex; null where the node had no DICE identity.</param>
/// <param name="UdsCertificate">DER; the verifier's certificate over that key.</param>
/// <param name="Endorsement">Which endorsement key vouched.</param>
/// <param name="EnrolledAt">By this machine's clock.</param>
public sealed record EnrolmentRecord(
    string Verifier, string Node, string? NodeName, NodeClass? Class, int IntervalSeconds, string? UdsKey, byte[]? UdsCertificate,
    EndorsementSummary Endorsement, DateTimeOffset EnrolledAt)
{
    public int Version { get; init; } = 1;

    /// <summary>Is it of these keys, at this verifier, under the name and class that are asked for?</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="node">TPM name of the attestation key, lower-case hex.</param>
    /// <param name="udsKey">As <see cref="UdsKey"/>; null where the node has no DICE identity in this boot.</param>
    public bool IsFor(AgentOptions options, string node, string? udsKey) => Node == node && (udsKey is null || UdsKey == udsKey)
         && Verifier == options.Verifier?.Address.AbsoluteUri
        && (options.NodeName is null || options.NodeName == NodeName) && (options.Class is null || options.Class == Class);
}

/// <summary>The file of the enrolment. It can be lost at no cost but another enrolment, so that a damaged one is put aside and not an error.</summary>
public static class EnrolmentFile
{
    public static void Write(AgentFolders folders, EnrolmentRecord record) =>
        DurableFile.Write(folders.Enrolment, JsonSerializer.SerializeToUtf8Bytes(record, StateJson.Default.EnrolmentRecord));

    /// <param name="folders">Where.</param>
    /// <param name="isDamaged">There was a file that says nothing; it was renamed to <c>.damaged</c>.</param>
    /// <returns>Null where there is none that can be used.</returns>
    /// <exception cref="AgentException">It is there and cannot be read.</exception>
    public static EnrolmentRecord? Read(AgentFolders folders, out bool isDamaged)
    {
        isDamaged = false;
        if (DurableFile.TryRead(folders.Enrolment) is not { } content)
            return null;
        try
        {
            if (JsonSerializer.Deserialize(content, StateJson.Default.EnrolmentRecord) is { Version: 1 } record)
                return record;
        }
        catch (JsonException)
        {
            // put aside below
        }
        isDamaged = true;
        File.Move(folders.Enrolment, folders.Enrolment + ".damaged", overwrite: true);
        return null;
    }

    public static void Remove(AgentFolders folders) => File.Delete(folders.Enrolment);
}
