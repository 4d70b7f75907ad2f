using Attestation.Device.Tpm;
using Attestation.Dice;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>Answers that a bus or an impostor changed: a changed answer gives no secret, or the same one, and nothing throws.</summary>
public sealed class TpmUdsStoreTests
{
    private const int ReadPublic = 1;
    private const int Read = 2;
    private const int SecondReadPublic = 4;

    [Fact]
    public void The_script_as_it_is_gives_the_secret() => Assert.Equal(ScriptedTpm.Secret, ReadFrom(ScriptedTpm.OfReading()));

    [Fact]
    public void Every_answer_cut_short_gives_nothing()
    {
        for (int answer = ReadPublic; answer < ScriptedTpm.OfReading().Count; answer++)
        {
            for (int length = 0; length < ScriptedTpm.OfReading()[answer].Length; length++)
            {
                ScriptedTpm tpm = ScriptedTpm.OfReading();
                tpm[answer] = tpm[answer][..length];
                Assert.True(ReadFrom(tpm) is null || answer == Read + 1, $"answer {answer}, {length} bytes"); // the lock is read back whatever was answered to it
            }
        }
    }

    [Theory]
    [InlineData(ReadPublic)]
    [InlineData(Read)]
    [InlineData(SecondReadPublic)]
    public void A_byte_more_gives_nothing(int answer)
    {
        ScriptedTpm tpm = ScriptedTpm.OfReading();
        tpm[answer] = [.. tpm[answer], 0];
        Assert.Null(ReadFrom(tpm));
        tpm = ScriptedTpm.OfReading();
        byte[] longer = [.. tpm[answer], 0];
        longer[5]++;
        tpm[answer] = longer;
        Assert.Null(ReadFrom(tpm));
    }

    /// <summary>Everything but the secret itself, the name of the index, its name algorithm and the flag of the session.</summary>
    [Fact]
    public void Every_bit_that_matters_is_looked_at()
    {
        Dictionary<int, int[]> free = new() { [ReadPublic] = [.. Enumerable.Range(16, 2), .. Enumerable.Range(28, 34)], [Read] = [.. Enumerable.Range(16, 32), 50] };
        free[SecondReadPublic] = free[ReadPublic];
        foreach ((int answer, int[] bytes) in free)
        {
            for (int bit = 0; bit < ScriptedTpm.OfReading()[answer].Length * 8; bit++)
            {
                ScriptedTpm tpm = ScriptedTpm.OfReading();
                tpm[answer] = [.. tpm[answer]];
                tpm[answer][bit / 8] ^= (byte)(1 << (bit % 8));
                byte[]? read = ReadFrom(tpm);
                Assert.True(bytes.Contains(bit / 8) || read is null, $"answer {answer}, byte {bit / 8}");
            }
        }
    }

    [Fact]
    public void A_TPM_that_falls_silent_gives_nothing()
    {
        TpmUdsStore store = new(new ScriptedTpm([]), new SoftwareDiceOperations(), new NoPause(), 0x01800100, [], [], true);
        Assert.False(store.IsProgrammed);
        Assert.False(store.TryRead(new SoftwareDiceOperations(), out _));
        Assert.False(store.TryErase());
        Assert.Equal(Attestation.Device.DeviceRefusal.TpmSilent, store.TryProgram(new SoftwareDiceOperations(), new byte[32]));
    }

    private static byte[]? ReadFrom(ScriptedTpm tpm)
    {
        TpmUdsStore store = new(tpm, new SoftwareDiceOperations(), new NoPause(), 0x01800100, [], [], true);
        bool isRead = store.TryRead(new SoftwareDiceOperations(), out byte[] uds);
        Assert.Equal(isRead, uds is not null);
        return uds;
    }
}
