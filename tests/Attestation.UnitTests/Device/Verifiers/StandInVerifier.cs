using System.Text;
using Attestation.Device.Verifiers;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Device.Verifiers;

/// <summary>An HTTP peer that signs results as the verifier does, with the verifier's own writer, and can be changed in one place.</summary>
internal sealed class StandInVerifier(SigningKey key) : IHttpExchange
{
    public static readonly byte[] Nonce = [.. Enumerable.Range(1, 33).Select(i => (byte)i)];

    public List<string> Paths { get; } = [];

    /// <summary>The answer to newSession.</summary>
    public Func<HttpAnswer?> Session { get; set; } = () => new HttpAnswer(201, "session/4f0c-1", Encoding.ASCII.GetBytes(SessionText(Convert.ToBase64String(Nonce))));

    /// <summary>The answer to evidence.</summary>
    public Func<byte[], HttpAnswer?>? Verdict { get; set; }

    public EarStatus Status { get; set; } = EarStatus.Affirming;

    public static string SessionText(string nonce) =>
        $$"""{"status":"waiting","nonce":"{{nonce}}","expiry":"2026-11-21T03:26:39.870Z","accept":["application/eat+cwt; eat_profile=\"x\"",{"n":-1.5E3}]}""";

    public bool TryPost(string path, string contentType, byte[] body, string accept, int largest, out HttpAnswer answer)
    {
        Paths.Add(path);
        HttpAnswer? given = path.Contains("newSession") ? Session() : Verdict is null ? new HttpAnswer(200, null, Signed(Nonce)) : Verdict(body);
        answer = given!;
        return given is not null;
    }

    /// <summary>A result over a nonce.</summary>
    public byte[] Signed(params byte[][] nonces) => EarWriter.SignCwt(new EarClaims
    {
        Dialect = EarDialect.Draft,
        IssuedAt = 1_795_262_460,
        Nonces = [.. nonces.Select(n => new ReadOnlyMemory<byte>(n))],
        VerifierDeveloper = "https://example.com",
        VerifierBuild = "1",
        Submodules = new Dictionary<string, EarAppraisal> { ["device"] = new() { Status = Status, PolicyIds = ["policy"], Findings = [new EarFinding("dice.chain.signature")] } },
    }, key, "kid");
}
