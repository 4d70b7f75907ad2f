using System.Text.Json.Nodes;
using Attestation.Factory.Commands;

namespace Attestation.UnitTests.Factory.Commands;

public sealed class CommandOutputTests
{
    [Fact]
    public void TextHasALineForEachMemberAndNoJson()
    {
        var output = new StringWriter { NewLine = "\n" };
        new CommandOutput(output, TextWriter.Null).Result(asJson: false, Document(), "Done.");
        Assert.Equal("""
            Done.
              lot       lot-1
              files     a, b
              run       passed 3, seconds 1.5
              failures  none
              none      none
              closed    false

            """, output.ToString());
    }

    [Fact]
    public void JsonHasEveryMember()
    {
        var output = new StringWriter();
        new CommandOutput(output, TextWriter.Null).Result(asJson: true, Document(), "Done.");
        Assert.True(JsonNode.DeepEquals(Document(), JsonNode.Parse(output.ToString())));
    }

    private static JsonObject Document() => new()
    {
        ["lot"] = "lot-1",
        ["files"] = new JsonArray("a", "b"),
        ["run"] = new JsonObject { ["passed"] = 3, ["left"] = null, ["seconds"] = 1.5 },
        ["failures"] = new JsonObject(),
        ["none"] = new JsonArray(),
        ["list"] = null,
        ["closed"] = false,
    };
}
