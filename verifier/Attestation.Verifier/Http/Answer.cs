using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attestation.Verifier.Http;

/// <summary>Writes a whole body with its length and exactly the media type of the format: existing clients compare it as text.</summary>
internal static class Answer
{
    public static Task Write<T>(HttpContext context, string mediaType, JsonTypeInfo<T> type, T value) =>
        Write(context, mediaType, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static Task Write(HttpContext context, string mediaType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    }
}
