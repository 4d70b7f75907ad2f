namespace Attestation.Tpm.Transports;

/// <summary>
/// The kernel's character devices: /dev/tpmrm0, whose resource manager swaps objects and sessions, or /dev/tpm0, which one process owns.
/// A command is one write and its response one read.
/// </summary>
public sealed class DeviceTransport : ITpmTransport
{
    public const string ResourceManager = "/dev/tpmrm0";
    public const string Direct = "/dev/tpm0";

    private readonly FileStream device;

    private DeviceTransport(FileStream device) => this.device = device;

    /// <summary>Opens a device.</summary>
    /// <exception cref="IOException">There is none, or another process owns it.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is neither root nor in the device's group (tss).</exception>
    public static DeviceTransport Open(string path = ResourceManager) =>
        new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0, useAsync: false));

    /// <summary>The first of /dev/tpmrm0 and /dev/tpm0 that exists, or null.</summary>
    public static string? Find() => new[] { ResourceManager, Direct }.FirstOrDefault(File.Exists);

    /// <remarks>The driver blocks; cancellation is seen before the command is sent, not while the TPM works.</remarks>
    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        await device.WriteAsync(command, cancellation).ConfigureAwait(false);
        var buffer = new byte[TpmFraming.MostBytes];
        int read = await device.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
        return read >= TpmFraming.HeaderBytes ? buffer[..read] : throw new IOException($"the TPM device answered {read} bytes");
    }

    public ValueTask DisposeAsync() => device.DisposeAsync();
}
