using Attestation.Formats.Reasons;
using Attestation.UnitTests.Verifier.Storage;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;

namespace Attestation.UnitTests.Verifier.Sessions;

public sealed class SessionBookTests
{
    private static readonly VerifierOptions Options = new() { MaxSessions = 3, SessionTtl = TimeSpan.FromSeconds(60) };

    [Fact]
    public void ASessionExpiresAndIsForgottenLater()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        var clock = new HandClock();
        var book = new SessionBook(store, Options, clock);
        Session session = book.Open(new byte[32]).Session!;
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(session.Nonce, book.FindWaiting(session.Id).Session!.Nonce);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(SessionReasons.Expired, book.FindWaiting(session.Id).Refusal!.Code);
        Assert.Equal(SessionReasons.Expired, book.Find(session.Id).Refusal!.Code);
        clock.Now += TimeSpan.FromMinutes(11);
        book.Open(new byte[16]);
        Assert.Equal(SessionReasons.Unknown, book.FindWaiting(session.Id).Refusal!.Code);
    }

    [Fact]
    public void OpenSessionsAreBoundedAndExpiredOnesDoNotCount()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        var clock = new HandClock();
        var book = new SessionBook(store, Options, clock);
        for (byte i = 0; i < 3; i++)
            Assert.NotNull(book.Open([i, 0, 0, 0, 0, 0, 0, 0]).Session);
        Assert.Equal(SessionReasons.TooMany, book.Open([9, 0, 0, 0, 0, 0, 0, 0]).Refusal!.Code);
        clock.Now += TimeSpan.FromSeconds(61);
        Assert.NotNull(book.Open([9, 0, 0, 0, 0, 0, 0, 0]).Session);
    }

    [Fact]
    public void AnsweredSessionsAreBoundedAndTheirVerdictsStay()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        var clock = new HandClock();
        var book = new SessionBook(store, Options, clock);
        var answered = new List<Session>();
        for (byte i = 0; i < 5; i++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            answered.Add(book.Open([i, 0, 0, 0, 0, 0, 0, 0]).Session!);
            store.Record(StoreSamples.VerdictFor(answered[^1], $"a{i}"));
        }
        book.Open([9, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal([false, false, true, true, true], answered.Select(s => book.Find(s.Id).Session is not null));
        Assert.NotNull(store.FindAppraisal("a0"));
    }

    [Fact]
    public void AnAnsweredSessionIsReadButNotAnsweredAgain()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        var book = new SessionBook(store, Options, new HandClock());
        Session session = book.Open(new byte[32]).Session!;
        store.Record(StoreSamples.VerdictFor(session, "a1"));
        Assert.Equal(SessionReasons.Used, book.FindWaiting(session.Id).Refusal!.Code);
        Assert.Equal("a.b.c", book.Find(session.Id).Session!.Answer!.Result);
        Assert.Null(book.Delete(session.Id));
        Assert.Equal(SessionReasons.Unknown, book.Delete(session.Id)!.Code);
    }
}
