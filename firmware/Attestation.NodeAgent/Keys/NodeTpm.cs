using System.Net.Sockets;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>Opens the node's TPM.</summary>
public static class NodeTpm
{
    /// <summary>
    /// Connects and makes sure that a TPM answers. A software TPM that nobody started up is started here, as firmware would do; a device is not:
    /// there the firmware did.
    /// </summary>
    /// <exception cref="AgentException">There is none, it is taken, or it does not answer as a TPM 2.0 does.</exception>
    public static async Task<TpmConnection> OpenAsync(TpmAddress address, CancellationToken cancellation = default)
    {
        TpmConnection tpm = new(await ConnectAsync(address, cancellation));
        try
        {
            await GreetAsync(tpm, mayStart: !address.IsDevice, cancellation);
            return tpm;
        }
        catch (Exception e) when (e is TpmException or TpmProtocolException or IOException)
        {
            await tpm.DisposeAsync();
            throw AgentException.Failed($"What answers at {address} is no working TPM 2.0: {e.Message}", e);
        }
    }

    private static async Task<ITpmTransport> ConnectAsync(TpmAddress address, CancellationToken cancellation)
    {
        try
        {
            return await address.ConnectAsync(cancellation);
        }
        catch (UnauthorizedAccessException e)
        {
            throw AgentException.Failed($"{address} may not be opened by this user: run the agent as root or in the device's group (tss).", e);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw AgentException.Failed($"The TPM at {address} cannot be opened: {e.Message}", e);
        }
    }

    private static async Task GreetAsync(TpmConnection tpm, bool mayStart, CancellationToken cancellation)
    {
        try
        {
            await tpm.ReadPropertyAsync(TpmPt.FamilyIndicator, cancellation);
        }
        catch (TpmException e) when (mayStart && e.Code == TpmRc.Initialize)
        {
            await tpm.SendAsync(new Startup(TpmSu.Clear), cancellation);
        }
    }
}
