using System.Buffers;
using System.Security.Cryptography;

namespace Attestation.Gate.JoinTokens;

/// <summary>A buffer of fixed size for writing a small document that holds a secret; wiped when it is disposed of, and never copied by growing.</summary>
internal sealed class WipedBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Size = 128 << 10;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Size);
    private int length;

    /// <summary>What was written. The caller wipes it.</summary>
    public byte[] ToArray() => bytes[..length];

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => bytes.AsMemory(length);

    public Span<byte> GetSpan(int sizeHint = 0) => bytes.AsSpan(length);

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
}
