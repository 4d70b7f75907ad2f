using Attestation.NodeAgent.Evidence;

namespace Attestation.UnitTests.NodeAgent.Evidence;

/// <summary>Of all variables only those of the list leave the machine.</summary>
public sealed class EfiVariablesTests : IDisposable
{
    private const string Global = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheListAndTheBootEntriesInUseAreRead()
    {
        Write("SecureBoot" + Global, [6, 0, 0, 0, 1]);
        Write("BootCurrent" + Global, [6, 0, 0, 0, 3, 0]);
        Write("BootOrder" + Global, [7, 0, 0, 0, 0xAB, 0, 0, 0]);
        Write("Boot0003" + Global, [7, 0, 0, 0, 1]);
        Write("Boot00AB" + Global, [7, 0, 0, 0, 2]);
        Write("Boot0009" + Global, [7, 0, 0, 0, 3]);
        Write("WiFiPassword-00000000-0000-0000-0000-000000000000", [7, 0, 0, 0, 4]);
        Write("PK" + Global, new byte[EvidenceFormat.MostVariable + 1]);
        Write("KEK" + Global, [1, 2]);
        string[] expected = ["Boot0003", "Boot00AB", "BootCurrent", "BootOrder", "SecureBoot"];
        Assert.Equal(expected.Select(name => name + Global), EfiVariables.Read(folder.Path).Keys);
        Assert.Equal((byte)1, EfiVariables.Flag(folder.Path, EfiVariables.SecureBoot));
        Assert.Null(EfiVariables.Flag(folder.Path, EfiVariables.SetupMode));
    }

    [Fact]
    public void WithoutUefiThereAreNone()
    {
        Assert.Empty(EfiVariables.Read(folder["none"]));
        Assert.Empty(EfiVariables.Read(null));
        Assert.Null(EfiVariables.Flag(null, EfiVariables.SecureBoot));
    }

    private void Write(string name, byte[] value) => File.WriteAllBytes(folder[name], value);
}
