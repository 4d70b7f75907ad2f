namespace Attestation.Gate.Kubernetes;

/// <summary>Reads an answer no further than a limit.</summary>
internal static class BoundedBody
{
    /// <exception cref="IOException">The body is longer.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > limit)
            throw new IOException($"the answer has {content.Headers.ContentLength} bytes, more than {limit}");
        await using Stream stream = await content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (kept.Length + count > limit)
                throw new IOException($"the answer has more than {limit} bytes");
            kept.Write(buffer, 0, count);
        }
        return kept.ToArray();
    }
}
