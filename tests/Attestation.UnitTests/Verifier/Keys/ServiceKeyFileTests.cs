using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Verifier;
using Attestation.Verifier.Keys;

namespace Attestation.UnitTests.Verifier.Keys;

public sealed class ServiceKeyFileTests
{
    [Fact]
    public void TheKeyIsMadeOnceForItsOwnerAlone()
    {
        using var folder = new TestFolder();
        using SigningKey first = ServiceKeyFile.LoadOrCreate(folder["key.pem"]);
        using SigningKey second = ServiceKeyFile.LoadOrCreate(folder["key.pem"]);
        Assert.Equal(first.PublicKey, second.PublicKey);
        Assert.Equal(KeyKind.P256, first.PublicKey.Kind);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["key.pem"]));
        Assert.False(File.Exists(folder["key.pem.new"]));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void AKeyThatOthersMayUseIsRefused(UnixFileMode right)
    {
        using var folder = new TestFolder();
        ServiceKeyFile.LoadOrCreate(folder["key.pem"]).Dispose();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["key.pem"], UnixFileMode.UserRead | right);
        Assert.Equal(ServiceReasons.KeyPermissions, Refused(folder).Code);
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no PEM", "not a key")]
    [InlineData("another label", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("a broken key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void AnUnreadableKeyIsRefusedAndKept(string what, string content)
    {
        using var folder = new TestFolder();
        Write(folder, content);
        Assert.True(ServiceReasons.KeyUnreadable == Refused(folder).Code, what);
        Assert.Equal(content, File.ReadAllText(folder["key.pem"]));
    }

    [Fact]
    public void AKeyOnAnotherCurveIsRefused()
    {
        using var folder = new TestFolder();
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Write(folder, other.ExportPkcs8PrivateKeyPem());
        Assert.Equal(ServiceReasons.KeyUnreadable, Refused(folder).Code);
    }

    /// <summary>RFC 7638 section 3: computed again from the definition.</summary>
    [Fact]
    public void TheKeyIdIsTheJwkThumbprint()
    {
        using var folder = new TestFolder();
        using var key = new ResultKey(ServiceKeyFile.LoadOrCreate(folder["key.pem"]));
        ReadOnlySpan<byte> xy = key.Key.PublicKey.PublicBytes.Span;
        string canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{UrlText(xy[..32])}}","y":"{{UrlText(xy[32..])}}"}""";
        Assert.Equal(UrlText(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), key.KeyId);
        Assert.Equal(key.KeyId, key.Jwk.GetProperty("kid").GetString());
    }

    private static string UrlText(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static ServiceFailure Refused(TestFolder folder) => Assert.Throws<ServiceFailure>(() => ServiceKeyFile.LoadOrCreate(folder["key.pem"]));

    private static void Write(TestFolder folder, string content)
    {
        File.WriteAllText(folder["key.pem"], content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["key.pem"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
