using System.Buffers.Binary;
using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Spi;

/// <summary>A transport on a bus with a simulated TPM, on a clock that costs no time. The TPM behind the interface answers a command with as many bytes as its ninth and
/// tenth byte ask for, made from the command itself.</summary>
internal sealed class SpiBench
{
    public SpiBench(SpiTpmConditions? conditions = null)
    {
        Conditions = conditions ?? new SpiTpmConditions();
        Tpm = new SpiTpm(Conditions, Answer, Clock);
    }

    public SteppingClock Clock { get; } = new();

    public SpiTpmConditions Conditions { get; }

    public SpiTpm Tpm { get; }

    public Task<SpiTransport> OpenAsync(int locality = 0) => SpiTransport.OpenAsync(Tpm, locality, time: Clock);

    /// <summary>A command of a length that asks for a response of a length, both 10 or more.</summary>
    public static byte[] Command(int length, int responseLength)
    {
        var command = new byte[length];
        new Random(length * 31 + responseLength).NextBytes(command);
        BinaryPrimitives.WriteUInt16BigEndian(command, 0x8001);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(2), (uint)length);
        BinaryPrimitives.WriteUInt16BigEndian(command.AsSpan(8), (ushort)responseLength);
        return command;
    }

    public static byte[] Answer(byte[] command)
    {
        var response = new byte[BinaryPrimitives.ReadUInt16BigEndian(command.AsSpan(8))];
        for (int i = 10; i < response.Length; i++)
            response[i] = (byte)(command[i % command.Length] ^ i & 0xFF);
        BinaryPrimitives.WriteUInt16BigEndian(response, 0x8001);
        BinaryPrimitives.WriteUInt32BigEndian(response.AsSpan(2), (uint)response.Length);
        return response;
    }
}
