using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Kubernetes;

namespace Attestation.UnitTests.Gate.Kubernetes;

public sealed class KubeconfigTests
{
    private const string Cluster = "server: \"https://api.example.com:6443\"";

    [Theory]
    [InlineData("no current context", "kind: Config", Cluster, "token: abc", "current-context")]
    [InlineData("a server that is not recognised", "current-context: c", Cluster + ", insecure-skip-tls-verify: true", "token: abc", "insecure-skip-tls-verify")]
    [InlineData("no server", "current-context: c", "x: y", "token: abc", "no server")]
    [InlineData("a program that prints credentials", "current-context: c", Cluster, "exec: {command: aws}", "exec")]
    [InlineData("a password", "current-context: c", Cluster, "username: admin, password: x", "username")]
    [InlineData("somebody else's name", "current-context: c", Cluster, "token: abc, as: system:admin", "as:")]
    [InlineData("a certificate without its key", "current-context: c", Cluster, "client-certificate-data: YQ==", "not both")]
    [InlineData("a name that the certificate has and the address has not", "current-context: c", Cluster + ", tls-server-name: x", "token: abc", "tls-server-name")]
    [InlineData("another context", "current-context: other", Cluster, "token: abc", "no context named other")]
    [InlineData("base64 that is none", "current-context: c", Cluster + ", certificate-authority-data: '*'", "token: abc", "")]
    public void Is_refused(string description, string current, string cluster, string user, string what)
    {
        using var folder = new TemporaryFolder();
        GateFailure failure = Assert.Throws<GateFailure>(() => Kubeconfig.Read(Write(folder, current, cluster, user)));
        Assert.Equal((GateReasons.KubernetesCredentials, GateFailure.UsageStatus), (failure.Code, failure.ExitStatus));
        Assert.True(failure.Message.Contains(what, StringComparison.Ordinal), $"{description}: {failure.Message}");
    }

    [Fact]
    public void A_token_file_is_read_beside_the_file_and_read_again()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["token"], " one\n");
        ApiCredentials credentials = Kubeconfig.Read(Write(folder, "current-context: c", Cluster, "tokenFile: token"));
        Assert.Equal("one", credentials.BearerToken());
        Assert.Equal("https://api.example.com:6443/", credentials.Server.AbsoluteUri);
    }

    private static string Write(TemporaryFolder folder, string current, string cluster, string user)
    {
        string[] lines =
        [
            current,
            "contexts: [{name: c, context: {cluster: t, user: u}}]",
            $"clusters: [{{name: t, cluster: {{{cluster}}}}}]",
            $"users: [{{name: u, user: {{{user}}}}}]",
        ];
        File.WriteAllLines(folder["kubeconfig"], lines);
        return folder["kubeconfig"];
    }
}
