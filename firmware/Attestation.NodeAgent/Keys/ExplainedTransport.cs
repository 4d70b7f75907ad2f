using Attestation.Tpm.Transports;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.NodeAgent.Keys;

/// <summary>Gives the failures of an SPI interface their codes, sentences and remedies, wherever the agent meets them.</summary>
internal sealed class ExplainedTransport(SpiTransport spi) : ITpmTransport
{
    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        try
        {
            return await spi.ExchangeAsync(command, cancellation);
        }
        catch (TisException e)
        {
            throw SpiTpmFailure.Of(e);
        }
    }

    public ValueTask DisposeAsync() => spi.DisposeAsync();
}
