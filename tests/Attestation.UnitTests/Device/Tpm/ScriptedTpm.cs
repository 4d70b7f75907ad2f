using System.Buffers.Binary;
using Attestation.Device.Tpm;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>Answers of a TPM to the reading of a UDS, as a software TPM gave them, with one of them changed.</summary>
internal sealed class ScriptedTpm : ITpmChannel
{
    /// <summary>Bytes 18 on of the answer to TPM2_NV_Read are the secret.</summary>
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly byte[] Done = Convert.FromHexString("80010000000a00000000");
    private static readonly byte[] DoneWithSession = Convert.FromHexString("80020000001300000000000000000000010000");

    private readonly byte[][] _answers =
    [
        Done,
        Public(0xA2042804),
        [.. Convert.FromHexString("80020000003500000000000000220020"), .. Secret, .. Convert.FromHexString("0000010000")],
        DoneWithSession,
        Public(0xB2042804),
    ];

    private int _next;

    public int Count => _answers.Length;

    public byte[] this[int answer]
    {
        get => _answers[answer];
        set => _answers[answer] = value;
    }

    public bool TryExchange(byte[] command, byte[] response, out int length)
    {
        Assert.Equal(command.Length, BinaryPrimitives.ReadInt32BigEndian(command.AsSpan(2)));
        byte[]? answer = _next < _answers.Length ? _answers[_next++] : null;
        length = answer?.Length ?? 0;
        answer?.CopyTo(response, 0);
        return answer is not null;
    }

    /// <summary>TPM2_NV_ReadPublic: 32 bytes, SHA-256, no policy; the name is not looked at.</summary>
    private static byte[] Public(uint attributes) =>
        [.. Convert.FromHexString("80010000003e00000000000e01800100000b"), .. BitConverter.GetBytes(attributes).Reverse(), .. Convert.FromHexString("000000200022000b"), .. new byte[32]];
}
