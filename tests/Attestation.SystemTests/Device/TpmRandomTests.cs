using Attestation.Device.Tpm;
using Attestation.Dice;
using Attestation.SystemTests.Tpm;

namespace Attestation.SystemTests.Device;

/// <summary>Random bytes of a real software TPM.</summary>
public sealed class TpmRandomTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(75)]
    public async Task It_fills_what_it_is_asked_for_and_nothing_else(int count)
    {
        await using Swtpm tpm = await Swtpm.StartAsync();
        await using BoardTpm channel = await BoardTpm.ConnectAsync(tpm.Data);
        byte[] buffer = new byte[count + 2];
        Assert.True(new TpmRandom(channel, new SoftwareDiceOperations(), new NoPause()).TryFill(buffer, 1, count));
        Assert.Equal(0, buffer[0]);
        Assert.Equal(0, buffer[^1]);
        if (count > 16)
            Assert.True(buffer.Distinct().Count() > 8);
    }
}
