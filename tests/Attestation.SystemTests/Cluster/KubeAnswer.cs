using System.Net;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>What the API server answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
internal sealed record KubeAnswer(HttpStatusCode Status, string Text)
{
    public bool IsGood => (int)Status is >= 200 and < 300;

    /// <summary>The body of a good answer.</summary>
    public JsonElement Document
    {
        get
        {
            Assert.True(IsGood, $"{(int)Status} {Text}");
            return JsonElement.Parse(Text);
        }
    }

    /// <summary>The sentence of a refusal: <c>message</c> of a Status.</summary>
    public string Message
    {
        get
        {
            Assert.False(IsGood, Text);
            return JsonElement.Parse(Text).GetProperty("message").GetString()!;
        }
    }
}
