using Attestation.NodeAgent;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.UnitTests.NodeAgent.Verifiers;

public sealed class VerifierAddressTests
{
    [Theory]
    [InlineData("https", "https://verifier.example:8443", false, "https://verifier.example:8443/")]
    [InlineData("below a path", "https://example/attestation", false, "https://example/attestation/")]
    [InlineData("plain on this machine", "http://127.0.0.1:8080", false, "http://127.0.0.1:8080/")]
    [InlineData("plain on this machine, IPv6", "http://[::1]:8080", false, "http://[::1]:8080/")]
    [InlineData("plain elsewhere, allowed", "http://10.0.2.2:8080", true, "http://10.0.2.2:8080/")]
    public void AnAddressIsTaken(string what, string text, bool insecure, string address) =>
        Assert.True(VerifierOptions.ParseAddress(text, insecure).AbsoluteUri == address, what);

    [Theory]
    [InlineData("plain elsewhere", "http://10.0.2.2:8080")]
    [InlineData("no address", "verifier.example")]
    [InlineData("another scheme", "ftp://verifier.example")]
    [InlineData("a query", "https://verifier.example/?a=b")]
    [InlineData("a password", "https://user:secret@verifier.example/")]
    public void AnythingElseIsUsage(string what, string text)
    {
        AgentException refused = Assert.Throws<AgentException>(() => VerifierOptions.ParseAddress(text, allowInsecure: false));
        Assert.True(refused.ExitCode == 2, what);
    }

    [Theory]
    [InlineData("judged and refused", 403, "ek.chain.missing", true)]
    [InlineData("the name is another node's", 409, "enrolment.name-taken", true)]
    [InlineData("a request that was not understood", 415, "http.media-type", false)]
    [InlineData("a session that is over", 410, "session.expired", false)]
    [InlineData("too much at once", 429, "enrolment.too-many", false)]
    [InlineData("its own failure", 500, "service.store", false)]
    [InlineData("a proxy in between", 403, null, false)]
    [InlineData("not reached", 0, null, false)]
    public void OnlyAWordAboutTheNodeIsARefusal(string what, int status, string? code, bool isRefusal) =>
        Assert.True(new VerifierFailure("") { HttpStatus = status, Code = code }.IsRefusal == isRefusal, what);
}
