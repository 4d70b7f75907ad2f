using Attestation.Factory;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of evidence on its way, and of the session it answers.</summary>
internal static class SessionFaults
{
    private const int MoreThanAnyLimit = (1 << 20) + 1;

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("replayed-evidence", FaultStage.Session, "genuine evidence of an answered session sent again", "session.nonce-replayed", Replay),
        new("foreign-nonce", FaultStage.Session, "evidence over a nonce of another verifier", "session.nonce-foreign", ForeignNonce),
        new("nonce-of-another-session", FaultStage.Session, "evidence over the nonce of another open session", "session.nonce-other", OtherSession),
        new("answered-twice", FaultStage.Session, "second evidence into an answered session", "session.used", AnswerTwice),
        new("unknown-session", FaultStage.Session, "evidence into a session that was never opened", "session.unknown", UnknownSession),
        new("expired-nonce", FaultStage.Session, "evidence after the session's time", "session.expired", AnswerLate),
        OnEvidence("flipped-evidence-bit", "one bit of the evidence's signature flipped", "cose.signature", ByteEdits.FlipLastBit),
        OnEvidence("cut-evidence", "last byte of the evidence lost", "cbor.truncated", evidence => evidence[..^1]),
        OnEvidence("padded-evidence", "one byte behind the evidence", "cbor.trailing", evidence => [.. evidence, 0x00]),
        OnEvidence("oversized-evidence", "body larger than the verifier reads", "http.body-too-large", evidence => [.. evidence, .. new byte[MoreThanAnyLimit]]),
        OnEvidence("empty-evidence", "no body at all", "http.body-empty", _ => []),
        new("wrong-media-type", FaultStage.Session, "evidence declared as plain text", "http.media-type", WrongMediaType),
    ];

    private static Fault OnEvidence(string name, string description, string reason, Func<byte[], byte[]> damage) => new(name, FaultStage.Session, description, reason, async bench =>
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        return await bench.AnswerAsync(nonce => damage(running.Attest(nonce)));
    });

    private static async Task<VerifierAnswer> Replay(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        VerifierSession first = await bench.OpenAsync();
        byte[] evidence = running.Attest(first.Nonce);
        await bench.AffirmAsync(first, evidence);
        return await bench.SubmitAsync(await bench.OpenAsync(), evidence);
    }

    private static async Task<VerifierAnswer> ForeignNonce(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        byte[] foreign = bench.World.EntropyFor("foreign nonce").Take(32);
        return await bench.AnswerAsync(_ => running.Attest(foreign));
    }

    private static async Task<VerifierAnswer> OtherSession(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        VerifierSession other = await bench.OpenAsync();
        return await bench.AnswerAsync(_ => running.Attest(other.Nonce));
    }

    private static async Task<VerifierAnswer> AnswerTwice(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        VerifierSession session = await bench.OpenAsync();
        await bench.AffirmAsync(session, running.Attest(session.Nonce));
        return await bench.SubmitAsync(session, running.Attest(session.Nonce));
    }

    private static async Task<VerifierAnswer> UnknownSession(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        VerifierSession session = await bench.OpenAsync();
        var elsewhere = session with { Address = new Uri(session.Address, new string('0', 32)) };
        return await bench.SubmitAsync(elsewhere, running.Attest(session.Nonce));
    }

    /// <summary>At a verifier of its own, whose sessions last one second.</summary>
    private static async Task<VerifierAnswer> AnswerLate(FaultBench bench)
    {
        FaultBench hasty = await bench.ElsewhereAsync("--session-ttl", "1");
        WorldDevice device = await hasty.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        VerifierSession session = await hasty.OpenAsync();
        await hasty.WaitAsync(TimeSpan.FromSeconds(1.1));
        return await hasty.SubmitAsync(session, running.Attest(session.Nonce));
    }

    private static async Task<VerifierAnswer> WrongMediaType(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        return await bench.AnswerAsync(running.Attest, "text/plain");
    }
}
