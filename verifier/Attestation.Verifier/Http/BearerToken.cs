using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Http;

/// <summary>A bearer token (RFC 6750) that requests carry where the operator asks for one. Only its hash is kept.</summary>
public sealed class BearerToken
{
    private const int ShortestToken = 16;
    private const int LongestToken = 1024;
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash;

    private BearerToken(byte[]? hash) => _hash = hash;

    /// <param name="path">File with the token, white space around it aside; null where none is asked for.</param>
    /// <exception cref="ServiceFailure">service.token-file</exception>
    public static BearerToken Load(string? path)
    {
        if (path is null)
            return new BearerToken(null);
        try
        {
            if (OwnerOnlyFile.OthersMayUse(path))
                throw new ServiceFailure(ServiceReasons.TokenFile, $"{path} may be read by others");
            byte[] content = File.ReadAllBytes(path);
            try
            {
                ReadOnlySpan<byte> token = content.AsSpan().Trim(" \t\r\n"u8);
                return token.Length is >= ShortestToken and <= LongestToken
                    ? new BearerToken(SHA256.HashData(token))
                    : throw new ServiceFailure(ServiceReasons.TokenFile, $"{path} holds {token.Length} characters, {ShortestToken} to {LongestToken} are allowed");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.TokenFile, e.Message, e);
        }
    }

    /// <summary>Did the operator ask for a token?</summary>
    public bool IsAskedFor => _hash is not null;

    /// <summary>Refuses a request without the token; compares in constant time.</summary>
    public Refusal? Check(HttpContext context)
    {
        if (_hash is null)
            return null;
        string header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            byte[] given = SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()));
            if (CryptographicOperations.FixedTimeEquals(given, _hash))
                return null;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new Refusal(401, HttpReasons.Unauthorized, "no or another token");
    }
}
