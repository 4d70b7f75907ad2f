using System.Globalization;
using Attestation.Device.Gpio;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Transports.Kernel;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.NodeAgent.Keys;

/// <summary>
/// Where the TPM is, in the words that tpm2-tools use for their TCTI:
/// <c>device:/dev/tpmrm0</c>, <c>swtpm:host=127.0.0.1,port=2321</c>, <c>swtpm:path=/run/tpm.sock</c>, <c>mssim:host=127.0.0.1,port=2321</c>.
/// A bare path is a device. Besides <c>spi:/dev/spidev0.1</c>, see <see cref="SpiAddress"/>.
/// </summary>
public sealed record TpmAddress
{
    private enum Kind
    {
        Device,
        Swtpm,
        Mssim,
        Spi,
    }

    private readonly Kind kind;
    private readonly string host;
    private readonly int port;
    private readonly string path;
    private readonly SpiAddress? spi;

    private TpmAddress(Kind kind, string path, string host, int port) => (this.kind, this.path, this.host, this.port) = (kind, path, host, port);

    private TpmAddress(SpiAddress spi)
        : this(Kind.Spi, spi.Device, "", 0) => this.spi = spi;

    /// <summary>Reads an address.</summary>
    /// <param name="text">As above; null or empty: the first of the kernel's devices that exists.</param>
    /// <exception cref="AgentException">Usage: no address of these forms, or no device.</exception>
    public static TpmAddress Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            string found = DeviceTransport.Find() ?? throw AgentException.Failed(
                $"This machine shows no TPM: neither {DeviceTransport.ResourceManager} nor {DeviceTransport.Direct} exists. Switch it on in the firmware's setup, or name one with --tpm.");
            return new TpmAddress(Kind.Device, found, "", 0);
        }
        if (text.StartsWith('/'))
            return new TpmAddress(Kind.Device, text, "", 0);
        (string scheme, string rest) = Split(text, ':');
        return scheme switch
        {
            "device" when rest.StartsWith('/') => new TpmAddress(Kind.Device, rest, "", 0),
            "spi" when SpiAddress.TryParse(rest, out SpiAddress? address) => new TpmAddress(address!),
            "swtpm" => Socket(Kind.Swtpm, text, rest),
            "mssim" => Socket(Kind.Mssim, text, rest),
            _ => throw Unreadable(text),
        };
    }

    public async Task<ITpmTransport> ConnectAsync(CancellationToken cancellation) => kind switch
    {
        Kind.Device => DeviceTransport.Open(path),
        Kind.Spi => await ConnectAsync(spi!),
        Kind.Mssim => await MssimTransport.ConnectAsync(host, port, cancellation),
        _ => await SocketTransport.ConnectAsync(path.Length > 0 ? TpmEndpoint.Unix(path) : TpmEndpoint.Tcp(host, port), cancellation),
    };

    /// <summary>True for the kernel's devices: the firmware has started such a TPM, and the kernel may manage its objects.</summary>
    public bool IsDevice => kind == Kind.Device;

    public override string ToString() => kind switch
    {
        Kind.Device => path,
        Kind.Spi => spi!.ToString(),
        _ => kind.ToString().ToLowerInvariant() + ":" + (path.Length > 0 ? "path=" + path : $"host={host},port={port}"),
    };

    private static async Task<ITpmTransport> ConnectAsync(SpiAddress address)
    {
        try
        {
            return new ExplainedTransport(await address.ConnectAsync(KernelDevice.Open, new ThreadPause()));
        }
        catch (TisException e)
        {
            throw SpiTpmFailure.Of(e);
        }
    }

    private static TpmAddress Socket(Kind kind, string text, string rest)
    {
        string host = "127.0.0.1", path = "";
        int port = 2321;
        foreach (string pair in rest.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = Split(pair, '=');
            bool known = name switch
            {
                "host" => (host = value).Length > 0,
                "port" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65535,
                "path" when kind == Kind.Swtpm => (path = value).Length > 0,
                _ => false,
            };
            if (!known)
                throw Unreadable(text);
        }
        return new TpmAddress(kind, path, host, port);
    }

    private static (string Left, string Right) Split(string text, char at)
    {
        int index = text.IndexOf(at);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private static AgentException Unreadable(string text) => AgentException.Usage(
        $"'{text}' is no address of a TPM. Write device:/dev/tpmrm0, swtpm:host=HOST,port=PORT, swtpm:path=SOCKET, mssim:host=HOST,port=PORT or spi:/dev/spidevB.C.");
}
