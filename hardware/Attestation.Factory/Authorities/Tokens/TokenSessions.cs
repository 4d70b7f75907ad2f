using System.Collections.Concurrent;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>Sessions on one token, made when a thread needs one more and kept for the next. The login is the process's: all sessions share it, and it ends
/// with the last of them (PKCS #11 v2.40 section 2.6).</summary>
internal sealed class TokenSessions(TokenModule module, nuint slot) : IDisposable
{
    private readonly ConcurrentBag<nuint> _idle = [];
    private bool _disposed;

    public TokenModule Module => module;

    public nuint Slot => slot;

    /// <summary>Does something on a session of its own. After a failure another one takes its place: an operation may be left open in it.</summary>
    public T Use<T>(Func<nuint, T> action)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idle.TryTake(out nuint session))
            TokenFailure.Check(module.Functions.OpenSession(slot, Cryptoki.SerialSession, 0, 0, out session), "C_OpenSession");
        bool good = false;
        try
        {
            T result = action(session);
            good = true;
            return result;
        }
        finally
        {
            if (_disposed)
                module.Functions.CloseSession(session);
            else
                _idle.Add(good ? session : Replace(session));
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out nuint session))
            module.Functions.CloseSession(session);
    }

    /// <summary>The new session is opened first, since the login would end with the last one. Where the token gives none (it has room for one only, or is gone),
    /// the old one is kept: if it is dead, the next use fails and comes here again.</summary>
    private nuint Replace(nuint failed)
    {
        if (module.Functions.OpenSession(slot, Cryptoki.SerialSession, 0, 0, out nuint fresh) != Cryptoki.Ok)
            return failed;
        module.Functions.CloseSession(failed);
        return fresh;
    }
}
