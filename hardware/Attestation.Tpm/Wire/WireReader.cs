using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Attestation.Tpm.Wire;

/// <summary>
/// Reads big-endian TPM structures. The first defect fails the reader for good: every later read returns zero or an empty value, so that
/// structures are read in straight lines and judged once at the end. Memory stays in proportion to the input: no length is trusted before
/// it has been compared with what is left.
/// </summary>
public sealed class WireReader
{
    private readonly ReadOnlyMemory<byte> input;
    private readonly Stack<(string Field, int Index)> path = new();
    private int limit;

    public WireReader(ReadOnlyMemory<byte> input)
    {
        this.input = input;
        limit = input.Length;
    }

    /// <summary>Offset of the next byte; after a failure, of the field that failed.</summary>
    public int Position { get; private set; }

    public bool Failed { get; private set; }

    /// <summary>The first defect, meaningful when <see cref="Failed"/>.</summary>
    public WireError Error { get; private set; }

    /// <summary>Bytes left in the innermost sized structure.</summary>
    public int Remaining => limit - Position;

    public byte U8(string field) => Take(1, field) is { Length: 1 } b ? b[0] : (byte)0;

    public ushort U16(string field) => Take(2, field) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    public uint U32(string field) => Take(4, field) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    public ulong U64(string field) => Take(8, field) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    /// <summary>TPMI_YES_NO, Part 2 clause 9.2: 0 or 1, nothing else.</summary>
    public bool YesNo(string field)
    {
        int start = Position;
        byte value = U8(field);
        if (value > 1)
            Fail(WireDefect.OutOfRange, field, start);
        return value == 1;
    }

    /// <summary>Exactly <paramref name="count"/> bytes, copied.</summary>
    public byte[] Bytes(int count, string field) => Take(count, field).ToArray();

    /// <summary>What is left of the innermost sized structure, copied.</summary>
    public byte[] Rest(string field) => Take(Remaining, field).ToArray();

    /// <summary>A TPM2B of plain bytes: 16-bit size and content, copied.</summary>
    /// <param name="field">Name in Part 2.</param>
    /// <param name="most">Largest size that the type allows.</param>
    public byte[] Buffer(string field, int most = ushort.MaxValue)
    {
        int start = Position;
        int size = U16(field);
        if (size > most)
            Fail(WireDefect.OutOfRange, field, start);
        else if (size > Remaining)
            Fail(WireDefect.Truncated, field, start);
        return Bytes(Failed ? 0 : size, field);
    }

    /// <summary>A nested structure; its defects carry <paramref name="field"/> in their path.</summary>
    public T Nested<T>(string field, Func<WireReader, T> read) => Nested(field, -1, read);

    private T Nested<T>(string field, int index, Func<WireReader, T> read)
    {
        path.Push((field, index));
        T value = read(this);
        path.Pop();
        return value;
    }

    /// <summary>A TPM2B that holds a structure, which must fill it exactly.</summary>
    public T Sized<T>(string field, Func<WireReader, T> read)
    {
        int start = Position;
        int size = U16(field);
        if (size > Remaining)
            Fail(WireDefect.Truncated, field, start);
        int outer = limit;
        limit = Failed ? limit : Position + size;
        T value = Nested(field, read);
        if (Position != limit)
            Fail(WireDefect.SizeMismatch, field, start);
        limit = outer;
        return value;
    }

    /// <summary>A TPML: 32-bit count and elements.</summary>
    /// <param name="field">Name in Part 2.</param>
    /// <param name="least">Smallest encoding of one element, in bytes; at least 1.</param>
    /// <param name="most">Largest count that the specification allows.</param>
    /// <param name="read">Reads one element.</param>
    public IReadOnlyList<T> List<T>(string field, int least, int most, Func<WireReader, T> read)
    {
        int start = Position;
        uint count = U32(field);
        if (count > (uint)most || (long)count * least > Remaining)
            Fail(WireDefect.TooMany, field, start);
        var items = new List<T>();
        for (uint i = 0; i < count && !Failed; i++)
            items.Add(Nested(field, (int)i, read));
        return items;
    }

    /// <summary>Fails the reader; only the first failure is kept.</summary>
    public void Fail(WireDefect defect, string field, int offset)
    {
        if (Failed)
            return;
        Failed = true;
        Position = offset;
        Error = new WireError(defect, offset, string.Join('/', path.Reverse().Select(At).Append(field)));
    }

    /// <summary>The whole input must have been read.</summary>
    public bool Finish<T>(T read, [NotNullWhen(true)] out T? value, out WireError error)
        where T : class
    {
        if (!Failed && Position != input.Length)
            Fail(WireDefect.TrailingBytes, "end", Position);
        error = Error;
        value = Failed ? null : read;
        return !Failed;
    }

    private static string At((string Field, int Index) step) => step.Index < 0 ? step.Field : $"{step.Field}[{step.Index}]";

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (Failed)
            return [];
        if (count > Remaining)
        {
            Fail(WireDefect.Truncated, field, Position);
            return [];
        }
        ReadOnlySpan<byte> taken = input.Span.Slice(Position, count);
        Position += count;
        return taken;
    }
}
