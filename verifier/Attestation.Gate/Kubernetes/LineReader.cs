namespace Attestation.Gate.Kubernetes;

/// <summary>Lines of a stream as bytes, each up to a limit.</summary>
internal sealed class LineReader(Stream stream, int limit)
{
    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;

    /// <summary>The next line without its end; null where the stream ends. Valid until the next call.</summary>
    /// <exception cref="IOException">The line is longer than the limit, or the stream ends inside it.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancel)
    {
        int searched = start;
        while (true)
        {
            int newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                ReadOnlyMemory<byte> line = buffer.AsMemory(start, searched + newline - start);
                start = searched + newline + 1;
                return line;
            }
            MakeRoom();
            searched = end;
            int count = await stream.ReadAsync(buffer.AsMemory(end), cancel);
            if (count == 0)
                return start == end ? default(ReadOnlyMemory<byte>?) : throw new IOException("the stream ends inside a line");
            end += count;
        }
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end < buffer.Length)
            return;
        if (end >= limit)
            throw new IOException($"a line has more than {limit} bytes");
        Array.Resize(ref buffer, Math.Min(limit, buffer.Length * 2));
    }
}
