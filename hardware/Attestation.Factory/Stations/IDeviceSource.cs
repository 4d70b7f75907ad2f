namespace Attestation.Factory.Stations;

/// <summary>Where a line's devices come from: serial ports, TCP to a simulator, a directory queue.</summary>
public interface IDeviceSource : IAsyncDisposable
{
    /// <summary>Waits for the next device. A device that is presented again (a cable pulled, a line restarted) is a new object with the same serial number.</summary>
    /// <returns>The caller disposes it; null: there will be no more.</returns>
    /// <exception cref="FactoryException"><c>factory.device-source</c>: nothing can come from there.</exception>
    Task<IFactoryDevice?> NextAsync(CancellationToken cancellation);
}
