using System.Buffers;
using System.IO.Pipelines;
using Attestation.Formats.Reasons;
using Microsoft.AspNetCore.Http.Features;

namespace Attestation.Verifier.Http;

/// <summary>Reads a request's body whole, within a limit; every way a body can go wrong has its own reason.</summary>
internal static class RequestBody
{
    /// <returns>The bytes, or why there are none.</returns>
    public static async Task<(byte[]? Body, Refusal? Refusal)> Read(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
            return Refuse(TooLarge(limit));
        // The limit is ours: the server's own would answer with another reason.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        try
        {
            return await ReadWithin(context.Request.BodyReader, limit, context.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(FromFraming(context.Request, e));
        }
    }

    private static async Task<(byte[]? Body, Refusal? Refusal)> ReadWithin(PipeReader reader, int limit, CancellationToken aborted)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult read = await reader.ReadAsync(aborted);
            if (body.WrittenCount + read.Buffer.Length > limit)
                return Refuse(TooLarge(limit));
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
                body.Write(part.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }
        return body.WrittenCount == 0
            ? Refuse(new Refusal(400, HttpReasons.BodyEmpty, "0 bytes"))
            : (body.WrittenSpan.ToArray(), null);
    }

    private static Refusal TooLarge(int limit) => new(413, HttpReasons.BodyTooLarge, $"at most {limit} bytes are read");

    /// <summary>The server tells broken framing by exception: 408 too slow, 400 ended early or not chunked as it says.</summary>
    private static Refusal FromFraming(HttpRequest request, BadHttpRequestException e)
    {
        if (e.StatusCode == StatusCodes.Status408RequestTimeout)
            return new Refusal(408, HttpReasons.BodySlow, "the body stopped arriving");
        return request.HttpContext.RequestAborted.IsCancellationRequested
            ? new Refusal(400, HttpReasons.BodyTruncated, $"{request.ContentLength?.ToString() ?? "more"} bytes were announced")
            : new Refusal(400, HttpReasons.BodyMalformed, e.Message);
    }

    private static (byte[]? Body, Refusal? Refusal) Refuse(Refusal refusal) => (null, refusal);
}
