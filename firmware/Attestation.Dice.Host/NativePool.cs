using System.Collections.Concurrent;

namespace Attestation.Dice.Host;

/// <summary>Keeps native working memory for the next call. A context of libcrypto serves one thread at a time, so as many exist as
/// calls ever ran at once.</summary>
internal sealed class NativePool<T>(Func<T> create)
    where T : class
{
    private readonly ConcurrentBag<T> _free = [];

    public T Rent() => _free.TryTake(out T? item) ? item : create();

    public void Return(T item) => _free.Add(item);
}
