using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Configuration;

namespace Attestation.UnitTests.Gate.Configuration;

public sealed class SettingsNodeTests
{
    [Theory]
    [InlineData("an unknown key", "csr: {patients: 3s}", "line 3", "csr.patients")]
    [InlineData("an unknown section", "leader: {}", "line 3", "leader")]
    [InlineData("a key twice", "state: a\nstate: b", "line 4", "Duplicate")]
    [InlineData("a key twice in a section", "csr:\n  enabled: true\n  enabled: false", "line 5", "Duplicate")]
    [InlineData("a section that is a text", "csr: yes", "line 3", "csr is no mapping")]
    [InlineData("a flag in other words", "csr: {enabled: yes}", "line 3", "neither true nor false")]
    [InlineData("a time without a unit", "csr: {patience: 10}", "line 3", "csr.patience is no time")]
    [InlineData("a time that is too long", "csr: {patience: 1h}", "line 3", "csr.patience is no time")]
    [InlineData("a word that is none of the choices", "csr: {bootstrapTokens: some}", "line 3", "none of any, gate")]
    [InlineData("a choice in capitals", "csr: {bootstrapTokens: Gate}", "line 3", "none of any, gate")]
    [InlineData("a list that is a text", "exempt: cp-1", "line 3", "exempt is no list")]
    [InlineData("an empty name in a list", "exempt: ['']", "line 3", "exempt")]
    [InlineData("an address with a path", "status: {listen: \"http://127.0.0.1:1/x\"}", "line 3", "status.listen")]
    [InlineData("an address by name", "status: {listen: \"http://example.com:9095\"}", "line 3", "status.listen")]
    [InlineData("status over TLS", "status: {listen: \"https://127.0.0.1:9095\"}", "line 3", "status is served over http")]
    [InlineData("a deadline that is as long as the lease", "kubernetes: {lease: {renewDeadline: 15s}}", "line 3", "two replicas could act at once")]
    [InlineData("a period that is as long as the deadline", "kubernetes: {lease: {retryPeriod: 10s}}", "line 3", "lost between two renewals")]
    [InlineData("plain http to another machine", "verifier: {url: \"http://verifier.example.com\"}", "line 2", "use https")]
    [InlineData("a verifier without an address", "verifier: {poll: 5s}", "gate.yaml", "verifier.url is missing")]
    [InlineData("a user in the verifier's address", "verifier: {url: \"https://a:b@example.com\"}", "line 2", "verifier.url")]
    [InlineData("broken YAML", "csr: {", "line", "gate.yaml")]
    public void Is_refused_with_its_line(string description, string more, string line, string what)
    {
        GateFailure failure = Assert.Throws<GateFailure>(() => GateSamples.Settings(more));
        Assert.Equal(GateReasons.Configuration, failure.Code);
        Assert.True(failure.Message.Contains(line, StringComparison.Ordinal) && failure.Message.Contains(what, StringComparison.Ordinal), $"{description}: {failure.Message}");
        Assert.Equal(GateFailure.UsageStatus, failure.ExitStatus);
    }

    [Theory]
    [InlineData("missing", "")]
    [InlineData("of Kubernetes", "prefix: node.kubernetes.io\n")]
    [InlineData("in capitals", "prefix: Example.com\n")]
    [InlineData("with a slash", "prefix: example.com/x\n")]
    public void A_prefix_has_to_be_a_domain_of_ones_own(string description, string prefix)
    {
        GateFailure failure = Assert.Throws<GateFailure>(() => GateSettings.Read(SettingsNode.Parse("gate.yaml", new StringReader(prefix + "verifier: {url: \"http://127.0.0.1:1\"}\n"))));
        Assert.True(failure.Message.Contains("prefix", StringComparison.Ordinal), description);
    }

    [Fact]
    public void What_is_said_is_what_is_meant()
    {
        GateSettings settings = GateSamples.Settings(
            "exempt: [cp-1, cp-2]\nstate: var\nverifier: {url: \"https://v.example.com/a\", tokenFile: t, poll: 5s, acceptWarning: true}\n"
            + "csr: {enabled: false, bootstrapTokens: gate, patience: 1500ms}\nkubernetes: {namespace: ns, lease: {duration: 1m}}\n", "/etc/attest/gate.yaml");
        Assert.True(settings.IsExempt("cp-2") && !settings.IsExempt("cp-3"));
        Assert.Equal(("/etc/attest/var", "/etc/attest/t"), (settings.State, settings.Verifier.TokenFile));
        Assert.Equal((TimeSpan.FromSeconds(5), true), (settings.Verifier.Poll, settings.Verifier.AcceptWarning));
        Assert.Equal((false, BootstrapTokens.Gate, TimeSpan.FromMilliseconds(1500)), (settings.Csr.Enabled, settings.Csr.BootstrapTokens, settings.Csr.Patience));
        Assert.Equal(("ns", TimeSpan.FromMinutes(1)), (settings.Kubernetes.Namespace, settings.Kubernetes.Timing.Duration));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        GateFailure failure = Assert.Throws<GateFailure>(() => SettingsNode.Read("/no/such/gate.yaml"));
        Assert.Contains("/no/such/gate.yaml", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("0", 0)]
    public void Times_are_written_as_they_are_read(string text, long milliseconds)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan value));
        Assert.Equal(milliseconds, (long)value.TotalMilliseconds);
        Assert.Equal(text, Durations.Text(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1.5s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1w")]
    [InlineData("9999999999s")]
    public void Other_times_are_none(string text) => Assert.False(Durations.TryParse(text, out _));
}
