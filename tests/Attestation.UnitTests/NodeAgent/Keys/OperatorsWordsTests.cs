using Attestation.NodeAgent;
using Attestation.NodeAgent.Keys;

namespace Attestation.UnitTests.NodeAgent.Keys;

/// <summary>What operators write: addresses of TPMs, handles, PCRs, kinds of keys. What cannot be read is usage, and the message says how to write it.</summary>
public sealed class OperatorsWordsTests
{
    [Theory]
    [InlineData("device", "device:/dev/tpm1", "/dev/tpm1")]
    [InlineData("bare path", "/dev/tpm1", "/dev/tpm1")]
    [InlineData("swtpm over TCP", "swtpm:host=10.0.0.1,port=77", "swtpm:host=10.0.0.1,port=77")]
    [InlineData("defaults", "swtpm:", "swtpm:host=127.0.0.1,port=2321")]
    [InlineData("swtpm over a unix socket", "swtpm:path=/run/tpm", "swtpm:path=/run/tpm")]
    [InlineData("reference simulator", "mssim:port=1", "mssim:host=127.0.0.1,port=1")]
    public void AnAddressOfATpmIsRead(string what, string text, string expected) => Assert.True(TpmAddress.Parse(text).ToString() == expected, what);

    [Theory]
    [InlineData("no scheme", "tpm0")]
    [InlineData("unknown scheme", "tbs:")]
    [InlineData("device without a path", "device:tpm0")]
    [InlineData("port 0", "swtpm:port=0")]
    [InlineData("last port: its control channel would be past the end", "swtpm:port=65535")]
    [InlineData("port that is no number", "swtpm:port=a")]
    [InlineData("empty host", "swtpm:host=")]
    [InlineData("unknown member", "swtpm:socket=/x")]
    [InlineData("path where there are no unix sockets", "mssim:path=/x")]
    public void ABadAddressIsUsage(string what, string text) => RequireUsage(what, () => TpmAddress.Parse(text), "swtpm:host=HOST,port=PORT");

    [Theory]
    [InlineData("one handle", "0x81000010", 0x81000010u, 0x81000010u)]
    [InlineData("a range", "0x81020000-0x8102000f", 0x81020000u, 0x8102000Fu)]
    public void ARangeOfHandlesIsRead(string what, string text, uint first, uint last) => Assert.True(HandleRange.Parse(text) == new HandleRange(first, last), what);

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no hexadecimal mark", "81000010")]
    [InlineData("transient", "0x80000001")]
    [InlineData("the platform's", "0x81800000")]
    [InlineData("backwards", "0x81000002-0x81000001")]
    [InlineData("three ends", "0x81000001-0x81000002-0x81000003")]
    public void ABadRangeIsUsage(string what, string text) => RequireUsage(what, () => HandleRange.Parse(text), "0x81026000-0x8102600F");

    [Theory]
    [InlineData("default", PcrChoice.Default, "sha256:0,1,2,3,4,5,6,7,8,9,10,14")]
    [InlineData("banks come in the order of their numbers", "sha384:7+sha1:0-2", "sha1:0,1,2+sha384:7")]
    [InlineData("a PCR named twice", "sha256:1,0-2", "sha256:0,1,2")]
    public void AChoiceOfPcrsIsRead(string what, string text, string expected) => Assert.True(PcrChoice.Parse(text).ToString() == expected, what);

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no bank", "0-7")]
    [InlineData("unknown bank", "md5:0")]
    [InlineData("no PCR", "sha256:")]
    [InlineData("PCR 24", "sha256:24")]
    [InlineData("backwards", "sha256:7-0")]
    [InlineData("negative", "sha256:-1")]
    [InlineData("a bank twice", "sha256:0+sha256:1")]
    public void ABadChoiceIsUsage(string what, string text) => RequireUsage(what, () => PcrChoice.Parse(text), PcrChoice.Default);

    [Fact]
    public void MoreBanksThanEvidenceHoldsAreUsage() =>
        RequireUsage("five banks", () => PcrChoice.Parse("sha1:0+sha256:0+sha384:0+sha512:0+sm3_256:0"), "At most 4 banks");

    [Fact]
    public void AKindOfKeyIsOneOfFour()
    {
        Assert.Equal(["p256", "p384", "rsassa", "rsapss"], AttestationKeyKind.All.Select(kind => AttestationKeyKind.Parse(kind.Name).Name));
        RequireUsage("other curve", () => AttestationKeyKind.Parse("p521"), "p256, p384, rsassa, rsapss");
    }

    private static void RequireUsage(string what, Func<object> parse, string hint)
    {
        AgentException refused = Assert.Throws<AgentException>(parse);
        Assert.True(refused.ExitCode == 2 && refused.Message.Contains(hint, StringComparison.Ordinal), $"{what}: {refused.Message}");
    }
}
