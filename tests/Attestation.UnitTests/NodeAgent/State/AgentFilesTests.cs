using Attestation.NodeAgent;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.UnitTests.NodeAgent.State;

/// <summary>Files of the agent: written as a whole, damaged, held by another.</summary>
public sealed class AgentFilesTests : IDisposable
{
    private readonly AgentFolders folders;
    private readonly string folder = Directory.CreateTempSubdirectory("attestation-agent-").FullName;

    public AgentFilesTests() => folders = new AgentFolders(Path.Combine(folder, "state"), Path.Combine(folder, "run"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static EnrolmentRecord Record => new(
        "https://verifier.example/", "000b00", "worker-1", new NodeClass("Example", "Worker"), 300, "aa", [1, 2], new EndorsementSummary("L-2", "000b01", null),
        DateTimeOffset.UnixEpoch);

    [Fact]
    public void AnEnrolmentComesBackAsItWasKept()
    {
        Assert.Null(EnrolmentFile.Read(folders, out bool isDamaged));
        EnrolmentFile.Write(folders, Record);
        EnrolmentRecord read = EnrolmentFile.Read(folders, out isDamaged)!;
        Assert.False(isDamaged);
        Assert.Equal(Record.UdsCertificate, read.UdsCertificate);
        Assert.Equal(Record with { UdsCertificate = null }, read with { UdsCertificate = null });
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("cut off", "{\"version\":1,\"node\":\"0")]
    [InlineData("another document", "[]")]
    [InlineData("a null where none may be", "{\"version\":1,\"verifier\":null}")]
    [InlineData("of a later version", "{\"version\":2}")]
    public void ADamagedEnrolmentIsPutAside(string what, string content)
    {
        Directory.CreateDirectory(folders.State);
        File.WriteAllText(folders.Enrolment, content);
        Assert.True(EnrolmentFile.Read(folders, out bool isDamaged) is null, what);
        Assert.True(isDamaged);
        Assert.Equal(content, File.ReadAllText(folders.Enrolment + ".damaged"));
        Assert.Null(EnrolmentFile.Read(folders, out isDamaged));
        Assert.False(isDamaged);
    }

    [Theory]
    [InlineData("the same", "000b00", "aa", null, null, true)]
    [InlineData("no DICE identity in this boot", "000b00", null, null, null, true)]
    [InlineData("another attestation key", "000b02", "aa", null, null, false)]
    [InlineData("another UDS key", "000b00", "bb", null, null, false)]
    [InlineData("the same name asked for", "000b00", "aa", "worker-1", "Example/Worker", true)]
    [InlineData("another name asked for", "000b00", "aa", "worker-2", null, false)]
    [InlineData("another class asked for", "000b00", "aa", null, "Example/Other", false)]
    public void AnEnrolmentIsOfItsKeysNameAndClass(string what, string node, string? uds, string? name, string? nodeClass, bool isFor)
    {
        var options = new AgentOptions
        {
            Verifier = new VerifierOptions { Address = new Uri("https://verifier.example/") }, NodeName = name, Class = nodeClass is null ? null : NodeClass.Parse(nodeClass),
        };
        Assert.True(Record.IsFor(options, node, uds) == isFor, what);
        Assert.False(Record.IsFor(options with { Verifier = new VerifierOptions { Address = new Uri("https://other.example/") } }, node, uds));
    }

    [Fact]
    public async Task ALockIsOnesOnlyUntilItIsGivenBack()
    {
        using (AgentLock.Service(folders))
            Assert.Contains("one node has one agent", Assert.Throws<AgentException>(() => AgentLock.Service(folders)).Message);
        AgentLock.Service(folders).Dispose();
        using (await AgentLock.KeysAsync(folders, TimeSpan.Zero, CancellationToken.None))
            Assert.Equal(3, (await Assert.ThrowsAsync<AgentException>(() => AgentLock.KeysAsync(folders, TimeSpan.Zero, CancellationToken.None))).ExitCode);
        AgentLock first = await AgentLock.KeysAsync(folders, TimeSpan.Zero, CancellationToken.None);
        Task<AgentLock> second = AgentLock.KeysAsync(folders, TimeSpan.FromMinutes(1), CancellationToken.None);
        first.Dispose();
        (await second).Dispose();
    }
}
