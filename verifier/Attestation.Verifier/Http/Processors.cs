namespace Attestation.Verifier.Http;

/// <summary>Appraisals and enrolments are computation: more at a time than there are processors would only queue inside the thread pool.</summary>
public sealed class Processors
{
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            _free.Release();
        }
    }
}
