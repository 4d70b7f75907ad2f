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

    /// <summary>Does something on a session of its own. After a failure that session is closed: an operation may be left open in it.</summary>
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
            if (good && !_disposed)
                _idle.Add(session);
            else
                module.Functions.CloseSession(session);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out nuint session))
            module.Functions.CloseSession(session);
    }
}
