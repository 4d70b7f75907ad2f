using System.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Keys;

/// <summary>
/// Fetches a verifier's result key from where RATS clients look for it (Veraison discovery API), once: the first answer is pinned in a file, and from
/// then on the file counts (trust on first use). TLS says at the first time that it is the verifier; so plain HTTP is for loopback only.
/// </summary>
/// <param name="http">Brings the trust in the verifier's TLS certificate. Redirections to another place are refused.</param>
/// <param name="verifier">The verifier's address.</param>
/// <param name="pinFile">Where the key is kept as a JWK set; null to keep none: then every start trusts anew.</param>
public sealed class VerifierKeys(HttpClient http, Uri verifier, string? pinFile)
{
    public const string Path = ".well-known/veraison/verification";

    private const int LargestAnswer = 64 * 1024;

    /// <summary>The pinned keys; fetched and pinned where there are none yet.</summary>
    /// <exception cref="ResultKeysFailure">Neither could be had, or the file is damaged: it is never silently replaced.</exception>
    public async Task<ResultKeys> LoadAsync(CancellationToken cancellation = default)
    {
        if (pinFile is not null && File.Exists(pinFile))
            return ReadPin(pinFile);
        ResultKeys fetched = await FetchAsync(cancellation);
        return pinFile is null ? fetched : Pin(pinFile, fetched);
    }

    /// <summary>The key that the verifier publishes now, pinned or not.</summary>
    /// <exception cref="ResultKeysFailure"><see cref="RelyingPartyReasons.Discovery"/>, or what is wrong with the key.</exception>
    public async Task<ResultKeys> FetchAsync(CancellationToken cancellation = default)
    {
        Uri address = new(verifier.AbsoluteUri.EndsWith('/') ? verifier : new Uri(verifier.AbsoluteUri + "/"), Path);
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{address}: plain HTTP is for loopback only");
        byte[] body = await ReadAsync(address, cancellation);
        if (!TryKey(body, out IReadOnlyList<NamedKey> keys, out ParseError error))
            throw new ResultKeysFailure(error.Code, $"{address}: {error}");
        return new ResultKeys(keys);
    }

    /// <summary>Asks the verifier whether its key is still a pinned one.</summary>
    /// <exception cref="ResultKeysFailure"><see cref="RelyingPartyReasons.Pin"/> where it is another.</exception>
    public async Task ConfirmAsync(ResultKeys pinned, CancellationToken cancellation = default)
    {
        ResultKeys now = await FetchAsync(cancellation);
        if (now.Keys.FirstOrDefault(k => !pinned.Keys.Any(p => p.Key.Equals(k.Key))) is { } other)
            throw new ResultKeysFailure(RelyingPartyReasons.Pin, $"{verifier}: {other.Key}, pinned {string.Join(", ", pinned.Keys.Select(k => k.Key))}");
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode || answer.RequestMessage?.RequestUri != address)
                throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{address}: status {(int)answer.StatusCode} of {answer.RequestMessage?.RequestUri}");
            await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
            byte[] body = new byte[LargestAnswer];
            int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
            return length < body.Length ? body[..length] : throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{address}: more than {LargestAnswer} bytes");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{address}: {e.Message}", e);
        }
    }

    /// <summary>The member ear-verification-key of the discovery document: one JWK.</summary>
    private static bool TryKey(byte[] body, out IReadOnlyList<NamedKey> keys, out ParseError error)
    {
        keys = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            error = new ParseError(RelyingPartyReasons.Discovery, 0, "ear-verification-key");
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("ear-verification-key", out JsonElement key)
                && JwkSet.TryParse(Encoding.UTF8.GetBytes(key.GetRawText()), out keys, out error);
        }
        catch (JsonException)
        {
            error = new ParseError(RelyingPartyReasons.Discovery, 0, "no JSON");
            return false;
        }
    }

    private static ResultKeys ReadPin(string file)
    {
        try
        {
            return ResultKeys.TryParse(File.ReadAllBytes(file), out ResultKeys keys, out ParseError error)
                ? keys
                : throw new ResultKeysFailure(error.Code, $"{file}: {error}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{file}: {e.Message}", e);
        }
    }

    /// <summary>Writes the pin in one step. Of several that start at once the first one's pin counts for all.</summary>
    private static ResultKeys Pin(string file, ResultKeys keys)
    {
        string draft = $"{file}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(Text(keys)));
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, file, overwrite: false);
            return keys;
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
            return ReadPin(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultKeysFailure(RelyingPartyReasons.Discovery, $"{file}: {e.Message}", e);
        }
    }

    private static string Text(ResultKeys keys) => $$"""{"keys":[{{string.Join(',', keys.Keys.Select(k => Jwk.Write(k.Key, k.KeyId)))}}]}""" + "\n";
}
