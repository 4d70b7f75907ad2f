using System.Security.Cryptography;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;

namespace Attestation.UnitTests.Verifier.Storage;

/// <summary>Sessions and verdicts as the service would store them.</summary>
internal static class StoreSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static SqliteStore Open(TestFolder folder) => SqliteStore.Open(folder["verifier.db"], TimeSpan.FromSeconds(5));

    /// <summary>Stores a waiting session whose id and nonce come from a number.</summary>
    public static Session AddSession(this SqliteStore store, int number)
    {
        var session = new Session($"{number:x32}", SHA256.HashData([(byte)number, (byte)(number >> 8)]), Noon.AddMinutes(2));
        Assert.Equal(SessionOpening.Opened, store.OpenSession(session, Noon, Noon.AddHours(-1), maxOpen: 1000));
        return session;
    }

    public static Verdict VerdictFor(Session session, string id, DeviceHistory? history = null, long version = 0) => new()
    {
        Id = id,
        Session = session.Id,
        Nonce = session.Nonce,
        Evidence = KeptEvidence.Of([1, 2, 3], SHA256.HashData([1, 2, 3]), limit: 100),
        MediaType = "application/eat+cwt",
        Result = "a.b.c",
        Status = AppraisalStatus.Affirming,
        At = Noon,
        Expires = Noon.AddMinutes(10),
        Document = $$"""{"id":"{{id}}"}""",
        Device = history is null ? null : new DeviceIdentity(history.UdsKeyThumbprint, "01aa", "ACME", "Board", "ca"),
        History = history,
        HistoryVersion = version,
    };

    public static DeviceHistory History(params ulong[] svn) => DeviceHistory.Empty("d0") with { HighestSvn = svn };

    public static NodeClaim Claim(string ak, string ek, string? name = null) => new(ak, [1], ek + "-name", ek, "CN=root", name, null)
    {
        EkEvidence = new EkEvidence(new byte[] { 2 }, []),
    };

    public static KnownNode Node(string ak, string ek) => new(Claim(ak, ek), null, Noon);

    public static Enrolment Enrolment(string id, NodeClaim claim) => new(id, SHA256.HashData([1]), Noon.AddMinutes(2), claim);

    public static JudgedNode Judged(long version) =>
        new("ak1", ["node.rebooted"], new NodeHistory("ak1", 5, 7, 0, true, 1, [], null), version);

    public static void Ask(this SqliteStore store, string id, NodeClaim claim) =>
        Assert.Equal(EnrolmentOpening.Opened, store.OpenEnrolment(Enrolment(id, claim), Noon, Noon.AddHours(-1), 100));

    public static void Enrol(this SqliteStore store, NodeClaim claim)
    {
        string id = Guid.NewGuid().ToString("N");
        store.Ask(id, claim);
        Assert.Equal(EnrolmentClosing.Closed, store.CloseEnrolment(id, new KnownNode(claim, null, Noon), Noon));
    }
}
