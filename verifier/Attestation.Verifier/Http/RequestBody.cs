using System.Buffers;
using System.IO.Pipelines;
using Attestation.Formats.Reasons;
using Microsoft.AspNetCore.Connections;
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
        HalfClose connection = context.Features.GetRequiredFeature<HalfClose>();
        connection.Hold();
        try
        {
            PipeReader reader = context.Request.BodyReader;
            using CancellationTokenRegistration giveUp = connection.Ended.Register(reader.CancelPendingRead);
            return await ReadWithin(reader, context, limit);
        }
        catch (BadHttpRequestException e)
        {
            return Refuse(FromFraming(e));
        }
        catch (ConnectionResetException)
        {
            return Refuse(Truncated(context)); // for the log: nobody is left to read it
        }
        finally
        {
            connection.Release();
        }
    }

    private static async Task<(byte[]? Body, Refusal? Refusal)> ReadWithin(PipeReader reader, HttpContext context, int limit)
    {
        byte[] body = [];
        int length = 0;
        bool complete = false;
        while (!complete)
        {
            ReadResult read = await reader.ReadAsync(context.RequestAborted);
            bool fits = length + read.Buffer.Length <= limit;
            if (fits)
                Append(read.Buffer, ref body, ref length, (int)(context.Request.ContentLength ?? limit));
            reader.AdvanceTo(read.Buffer.End);
            if (!fits)
                return Refuse(TooLarge(limit));
            if (read.IsCanceled)
                return Refuse(Truncated(context));
            complete = read.IsCompleted;
        }
        if (length == 0)
            return Refuse(new Refusal(400, HttpReasons.BodyEmpty, "0 bytes"));
        return (length == body.Length ? body : body[..length], null);
    }

    /// <summary>
    /// Memory follows what arrived, by doubling; beyond 1 MiB, where <see cref="LargeBodies"/> counts the bodies, what was announced is taken at once.
    /// A body that keeps its word is not copied at its end.
    /// </summary>
    private static void Append(in ReadOnlySequence<byte> arrived, ref byte[] body, ref int length, int announced)
    {
        int needed = length + (int)arrived.Length;
        if (needed > body.Length)
            Array.Resize(ref body, Math.Max(needed, needed > LargeBodies.From ? announced : Math.Min(2 * body.Length, announced)));
        arrived.CopyTo(body.AsSpan(length));
        length = needed;
    }

    private static Refusal Truncated(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return new Refusal(400, HttpReasons.BodyTruncated, $"{context.Request.ContentLength?.ToString() ?? "more"} bytes were announced");
    }

    private static Refusal TooLarge(int limit) => new(413, HttpReasons.BodyTooLarge, $"at most {limit} bytes are read");

    /// <summary>The server tells broken framing by exception: 408 too slow, 400 not framed as it says.</summary>
    private static Refusal FromFraming(BadHttpRequestException e) => e.StatusCode == StatusCodes.Status408RequestTimeout
        ? new Refusal(408, HttpReasons.BodySlow, "the body stopped arriving")
        : new Refusal(400, HttpReasons.BodyMalformed, e.Message);

    private static (byte[]? Body, Refusal? Refusal) Refuse(Refusal refusal) => (null, refusal);
}
