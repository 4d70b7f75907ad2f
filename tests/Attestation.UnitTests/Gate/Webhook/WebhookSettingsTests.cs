using Attestation.Gate;
using Attestation.Gate.Configuration;

namespace Attestation.UnitTests.Gate.Webhook;

public sealed class WebhookSettingsTests
{
    [Fact]
    public void AnAbsentSectionIsOff() => Assert.False(Read("{}").Enabled);

    [Fact]
    public void ASectionIsOn() => Assert.True(Read("webhook: {url: 'https://127.0.0.1:8443'}").Enabled);

    [Theory]
    [InlineData("a service", "{service: {namespace: attestation, name: attest-gate}}", "attest-gate.attestation.svc")]
    [InlineData("a name", "{url: 'https://gate.example:8443'}", "gate.example")]
    [InlineData("an address", "{url: 'https://[2001:db8::7]:8443'}", "2001:db8::7")]
    public void TheCertificateIsForTheNameThatIsCalled(string what, string section, string name) => Assert.Equal((what, name), (what, Assert.Single(Read($"webhook: {section}").Names)));

    [Theory]
    [InlineData("plain http", "{url: 'https://a', listen: 'http://127.0.0.1:1'}", "listen")]
    [InlineData("no name", "{listen: 'https://127.0.0.1:1'}", "service")]
    [InlineData("two ways of being called", "{url: 'https://a', service: {namespace: a, name: b}}", "url")]
    [InlineData("a service without namespace", "{service: {name: b}}", "namespace")]
    [InlineData("a certificate without key", "{certificate: tls.crt}", "key")]
    [InlineData("a key without certificate", "{key: tls.key}", "certificate")]
    [InlineData("no time to rotate", "{url: 'https://a', certificateLifetime: 1h, certificateOverlap: 20m}", "certificateOverlap")]
    [InlineData("every node may break the glass", "{url: 'https://a', breakGlass: ['system:nodes']}", "breakGlass")]
    [InlineData("a node may break the glass", "{url: 'https://a', breakGlass: ['system:node:worker-1']}", "breakGlass")]
    [InlineData("everybody may break the glass", "{url: 'https://a', breakGlass: ['system:authenticated']}", "breakGlass")]
    [InlineData("a misspelt key", "{url: 'https://a', breakglass: []}", "breakglass")]
    public void IsRefusedByTheKey(string what, string section, string key)
    {
        GateFailure failure = Assert.Throws<GateFailure>(() => Read($"webhook: {section}"));
        Assert.True(failure.Code.Id == "gate.configuration" && failure.Message.Contains(key, StringComparison.Ordinal), $"{what}: {failure.Message}");
    }

    [Fact]
    public void FilesNeedNoName() => Assert.EndsWith("tls.crt", Read("webhook: {certificate: tls.crt, key: tls.key}").Certificate);

    private static WebhookSettings Read(string yaml) => WebhookSettings.Read(SettingsNode.Parse("gate.yaml", new StringReader(yaml)).Section("webhook"));
}
