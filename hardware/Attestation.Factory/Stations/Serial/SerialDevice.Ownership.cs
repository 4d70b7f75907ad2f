namespace Attestation.Factory.Stations.Serial;

/// <summary>Commands 15 and 16, with authorisations that the device itself judges (docs/formats/owner-authorisation.cddl).</summary>
public sealed partial class SerialDevice
{
    /// <summary>Gives the device to another owner, or back to its manufacturer, as the authorisation says; in force after a restart.</summary>
    /// <param name="authorisation">1 to 512 bytes.</param>
    /// <param name="cancellation">Before it is sent.</param>
    public Task RotateOwnerAsync(ReadOnlyMemory<byte> authorisation, CancellationToken cancellation) =>
        WriteAsync(new CommandRequest(CommandNumbers.RotateOwner).Add(1, authorisation.Span), cancellation);

    /// <summary>Takes the device out of service for ever.</summary>
    /// <param name="authorisation">1 to 512 bytes.</param>
    /// <param name="cancellation">Before it is sent.</param>
    public Task DecommissionAsync(ReadOnlyMemory<byte> authorisation, CancellationToken cancellation) =>
        WriteAsync(new CommandRequest(CommandNumbers.Decommission).Add(1, authorisation.Span), cancellation);
}
