using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>
/// Not a verifier: it judges nothing, and signs with a key of its own what a test tells it about nodes that do not exist. For tests of a thousand nodes, whose
/// evidence would take minutes to make; it speaks the feed of the verdicts as far as the gate reads it (docs/verifier-api.md).
/// </summary>
internal sealed class SigningFeed : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key;
    private readonly Lock _changing = new();
    private readonly Dictionary<string, JsonObject> _lines = new(StringComparer.Ordinal);
    private readonly Task _serving;
    private readonly string _store = Guid.NewGuid().ToString();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;

    public SigningFeed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePem(key.ExportPkcs8PrivateKeyPem(), out _key, out _));
        Address = new Uri($"http://127.0.0.1:{LoopbackPorts.Free().ToString(CultureInfo.InvariantCulture)}/");
        File.WriteAllText(TokenFile, "not-a-secret-of-anybody-00000000\n");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public string TokenFile => _folder["token"];

    /// <summary>Tells of many nodes at once: one answer of the feed has them all.</summary>
    public void Tell(IEnumerable<string> names, EarStatus status, TimeSpan lifetime)
    {
        lock (_changing)
        {
            foreach (string name in names)
                _lines[name] = Line(name, status, lifetime);
            _news.SetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _key.Dispose();
        _folder.Dispose();
    }

    private JsonObject Line(string name, EarStatus status, TimeSpan lifetime)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string id = "000b" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var claims = new EarClaims
        {
            IssuedAt = now,
            Expiration = now + (long)lifetime.TotalSeconds,
            VerifierDeveloper = "Attestation",
            VerifierBuild = "test",
            Submodules = new Dictionary<string, EarAppraisal>
            {
                ["node"] = new EarAppraisal
                {
                    Status = status,
                    Findings = status == EarStatus.Affirming ? [] : [new EarFinding("boot.kernel")],
                    Node = new NodeClaims { Id = id, Name = name },
                },
            },
        };
        return new JsonObject
        {
            ["sequence"] = ++_sequence,
            ["node"] = id,
            ["nodeName"] = name,
            ["state"] = "current",
            ["appraisal"] = $"a-{_sequence}",
            ["ear"] = EarWriter.SignJwt(claims, _key),
        };
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            JsonObject answer = context.Request.Url!.AbsolutePath == "/api/v1/verdicts"
                ? await VerdictsAsync(context.Request)
                : new JsonObject { ["ear-verification-key"] = JsonNode.Parse(Jwk.Write(_key.PublicKey)) };
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // the gate went away
        }
    }

    private async Task<JsonObject> VerdictsAsync(HttpListenerRequest request)
    {
        long after = long.Parse(request.QueryString["after"]!, CultureInfo.InvariantCulture);
        int limit = int.Parse(request.QueryString["limit"]!, CultureInfo.InvariantCulture);
        Task news;
        lock (_changing)
        {
            if (Changes(after, limit) is { Length: > 0 } changes)
                return Answer(changes);
            news = _news.Task;
        }
        await Task.WhenAny(news, Task.Delay(TimeSpan.FromSeconds(int.Parse(request.QueryString["wait"]!, CultureInfo.InvariantCulture))));
        lock (_changing)
            return Answer(Changes(after, limit));
    }

    private JsonObject[] Changes(long after, int limit) =>
        [.. _lines.Values.Where(l => l["sequence"]!.GetValue<long>() > after).OrderBy(l => l["sequence"]!.GetValue<long>()).Take(limit)];

    private JsonObject Answer(JsonObject[] changes) => new()
    {
        ["store"] = _store,
        ["sequence"] = changes.Length > 0 ? changes[^1]["sequence"]!.GetValue<long>() : _sequence,
        ["verdicts"] = new JsonArray([.. changes.Select(l => l.DeepClone())]),
    };
}
