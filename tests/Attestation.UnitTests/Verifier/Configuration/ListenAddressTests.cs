using Attestation.Verifier;
using Attestation.Verifier.Configuration;

namespace Attestation.UnitTests.Verifier.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("IPv4 loopback", "http://127.0.0.1:8080", false)]
    [InlineData("all of 127/8", "http://127.9.9.9:1", false)]
    [InlineData("IPv6 loopback", "http://[::1]:8080", false)]
    [InlineData("localhost", "http://localhost:8080", false)]
    [InlineData("any address, insisted", "http://0.0.0.0:8080", true)]
    public void Listens(string what, string listen, bool insist)
    {
        ListenAddress address = ListenAddress.From(new VerifierOptions { Listen = listen, InsecureListen = insist });
        Assert.True(address.Certificate is null, what);
    }

    [Theory]
    [InlineData("any address", "http://0.0.0.0:8080", "service.listen-insecure")]
    [InlineData("any IPv6 address", "http://[::]:8080", "service.listen-insecure")]
    [InlineData("another machine's address", "http://192.0.2.1:80", "service.listen-insecure")]
    [InlineData("https without a certificate", "https://127.0.0.1:8443", "service.option")]
    [InlineData("a name", "http://verifier.example:80", "service.option")]
    [InlineData("a path", "http://127.0.0.1:80/verifier", "service.option")]
    [InlineData("another scheme", "ftp://127.0.0.1", "service.option")]
    [InlineData("no address", "8080", "service.option")]
    public void Refuses(string what, string listen, string reason)
    {
        ServiceFailure failure = Assert.Throws<ServiceFailure>(() => ListenAddress.From(new VerifierOptions { Listen = listen }));
        Assert.True(reason == failure.Code.Id, what);
    }
}
