using System.Buffers.Binary;
using Attestation.Device.Tpm;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>Gives answers in order, whatever it is asked; then it falls silent.</summary>
internal sealed class ScriptedTpm(byte[][] answers) : ITpmChannel
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private int _next;

    /// <summary>The reading of a UDS: startup, what the index is, the secret (bytes 16 to 47), the lock, what the index is then.</summary>
    public static ScriptedTpm OfReading() => new(
    [
        TpmAnswers.Done,
        Public(0xA2042804),
        [.. Convert.FromHexString("80020000003500000000000000220020"), .. Secret, .. Convert.FromHexString("0000010000")],
        TpmAnswers.DoneWithSession,
        Public(0xB2042804),
    ]);

    public int Count => answers.Length;

    public byte[] this[int answer]
    {
        get => answers[answer];
        set => answers[answer] = value;
    }

    public bool TryExchange(byte[] command, byte[] response, out int length)
    {
        Assert.Equal(command.Length, BinaryPrimitives.ReadInt32BigEndian(command.AsSpan(2)));
        byte[]? answer = _next < answers.Length ? answers[_next++] : null;
        length = answer?.Length ?? 0;
        answer?.CopyTo(response, 0);
        return answer is not null;
    }

    /// <summary>TPM2_NV_ReadPublic: 32 bytes, SHA-256, no policy; the name is not looked at.</summary>
    private static byte[] Public(uint attributes) =>
        [.. Convert.FromHexString("80010000003e00000000000e01800100000b"), .. BitConverter.GetBytes(attributes).Reverse(), .. Convert.FromHexString("000000200022000b"), .. new byte[32]];
}
