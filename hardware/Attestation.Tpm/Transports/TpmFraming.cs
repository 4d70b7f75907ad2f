using System.Buffers.Binary;

namespace Attestation.Tpm.Transports;

/// <summary>Reads whole responses off a stream: the header says how long they are, Part 1 clause 18.3.</summary>
internal static class TpmFraming
{
    public const int HeaderBytes = 10;

    /// <summary>No response of a TPM is longer (TPM_PT_MAX_RESPONSE_SIZE is 4,096).</summary>
    public const int MostBytes = 8192;

    public static async ValueTask<byte[]> ReadResponseAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        await stream.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(2));
        if (size is < HeaderBytes or > MostBytes)
            throw new IOException($"the TPM announced a response of {size} bytes");
        var response = new byte[size];
        header.CopyTo(response, 0);
        await stream.ReadExactlyAsync(response.AsMemory(HeaderBytes), cancellation).ConfigureAwait(false);
        return response;
    }

    public static async ValueTask<uint> ReadU32Async(Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[4];
        await stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
