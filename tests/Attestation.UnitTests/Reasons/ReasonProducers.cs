using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

/// <summary>
/// For every reason that needs no running service: a function that hands really wrong input to the real code and returns the reasons that
/// come back. One partial file per area. Reasons of the service and its sessions have theirs in the system tests.
/// </summary>
public static partial class ReasonProducers
{
    public static IReadOnlyDictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> All { get; } = Collect();

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>>[] Areas =>
    [
        Cbor,
        Cose,
        Eat,
        Corim,
        Cmw,
        Ear,
        Json,
        Jwe,
        Keys,
        Der,
        X509,
        Dice,
        Appraisal,
        LayerRules,
        EventLogs,
        Boots,
        ImaLists,
        ImaJudged,
        Factory,
        Tokens,
        Boards,
        FactoryNodes,
        Releases,
        Lines,
        Submission,
        TpmQuotes,
        TpmFiles,
        SpiTpms,
        NodeReading,
        NodeAppraisals,
        EndorsementKeys,
        RelyingParties,
        ForwardAuthentication,
        Gate,
        Doctor,
        GateTokens,
        LadderSteps,
        Joins,
        Webhook,
        DeviceBoot,
        DeviceUpdate,
        DeviceProtocol,
        DeviceApplication,
        DeviceProvisioning,
        DeviceBoard,
        DeviceVerifier,
    ];

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Collect()
    {
        var all = new Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>>();
        foreach (var area in Areas)
        {
            foreach (var (reason, producer) in area)
                all.Add(reason, producer);
        }
        return all;
    }
}
