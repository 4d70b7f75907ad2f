using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Appraisals;

/// <summary>One judged answer to one session: what is stored in one transaction, or not at all.</summary>
public sealed record Verdict
{
    /// <summary>32 lower-case hex digits, random.</summary>
    public required string Id { get; init; }

    public required string Session { get; init; }

    public required byte[] Nonce { get; init; }

    public required KeptEvidence Evidence { get; init; }

    public required string MediaType { get; init; }

    /// <summary>The signed result as the session shows it.</summary>
    public required string Result { get; init; }

    public required AppraisalStatus Status { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The result's exp.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The appraisal as JSON, as <c>/api/v1/appraisals/{id}</c> shows it.</summary>
    public required string Document { get; init; }

    /// <summary>
    /// The device, where its chain is anchored and its evidence authentic and fresh: otherwise anybody could fill the list of devices, or
    /// spoil a device's record with what he once overheard.
    /// </summary>
    public DeviceIdentity? Device { get; init; }

    /// <summary>The node, where it is enrolled and its evidence authentic and fresh, for the same reason.</summary>
    public JudgedNode? Node { get; init; }

    /// <summary>What a node is told about its next evidence.</summary>
    public NextAttestation? Next { get; init; }

    /// <summary>The device's memory after this appraisal; null keeps what is stored.</summary>
    public DeviceHistory? History { get; init; }

    /// <summary>Version of the memory that this verdict was made with; 0 where there was none.</summary>
    public long HistoryVersion { get; init; }

    /// <summary>What the appraisal heard of the revocation of the device and of the keys that vouch for it; empty where it did not ask.</summary>
    public IReadOnlyList<DeviceStanding> Standings { get; init; } = [];
}

/// <summary>What a verdict changes in a node's record.</summary>
/// <param name="AkName">Which node.</param>
/// <param name="Reasons">Ids of the findings, each once.</param>
/// <param name="History">The node's memory after this appraisal.</param>
/// <param name="Version">Version of the memory that the verdict was made with.</param>
public sealed record JudgedNode(string AkName, IReadOnlyList<string> Reasons, NodeHistory History, long Version);

/// <summary>What became of the wish to store a verdict.</summary>
public enum Recording
{
    Recorded,

    /// <summary>The session was deleted, or forgotten, while its evidence was judged.</summary>
    SessionUnknown,

    /// <summary>Another answer came first.</summary>
    SessionUsed,

    /// <summary>Another appraisal of the same device was stored meanwhile, or its revocation changed: judge again with the device's new memory.</summary>
    HistoryMoved,
}
