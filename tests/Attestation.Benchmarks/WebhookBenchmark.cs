using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;
using Attestation.Gate.Webhook.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// The answer to an admission review: reading, judging out of a cache of 5,000 verdicts and writing, against hashing the body once; and whole HTTPS
/// round trips over loopback against one that answers without looking.
/// </summary>
internal static class WebhookBenchmark
{
    private const string Prefix = "attestation.example.com";
    private const int Nodes = 5000, Trips = 2000;

    private static readonly AdmissionRules Rules = new(Prefix, "system:serviceaccount:attestation:attest-gate", new HashSet<string>(), new HashSet<string>(), TimeSpan.FromMinutes(1));

    public static void Run()
    {
        VerdictCache cache = Cache();
        Table table = new Table { Title = new TableTitle($"Admission review, one core, {Nodes} verdicts"), Border = TableBorder.Ascii }
            .AddColumns("review", "bytes", "SHA-256 of the body", "read, judge, answer", "ratio", "answers /s", "allocated");
        Row(table, "create", Review("CREATE", images: 0, cache), cache);
        Row(table, "create, 50 images", Review("CREATE", images: 50, cache), cache);
        Row(table, "update, 50 images", Review("UPDATE", images: 50, cache), cache);
        Report.Write(table);
        Table trips = new Table { Title = new TableTitle($"HTTPS round trips over loopback, one connection, {Trips} each"), Border = TableBorder.Ascii }
            .AddColumns("answer", "p50", "p99", "largest");
        TripsAsync(trips, "without looking", Review("CREATE", images: 50, cache), _ => [1]).GetAwaiter().GetResult();
        TripsAsync(trips, "judged", Review("CREATE", images: 50, cache), body => Answer(body, cache)).GetAwaiter().GetResult();
        Report.Write(trips);
    }

    private static void Row(Table table, string name, byte[] body, VerdictCache cache)
    {
        if (!Encoding.UTF8.GetString(Answer(body, cache)).Contains("\"allowed\":true", StringComparison.Ordinal))
            throw new InvalidOperationException($"{name} is refused");
        byte[] digest = new byte[32];
        Measurement floor = Measurement.Of(() => SHA256.HashData(body, digest), perBatch: 500);
        Measurement ours = Measurement.Of(() => Answer(body, cache), perBatch: 200);
        table.AddRow(name, $"{body.Length}", $"{floor.Microseconds:F1} us", $"{ours.Microseconds:F1} us", $"{ours.Microseconds / floor.Microseconds:F1} times",
            $"{1e6 / ours.Microseconds:F0}", $"{ours.AllocatedBytes / 1024.0:F1} KiB");
    }

    private static byte[] Answer(byte[] body, VerdictCache cache)
    {
        if (!AdmissionRequest.TryParse(body, Prefix, out AdmissionRequest? request, out _))
            throw new InvalidOperationException("the review cannot be read");
        return AdmissionAnswer.Write(request.Uid, NodeAdmission.Judge(request, cache, Rules, DateTimeOffset.UtcNow));
    }

    private static async Task TripsAsync(Table table, string name, byte[] body, Func<byte[], byte[]> answer)
    {
        await using WebApplication server = await ServeAsync(answer);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var address = new Uri(server.Urls.Single());
        double[] times = new double[Trips];
        for (int i = -500; i < Trips; i++)
        {
            long began = Stopwatch.GetTimestamp();
            using HttpResponseMessage got = await client.PostAsync(address, new ByteArrayContent(body));
            await got.Content.ReadAsByteArrayAsync();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(times);
        table.AddRow(name, $"{times[Trips / 2]:F2} ms", $"{times[Trips * 99 / 100]:F2} ms", $"{times[^1]:F1} ms");
    }

    private static async Task<WebApplication> ServeAsync(Func<byte[], byte[]> answer)
    {
        var serving = new ServingCertificate();
        CertificateGeneration generation = CertificateGeneration.Make(["127.0.0.1"], DateTimeOffset.UtcNow, TimeSpan.FromDays(1));
        serving.Serve(generation.Certificate, generation.Key);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => options.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = serving.Context, ApplicationProtocols = [SslApplicationProtocol.Http2] }),
        })));
        WebApplication server = builder.Build();
        server.Run(async context =>
        {
            using var kept = new MemoryStream();
            await context.Request.Body.CopyToAsync(kept);
            await context.Response.Body.WriteAsync(answer(kept.ToArray()));
        });
        await server.StartAsync();
        return server;
    }

    private static VerdictCache Cache()
    {
        var cache = new VerdictCache(TimeProvider.System);
        for (int i = 0; i < Nodes; i++)
        {
            cache.Put(new NodeVerdict($"worker-{i}", $"000b{i:x64}", VerdictStatus.Affirming, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1), null, null, [], $"appraisal-{i}", i + 1));
        }
        cache.Contacted(complete: true);
        return cache;
    }

    /// <summary>As API servers write them: with managedFields, and with the images that a node has pulled.</summary>
    private static byte[] Review(string operation, int images, VerdictCache cache)
    {
        string name = cache.All.First().NodeName;
        JsonObject Node(string version) => new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["resourceVersion"] = version,
                ["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux", [Prefix + "/verdict"] = operation == "CREATE" ? null : "trusted" },
                ["managedFields"] = new JsonArray(new JsonObject { ["fieldsV1"] = new JsonObject([.. Enumerable.Range(0, 60).Select(i => KeyValuePair.Create($"f:field-{i}", (JsonNode?)new JsonObject()))]) }),
            },
            ["spec"] = new JsonObject { ["taints"] = new JsonArray(new JsonObject { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" }) },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
                ["images"] = new JsonArray([.. Enumerable.Range(0, images).Select(i => new JsonObject { ["names"] = new JsonArray($"registry.example/image-{i}@sha256:{i:x64}"), ["sizeBytes"] = 123_456_789 })]),
            },
        };
        JsonObject node = Node("11");
        if (operation == "CREATE")
            node["metadata"]!["labels"]!.AsObject().Remove(Prefix + "/verdict");
        var request = new JsonObject
        {
            ["uid"] = "4970737a-f81c-4ca3-970c-9a0db51be0a6",
            ["resource"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["resource"] = "nodes" },
            ["operation"] = operation,
            ["userInfo"] = new JsonObject { ["username"] = $"system:node:{name}", ["groups"] = new JsonArray("system:nodes") },
            ["object"] = node,
            ["oldObject"] = operation == "CREATE" ? null : Node("10"),
        };
        return Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = request }.ToJsonString());
    }
}
