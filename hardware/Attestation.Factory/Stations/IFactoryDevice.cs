using Attestation.Dice;
using Attestation.Factory.Provisioning;

namespace Attestation.Factory.Stations;

/// <summary>One device at a station, over whatever joins the two: a serial line, TCP to a simulator, files in a folder. Not safe for several tasks.
/// Every call ends with an answer or a <see cref="FactoryException"/>: the device's own refusal (<c>device.*</c>), <c>factory.device-lost</c> where it
/// does not answer, <c>factory.device-answer</c> where the answer cannot be used. What a call writes is durable on the device before it answers, and a
/// call may be repeated with the same bytes after the line to the device was cut.</summary>
public interface IFactoryDevice : IAsyncDisposable
{
    /// <summary>Who is there, and how far it is. Changes nothing.</summary>
    Task<DeviceGreeting> HelloAsync(CancellationToken cancellation);

    /// <summary>Open Profile for DICE, Provisioning Scheme 1 step 3.</summary>
    /// <param name="uds">32 bytes; the caller wipes them when this returns, and so does every copy the implementation makes.</param>
    /// <param name="cancellation">Before the write begins; a write is not given up half-way.</param>
    Task WriteUdsAsync(ReadOnlyMemory<byte> uds, CancellationToken cancellation);

    /// <summary>Schemes 2 and 3, step 1.</summary>
    /// <param name="external">32 bytes of entropy, wiped as a UDS is.</param>
    /// <param name="cancellation">Before the write begins.</param>
    Task WriteEntropyAsync(ReadOnlyMemory<byte> external, CancellationToken cancellation);

    /// <summary>Lets the device run its DICE over all-zero inputs; only public values come back.</summary>
    Task<DeviceProbe> ProbeAsync(DiceAlgorithm algorithm, CancellationToken cancellation);

    /// <summary>Writes what the device is to say about itself.</summary>
    Task WriteIdentityAsync(DeviceIdentityData identity, CancellationToken cancellation);

    /// <summary>Closes every lock the board has. Not to be undone on real hardware.</summary>
    /// <returns>The locks as they stand afterwards.</returns>
    Task<LockReport> LockAsync(CancellationToken cancellation);

    /// <summary>Reads the locks back; after a restart, so that what is told is what the next boot finds.</summary>
    Task<LockReport> ReadLocksAsync(CancellationToken cancellation);

    /// <summary>Answers a verifier's challenge from the running application.</summary>
    /// <param name="nonce">8 to 64 bytes.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>docs/formats/device-evidence.cddl.</returns>
    Task<byte[]> AttestAsync(ReadOnlyMemory<byte> nonce, CancellationToken cancellation);

    /// <summary>Resets the device and waits until it answers again.</summary>
    Task RestartAsync(CancellationToken cancellation);

    /// <summary>The line is done with it: it passed, failed, or was done before, and nothing more is asked of it. Not called for a device that is to come
    /// back. Where nothing needs to be told to the device's place, nothing happens.</summary>
    Task LeaveAsync(DeviceOutcome outcome, CancellationToken cancellation) => Task.CompletedTask;
}
