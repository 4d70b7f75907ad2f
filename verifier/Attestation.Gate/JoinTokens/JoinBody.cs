using System.Net.Mime;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using Microsoft.AspNetCore.Connections;

namespace Attestation.Gate.JoinTokens;

/// <summary>Reads a request's body, no further than <see cref="JoinRequest.MaxSize"/> and no longer than a few seconds.</summary>
internal static class JoinBody
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<(byte[]? Body, GateDenial? Denial)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) != true)
            return Refuse("not application/json");
        if (context.Request.ContentLength > JoinRequest.MaxSize)
            return Refuse($"{context.Request.ContentLength} bytes");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        byte[] buffer = new byte[JoinRequest.MaxSize + 1];
        try
        {
            int length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token);
            return length switch
            {
                0 => Refuse("empty"),
                > JoinRequest.MaxSize => Refuse($"more than {JoinRequest.MaxSize} bytes"),
                _ => (buffer[..length], null),
            };
        }
        catch (Exception e) when (e is BadHttpRequestException or ConnectionResetException or OperationCanceledException)
        {
            return Refuse("it did not arrive whole");
        }
    }

    private static (byte[]? Body, GateDenial? Denial) Refuse(string detail) => (null, new GateDenial(GateReasons.JoinBody, detail));
}
