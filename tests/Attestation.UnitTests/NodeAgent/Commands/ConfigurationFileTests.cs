using Attestation.NodeAgent;
using Attestation.NodeAgent.Commands;

namespace Attestation.UnitTests.NodeAgent.Commands;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void ItReadsWhatSystemdReads()
    {
        File.WriteAllText(path, "# comment\n\n; another\nA=1\nB = \nC=\"two words\"\n  D='x=y'\nE=\"\n");
        IReadOnlyDictionary<string, string> values = ConfigurationFile.Read(path, mustExist: true);
        Assert.Equal(["1", "two words", "x=y", "\""], [values["A"], values["C"], values["D"], values["E"]]);
    }

    [Theory]
    [InlineData("no equals sign", "A=1\nB\n", "line 2")]
    [InlineData("no name", "=1\n", "line 1")]
    [InlineData("set twice", "A=1\nA=2\n", "A was set before")]
    public void AWrongLineIsNamed(string what, string content, string told)
    {
        File.WriteAllText(path, content);
        AgentException refused = Assert.Throws<AgentException>(() => ConfigurationFile.Read(path, mustExist: true));
        Assert.True(refused.Message.Contains(told) && refused.ExitCode == 2, $"{what}: {refused.Message}");
    }

    [Fact]
    public void AFileThatWasNamedMustBeThere()
    {
        Assert.Empty(ConfigurationFile.Read(path + ".none", mustExist: false));
        Assert.Throws<AgentException>(() => ConfigurationFile.Read(path + ".none", mustExist: true));
    }
}
