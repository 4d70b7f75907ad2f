using Attestation.Formats.Ear;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.ForwardAuth;

namespace Attestation.UnitTests.Gate.Configuration;

public sealed class ForwardAuthSettingsTests
{
    [Fact]
    public void WithoutASectionItIsOffAndOnlyLoopbackIsBelieved()
    {
        ForwardAuthSettings settings = GateSamples.Settings().ForwardAuth;
        Assert.False(settings.Enabled);
        Assert.Equal("http://127.0.0.1:9096", settings.Listen.ToString());
        Assert.Equal(["127.0.0.0/8", "::1/128"], settings.TrustedProxies.Select(n => n.ToString()));
        Assert.Equal(("Authorization", "X-Client-Cert"), (settings.TokenHeader, settings.CertificateHeader));
        Assert.Equal(new ForwardPolicy { Name = "default" }, Assert.Single(settings.Policies));
    }

    [Fact]
    public void PoliciesAreNamedByTheOperator()
    {
        ForwardAuthSettings settings = GateSamples.Settings("""
            forwardAuth:
              enabled: true
              anchors: anchors
              certificate: {form: envoy}
              policies:
                devices: {certificate: key, status: warning, maxAge: 10m, submodules: [device]}
                chain-only: {result: false, certificate: chain}
            """).ForwardAuth;
        Assert.Equal("x-forwarded-client-cert", settings.CertificateHeader);
        ForwardPolicy devices = settings.Policies[0];
        Assert.Equal(("devices", true, CertificateDemand.Key, EarStatus.Warning, TimeSpan.FromMinutes(10)),
            (devices.Name, devices.Result, devices.Certificate, devices.Status, devices.MaxAge));
        Assert.Equal(["device"], devices.Submodules);
        Assert.False(settings.Policies[1].Result);
    }

    [Theory]
    [InlineData("a policy that proves nothing", "policies: {a: {result: false}}")]
    [InlineData("a key without a result to hold it against", "policies: {a: {result: false, certificate: key}}")]
    [InlineData("a chain without anchors", "policies: {a: {certificate: chain}}")]
    [InlineData("a policy in capitals", "policies: {A: {}}")]
    [InlineData("a list of policies", "policies: [a]")]
    [InlineData("an unknown member of a policy", "policies: {a: {statsu: warning}}")]
    [InlineData("a status that refuses", "policies: {a: {status: contraindicated}}")]
    [InlineData("no time at all", "policies: {a: {maxAge: 0}}")]
    [InlineData("plain http to everybody", "listen: http://0.0.0.0:9096")]
    [InlineData("https without a certificate", "listen: https://127.0.0.1:9096")]
    [InlineData("a certificate without https", "tls: {certificate: a, key: b}")]
    [InlineData("a proxy by name", "trustedProxies: [proxy.example]")]
    [InlineData("a header with a colon", "tokenHeader: 'X: y'")]
    [InlineData("a form of no proxy", "certificate: {form: apache}")]
    [InlineData("a member of no section", "polices: {}")]
    public void MistakesAreNamed(string description, string section)
    {
        GateFailure failure = Assert.Throws<GateFailure>(() => GateSamples.Settings($"forwardAuth: {{{section}}}"));
        Assert.True(failure.Code.Id == "gate.configuration", description);
        Assert.Contains("forwardAuth", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing to do", "kubernetes: {enabled: false}")]
    [InlineData("an approver without a cluster", "kubernetes: {enabled: false}\nforwardAuth: {enabled: true}\ncsr: {enabled: true}")]
    [InlineData("a ladder without a cluster", "kubernetes: {enabled: false}\nforwardAuth: {enabled: true}\nladder: {}")]
    public void AGateWithoutAClusterDoesForwardAuthenticationAndNothingElse(string description, string sections)
    {
        Assert.True(Assert.Throws<GateFailure>(() => GateSamples.Settings(sections)).Code.Id == "gate.configuration", description);
        Assert.False(GateSamples.Settings("kubernetes: {enabled: false}\nforwardAuth: {enabled: true}").Kubernetes.Enabled);
    }

    [Fact]
    public void PlainHttpToOtherMachinesIsTheOperatorsWord() =>
        Assert.False(GateSamples.Settings("forwardAuth: {listen: \"http://0.0.0.0:9096\", plainHttp: true}").ForwardAuth.Listen.IsLoopback);
}
