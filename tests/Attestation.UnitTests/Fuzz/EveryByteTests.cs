using Attestation.Fuzz;

namespace Attestation.UnitTests.Fuzz;

/// <summary>
/// Every reader, over its first seed: nothing at all, cut at each byte, one byte more, and each single bit flipped. What a flip may leave
/// accepted is the business of each format's own tests; here an accepted input must at least re-encode to itself, and nothing may throw.
/// </summary>
public sealed class EveryByteTests
{
    /// <summary>
    /// Formats in which a shorter input can be whole: certificates one after the other, lines of text, a log's records (what is missing shows in the replay), lists in
    /// HTTP headers, the path of a request, and a JWS, whose signature's length is
    /// judged when it is verified.
    /// </summary>
    private static readonly string[] MayEndEarly = ["dice-chain-x509", "tpm-pcr-file", "ear-jwt", "event-log", "ima-list", "ima-judged", "boot-components", "systemd-log", "sha256sums", "certificate-bundle", "ek-allow-list",
        "forward-certificate-nginx", "forward-certificate-envoy", "forward-certificate-traefik", "forward-certificate-rfc9440", "forward-target"];

    /// <summary>
    /// Text around a PEM block says nothing (RFC 7468 section 2); firmware pads its event log with zeros, and NV its certificates; a boot entry ends in data
    /// of the image's own. What a request's header or path holds has no zero byte: HTTP allows none.
    /// </summary>
    private static readonly string[] MayGoOn = ["tpm-key-file", "event-log", "boot-components", "load-option", "certificate-bundle", "lenient-certificate", "ek-chain",
        "forward-certificate-nginx", "forward-certificate-envoy", "forward-target"];

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void NothingAndOneByteMoreAreRefused(string name)
    {
        FuzzTarget target = Named(name);
        Assert.Null(target.Read([]));
        if (!MayGoOn.Contains(name))
            Assert.All(target.Seeds, seed => Assert.Null(target.Read([.. seed, 0x00])));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void AnInputCutAtAnyByteIsRefused(string name)
    {
        FuzzTarget target = Named(name);
        byte[] whole = target.Seeds[0];
        int[] accepted = [.. Enumerable.Range(0, whole.Length).Where(length => target.Read(whole[..length]) is not null)];
        if (!MayEndEarly.Contains(name))
            Assert.Empty(accepted);
        Assert.All(accepted, length => Assert.Equal(whole[..length], target.Read(whole[..length])));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void AFlippedBitIsRefusedOrAnotherValidEncoding(string name)
    {
        FuzzTarget target = Named(name);
        byte[] input = [.. target.Seeds[0]];
        for (int bit = 0; bit < input.Length * 8; bit++)
        {
            input[bit / 8] ^= (byte)(1 << (bit % 8));
            byte[]? again = target.Read(input);
            Assert.True(again is null || again.AsSpan().SequenceEqual(input), $"bit {bit}: a second encoding was accepted");
            input[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static FuzzTarget Named(string name) => FuzzTargets.All.Single(t => t.Name == name);
}
