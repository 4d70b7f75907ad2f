using Attestation.NodeAgent;
using Attestation.NodeAgent.Keys;

namespace Attestation.UnitTests.NodeAgent.Keys;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFileIsReplacedAsAWholeAndNothingIsLeftBeside()
    {
        string path = folder["new/state"];
        DurableFile.Write(path, [1, 2, 3]);
        DurableFile.Write(path, [4]);
        Assert.Equal([4], DurableFile.TryRead(path)!);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder["new"]));
    }

    [Fact]
    public void AFileOfARunThatWasCutOffIsNoObstacle()
    {
        File.WriteAllBytes($"{folder["state"]}.{Environment.ProcessId}.part", [9, 9]);
        DurableFile.Write(folder["state"], [1]);
        Assert.Equal([folder["state"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void WhatIsNotThereIsNullAndWhatCannotBeReadIsSaid()
    {
        Assert.Null(DurableFile.TryRead(folder["none"]));
        Assert.Null(DurableFile.TryRead(folder["no/folder"]));
        Assert.Equal(3, Assert.Throws<AgentException>(() => DurableFile.TryRead(folder.Path)).ExitCode);
        File.WriteAllBytes(folder["file"], []);
        Assert.Equal(3, Assert.Throws<AgentException>(() => DurableFile.Write(folder["file/state"], [1])).ExitCode);
    }
}
