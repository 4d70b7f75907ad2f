using System.Net;
using Attestation.Gate.ForwardAuth;

namespace Attestation.UnitTests.Gate.ForwardAuth;

public sealed class ForwardTargetTests
{
    [Theory]
    [InlineData("the root", "/auth", false, "default")]
    [InlineData("the root with a slash", "/auth/", false, "default")]
    [InlineData("a query", "/auth/devices?a=/x", false, "devices")]
    [InlineData("a policy", "/auth/devices", false, "devices")]
    [InlineData("an appended path where none is expected", "/auth/devices/api", false, null)]
    [InlineData("an appended path", "/auth/devices/api/v1?q", true, "devices")]
    [InlineData("an appended path that climbs to another policy", "/auth/strict/../lax", true, "strict")]
    [InlineData("the same, escaped", "/auth/strict/%2e%2e/lax", true, "strict")]
    [InlineData("climbing in the policy's place", "/auth/../lax", true, null)]
    [InlineData("an escaped policy", "/auth/%6cax", true, null)]
    [InlineData("two slashes", "/auth//lax", true, null)]
    [InlineData("a longer word", "/authority", true, null)]
    [InlineData("another path", "/", true, null)]
    [InlineData("the absolute form", "http://gate/auth/devices", true, null)]
    [InlineData("capitals", "/auth/Devices", true, null)]
    public void ThePolicyStandsInItsPlaceAndTheClientsPathCannotMoveIt(string description, string target, bool appended, string? policy)
    {
        bool read = ForwardTarget.TryPolicy(target, appended, out string? found);
        Assert.True((read ? found : null) == policy, $"{description}: {found}");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("2001:db8::1", false)]
    public void OnlyConfiguredAddressesAreProxies(string address, bool trusted)
    {
        string[] texts = ["127.0.0.1", "::1", "10.1.0.0/16"];
        var proxies = new TrustedProxies([.. texts.Select(t => TrustedProxies.TryParse(t, out IPNetwork network) ? network : throw new FormatException(t))]);
        Assert.Equal(trusted, proxies.Contains(IPAddress.Parse(address)));
        Assert.False(proxies.Contains(null));
    }
}
