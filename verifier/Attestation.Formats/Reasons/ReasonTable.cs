namespace Attestation.Formats.Reasons;

/// <summary>The closed list of all reasons, in order of event id.</summary>
public static class ReasonTable
{
    private static readonly Dictionary<string, ReasonCode> ById = Build();

    public static IReadOnlyList<ReasonCode> All { get; } = [.. ById.Values.OrderBy(r => r.EventId)];

    public static bool TryFind(string id, out ReasonCode reason)
    {
        bool found = ById.TryGetValue(id, out ReasonCode? value);
        reason = value!;
        return found;
    }

    private static ReasonCode[][] Areas =>
    [
        CborReasons.All,
        CoseReasons.All,
        EatReasons.All,
        CmwReasons.All,
        CorimReasons.All,
        JsonReasons.All,
        JweReasons.All,
        EarReasons.All,
        KeyReasons.All,
        DerReasons.All,
        X509Reasons.All,
        DiceReasons.All,
        AppraisalReasons.All,
        LayerReasons.All,
        EventLogReasons.All,
        BootReasons.All,
        ImaReasons.All,
        ImaPolicyReasons.All,
        SessionReasons.All,
        HttpReasons.All,
        EnrolmentReasons.All,
        SubmissionReasons.All,
        ServiceReasons.All,
        FactoryReasons.All,
        FactoryReasons.OfTokens,
        ReleaseReasons.All,
        OwnershipReasons.All,
        LineReasons.All,
        TpmReasons.All,
        SpiReasons.All,
        NodeReasons.All,
        GateReasons.All,
        DoctorReasons.All,
        GateReasons.OfWebhook,
        GateReasons.Ladder,
        JoinReasons.All,
        GateReasons.Tokens,
        EkReasons.All,
        RelyingPartyReasons.All,
        FeedReasons.All,
        ForwardAuthReasons.All,
        DeviceReasons.All,
        BoardReasons.All,
    ];

    private static Dictionary<string, ReasonCode> Build()
    {
        var table = new Dictionary<string, ReasonCode>(StringComparer.Ordinal);
        foreach (ReasonCode[] area in Areas)
        {
            foreach (ReasonCode reason in area)
                table.Add(reason.Id, reason);
        }
        return table;
    }
}
