using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Formats.Cmw;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Android;
using Attestation.Formats.Ear;
using Attestation.Formats.Eat;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Fuzz;

/// <summary>
/// Readers of results, wrappers and claims. Claims that only a signature gives access to are damaged first and signed then, so that the
/// reader behind the signature is what is fuzzed.
/// </summary>
internal static class MessageTargets
{
    private static readonly SigningKey Key = NewKey();

    private static readonly ECDiffieHellman Recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    private static readonly string Message = Encrypted();
    private static readonly string Rest = Message[Message.IndexOf('.')..];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("ear-jwt", Tokens(), bytes =>
            UnverifiedEar.TryParseJwt(Encoding.Latin1.GetString(bytes), out _, out _) ? bytes : null),
        new("ear-jwt-claims", [.. Results().Select(r => PayloadOf(EarWriter.SignJwt(r, Key)))], bytes =>
            UnverifiedEar.TryParseJwt(UnverifiedJws.Sign(Key, bytes, "JWT"), out UnverifiedEar? ear, out _) && ear.Verify(Key.PublicKey, out _, out _) ? bytes : null),
        new("ear-cwt-claims", [.. Results().Select(r => PayloadOf(EarWriter.SignCwt(r, Key)))], bytes =>
            UnverifiedEar.TryParseCwt(new CoseSign1Writer().Sign(Key, bytes), out UnverifiedEar? ear, out _) && ear.Verify(Key.PublicKey, out _, out _)
                ? Reencoding.Cbor(bytes) : null),
        new("eat-claims", [.. SeedWorld.Instance.Evidence.Select(PayloadOf)], bytes =>
            EatClaims.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cmw-cbor", Wrapped().Select(m => m.EncodeCbor()).ToArray(), bytes =>
            CmwMessage.TryParseCbor(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cmw-json", Wrapped().Select(m => m.EncodeJson()).ToArray(), bytes =>
            CmwMessage.TryParseJson(bytes, out _, out _) ? bytes : null),
        new("jwk", [Encoding.UTF8.GetBytes(Jwk.Write(Key.PublicKey))], bytes =>
            Jwk.TryParse(bytes, out _, out _) ? bytes : null),
        new("jwe", [Encoding.ASCII.GetBytes(Message)], bytes =>
            EncryptedJwe.TryParse(Encoding.Latin1.GetString(bytes), out _, out _) ? bytes : null),
        new("jwe-header", [Header()], bytes =>
            EncryptedJwe.TryParse(Base64Url.EncodeToString(bytes) + Rest, out EncryptedJwe? jwe, out _) ? Decrypted(jwe, bytes) : null),
        new("configuration-descriptor", [Convert.FromHexString("a33a000111716e626f6f746c6f616465722e62696e3a0001117265312e302e303a0001117401")], bytes =>
            ConfigurationDescriptor.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("android-request", [Request()], bytes =>
            AuthenticatedRequest.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
    ];

    private static SigningKey NewKey()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningKey.TryParsePkcs8(fresh.ExportPkcs8PrivateKey(), out SigningKey key, out _)
            ? key
            : throw new InvalidOperationException("a fresh key cannot be read");
    }

    private static byte[] Header() => Base64Url.DecodeFromChars(Message.Split('.')[0]);

    /// <summary>The tag covers the header: it decrypts with the very one that it was encrypted with.</summary>
    private static byte[] Decrypted(EncryptedJwe jwe, byte[] header) => jwe.TryDecrypt(Recipient, out _, out _) == header.AsSpan().SequenceEqual(Header())
        ? header
        : throw new InvalidOperationException("a changed header decrypts, or the unchanged one does not");

    /// <summary>A message to <see cref="Recipient"/>.</summary>
    private static string Encrypted()
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return VerificationKey.TryParseSpki(Recipient.ExportSubjectPublicKeyInfo(), out VerificationKey key, out _)
            ? JweWriter.Encrypt(key, ephemeral, new byte[12], "gate", "worker-1", "a token"u8)
            : throw new InvalidOperationException("a fresh key cannot be read");
    }

    private static byte[][] Tokens() => [.. Results().Select(r => Encoding.ASCII.GetBytes(EarWriter.SignJwt(r, Key)))];

    /// <summary>A good and a bad result, in both dialects; and the same about a node.</summary>
    private static IEnumerable<EarClaims> Results() =>
        from evidence in (byte[][])[SeedWorld.Instance.Evidence[0], SeedWorld.Instance.Evidence[0][..^1]]
        from dialect in (EarDialect[])[EarDialect.Draft, EarDialect.Deployed]
        let result = Appraiser.Appraise(SeedWorld.Instance.Request(evidence))
        from judged in (AppraisalResult[])[result, result with { Attester = AttesterKind.Node, Node = Node }]
        select EarBuilder.Build(judged, SeedWorld.Nonce, TimeSpan.FromMinutes(10), dialect, "fuzz", "1");

    private static NodeIdentity Node { get; } = new(
        "000b" + new string('a', 64), "worker-1", "Example", "Worker", "000b" + new string('e', 64), "CN=Root of TPMs", new string('1', 64), new string('2', 64));

    private static IEnumerable<CmwMessage> Wrapped()
    {
        CmwRecord record = CmwRecord.Of("application/eat+cwt", SeedWorld.Instance.Evidence[0], CmwIndicator.Evidence);
        CmwCollection collection = new(null, [new("board", record)]);
        return [record, collection];
    }

    /// <summary>A request of remote key provisioning, from this project's own vectors.</summary>
    private static byte[] Request()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Attestation.sln")))
            folder = Path.GetDirectoryName(folder);
        return File.ReadAllBytes(Path.Combine(folder ?? ".", "tests", "vectors", "dice", "good.request"));
    }

    private static byte[] PayloadOf(string jwt) => Base64Url.DecodeFromChars(jwt.Split('.')[1]);

    private static byte[] PayloadOf(byte[] cose)
    {
        var reader = new System.Formats.Cbor.CborReader(cose);
        reader.ReadTag();
        reader.ReadStartArray();
        reader.ReadByteString();
        reader.SkipValue();
        return reader.ReadByteString();
    }
}
