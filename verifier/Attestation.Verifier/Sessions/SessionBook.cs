using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Sessions;

/// <summary>Opens, finds and ends sessions; says for each unusable one why.</summary>
public sealed class SessionBook(SqliteStore store, VerifierOptions options, TimeProvider clock)
{
    /// <summary>How long an ended session is remembered, so that a late client learns that it expired and not only that it is unknown.</summary>
    private readonly TimeSpan _memory = options.SessionTtl > TimeSpan.FromMinutes(10) ? options.SessionTtl : TimeSpan.FromMinutes(10);

    /// <returns>The new session, or why there is none.</returns>
    public (Session? Session, Refusal? Refusal) Open(byte[] nonce)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var session = new Session(id, nonce, now + options.SessionTtl);
        return store.OpenSession(session, now, now - _memory, options.MaxSessions) switch
        {
            SessionOpening.Opened => (session, null),
            SessionOpening.TooMany => (null, new Refusal(429, SessionReasons.TooMany, $"{options.MaxSessions} sessions are open")),
            _ => (null, new Refusal(409, SessionReasons.NonceReused, "choose another nonce")),
        };
    }

    /// <summary>A session to read: waiting and not expired, or answered and not expired.</summary>
    public (Session? Session, Refusal? Refusal) Find(string id)
    {
        if (store.FindSession(id) is not { } session)
            return (null, Unknown);
        return session.Expires <= clock.GetUtcNow() ? (null, Expired(session)) : (session, null);
    }

    /// <summary>A session that may be answered now.</summary>
    public (Session? Session, Refusal? Refusal) FindWaiting(string id)
    {
        if (store.FindSession(id) is not { } session)
            return (null, Unknown);
        if (session.Answer is not null)
            return (null, Used);
        return session.Expires <= clock.GetUtcNow() ? (null, Expired(session)) : (session, null);
    }

    public Refusal? Delete(string id) => store.DeleteSession(id) ? null : Unknown;

    public static Refusal Unknown { get; } = new(404, SessionReasons.Unknown, "no such session");

    public static Refusal Used { get; } = new(409, SessionReasons.Used, "the session is complete");

    private static Refusal Expired(Session session) => new(410, SessionReasons.Expired, $"it expired at {session.Expires:yyyy-MM-ddTHH:mm:ssZ}");
}
