using Attestation.Formats.Reasons;
using YamlDotNet.RepresentationModel;

namespace Attestation.UnitTests.Gate.Webhook;

/// <summary>verifier/deploy/kubernetes/admission-policy says what the webhook says, in the same words.</summary>
public sealed class AdmissionPolicyManifestTests
{
    private static readonly string[] Names = ["node-marks.yaml", "node-itself.yaml"];

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryRefusalIsAReasonOfTheWebhook(string file)
    {
        YamlNode[] validations = [.. ((YamlSequenceNode)Policy(file)["spec"]["validations"]).Children];
        Assert.NotEmpty(validations);
        foreach (YamlNode validation in validations)
        {
            string[] message = validation["message"].ToString().Split(": ", 2);
            Assert.True(ReasonTable.TryFind(message[0], out ReasonCode reason), message[0]);
            Assert.Equal(reason.Sentence, message[1]);
        }
    }

    [Fact]
    public void TheTwoOfThemKnowEveryReasonThatNeedsNoVerdict()
    {
        string[] said = [.. Names.SelectMany(file => ((YamlSequenceNode)Policy(file)["spec"]["validations"]).Children.Select(v => v["message"].ToString().Split(':')[0]))];
        ReasonCode[] needed = [GateReasons.WebhookLabel, GateReasons.WebhookAnnotation, GateReasons.WebhookTaint, GateReasons.WebhookCondition, GateReasons.WebhookUncordon, GateReasons.WebhookOtherNode];
        Assert.Equal(needed.Select(r => r.Id).Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AFailingPolicyRefusesAndIsBoundToDeny(string file)
    {
        Assert.Equal("Fail", Policy(file)["spec"]["failurePolicy"].ToString());
        YamlNode binding = Documents(file)[1];
        Assert.Equal(Policy(file)["metadata"]["name"].ToString(), binding["spec"]["policyName"].ToString());
        Assert.Contains("Deny", ((YamlSequenceNode)binding["spec"]["validationActions"]).Children.Select(a => a.ToString()));
    }

    private static YamlNode Policy(string file) => Documents(file)[0];

    private static YamlNode[] Documents(string file)
    {
        using StreamReader text = File.OpenText(Path.Combine(PublicVectors.RepositoryRoot, "verifier", "deploy", "kubernetes", "admission-policy", file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.Select(d => d.RootNode)];
    }
}
