using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Attestation.Factory.Stations.Queue;

/// <summary>One request as JSON, <c>{"command": ..., ...}</c>, in a buffer that <see cref="Dispose"/> wipes: two of them carry a secret.</summary>
internal sealed class QueueRequest : IDisposable, IBufferWriter<byte>
{
    private const int Capacity = 128 * 1024; // the longest carries a certificate in hex

    private readonly byte[] _buffer = new byte[Capacity];
    private int _length;

    public QueueRequest(string command, Action<Utf8JsonWriter>? members = null)
    {
        using var writer = new Utf8JsonWriter(this);
        writer.WriteStartObject();
        writer.WriteString("command", command);
        members?.Invoke(writer);
        writer.WriteEndObject();
    }

    public ReadOnlySpan<byte> Content => _buffer.AsSpan(0, _length);

    /// <summary>Bytes as lower-case hex, by way of buffers that are wiped.</summary>
    public static void WriteHex(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> bytes)
    {
        byte[] digits = new byte[bytes.Length * 2];
        try
        {
            Convert.TryToHexStringLower(bytes, digits, out _);
            writer.WriteString(name, digits);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digits);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    void IBufferWriter<byte>.Advance(int count) => _length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _buffer.AsMemory(_length);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _buffer.AsSpan(_length);
}
