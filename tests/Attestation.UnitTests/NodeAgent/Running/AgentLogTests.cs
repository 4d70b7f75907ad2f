using System.Globalization;
using System.Text.Json;
using Attestation.NodeAgent.Running;

namespace Attestation.UnitTests.NodeAgent.Running;

public sealed class AgentLogTests
{
    [Fact]
    public void ALineIsOneJsonObjectWithItsEventsId()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        new AgentLog(output, LogFormat.Json, TimeProvider.System).Write(AgentEvent.Sent, "two\nlines \"quoted\"", ("node", "00"), ("absent", null));
        JsonElement line = JsonElement.Parse(Assert.Single(output.ToString().TrimEnd('\n').Split('\n')));
        Assert.Equal(2458, line.GetProperty("event").GetInt32());
        Assert.Equal("evidence-sent", line.GetProperty("name").GetString());
        Assert.Equal("two\nlines \"quoted\"", line.GetProperty("message").GetString());
        Assert.Equal("00", line.GetProperty("node").GetString());
        Assert.False(line.TryGetProperty("absent", out _));
    }

    [Fact]
    public void TextIsOneLineToo()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        new AgentLog(output, LogFormat.Text, TimeProvider.System).Write(AgentEvent.Sent, "two\nlines", ("node", "00"));
        Assert.EndsWith("info 2458 evidence-sent: two lines node=00\n", output.ToString());
        Assert.Single(output.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void EveryEventHasANumberOfItsOwn()
    {
        int[] ids = [.. typeof(AgentEvent).GetProperties().Where(p => p.PropertyType == typeof(AgentEvent) && p.GetMethod!.IsStatic).Select(p => ((AgentEvent)p.GetValue(null)!).Id)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.InRange(id, 2450, 2499));
    }
}
