using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Factory;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Queue;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory.Line;

namespace Attestation.UnitTests.Factory.Stations;

public sealed class DirectoryQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("secret made by the factory", 1, "write-uds")]
    [InlineData("secret of two halves", 2, "write-entropy")]
    [InlineData("no certificate on the device", 3, "write-entropy")]
    public async Task DevicesOfAQueueAreProvisionedAndPutAway(string description, int scheme, string write)
    {
        await using LineBench bench = await LineBench.StartAsync();
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        await using QueueResponder responder = new QueueResponder(folder["queue"]).Start();
        responder.Present("b", new BenchDevice(bench.World, "b"));
        responder.Present("a", new BenchDevice(bench.World, "a") { OpenLock = "secure-boot" });
        responder.NoMore();
        using LotFolder lot = bench.OpenLot(LineBench.Settings(scheme));
        var outcomes = new List<DeviceOutcome>();

        await new LineRun(new LineStation(bench.Tools(lot)), queue, outcomes.Add).RunAsync(() => false, default);

        Assert.True(outcomes.Select(o => o.End).SequenceEqual([DeviceEnd.Failed, DeviceEnd.Passed]), description); // in order of name
        Assert.Equal(["hello", write, "restart", "probe", "write-identity", "lock", "restart", "read-locks"], responder.Commands.Take(8));
        Assert.Equal(["a", "b"], Directory.GetDirectories(folder["queue/done"]).Select(Path.GetFileName).Order());
        Assert.Equal(("failed", "factory.locks-open"), End(folder["queue/done/a"]));
        Assert.Equal(("passed", null), End(folder["queue/done/b"]));
        Assert.Equal(["end.json"], Directory.GetFiles(folder["queue/done/b"]).Select(Path.GetFileName)); // no request, and no secret, stays
        Assert.Equal(["done"], Directory.GetDirectories(folder["queue"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ADevicePresentedTwiceIsPutBesideItself()
    {
        await using LineBench bench = await LineBench.StartAsync();
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        await using QueueResponder responder = new QueueResponder(folder["queue"]).Start();
        var device = new BenchDevice(bench.World, "a");
        using LotFolder lot = bench.OpenLot();
        foreach (DeviceEnd end in new[] { DeviceEnd.Passed, DeviceEnd.Repeated })
        {
            responder.Present("a", device);
            var outcomes = new List<DeviceOutcome>();
            await new LineRun(new LineStation(bench.Tools(lot)), queue, outcomes.Add).RunAsync(() => outcomes.Count == 1, default);
            Assert.Equal(end, outcomes[0].End);
        }
        Assert.Equal(("repeated", null), End(folder["queue/done/a~2"]));
    }

    /// <summary>A station that was killed left its request; the next one goes on with the same folder, and both are answered in order.</summary>
    [Fact]
    public async Task WhatAKilledStationLeftIsAnsweredFirst()
    {
        await using LineBench bench = await LineBench.StartAsync();
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        Directory.CreateDirectory(folder["queue/a"]);
        File.WriteAllText(folder["queue/a/request-0007.json"], """{"command":"restart"}""");
        await using IFactoryDevice? device = await queue.NextAsync(default);
        await using QueueResponder responder = new QueueResponder(folder["queue"]).Start();
        Task<DeviceGreeting> hello = device!.HelloAsync(default);
        responder.Know("a", new BenchDevice(bench.World, "a"));
        Assert.Equal("bench", (await hello).Board);
        Assert.Equal(["restart", "hello"], responder.Commands);
    }

    [Fact]
    public async Task ADeviceThatDoesNotAnswerIsLostAndStaysInItsPlace()
    {
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], TimeSpan.FromMilliseconds(50));
        Directory.CreateDirectory(folder["queue/a"]);
        File.WriteAllText(folder["queue/no-more"], "");
        await using (IFactoryDevice? device = await queue.NextAsync(default))
            Assert.Equal(LineReasons.DeviceLost, (await Assert.ThrowsAsync<FactoryException>(() => device!.HelloAsync(default))).Reason);
        Assert.Empty(Directory.GetFiles(folder["queue/a"])); // the request was withdrawn
        Assert.Null(await queue.NextAsync(default)); // and it is not tried again for ever

        await using var again = new DirectoryQueue(folder["queue"], TimeSpan.FromMilliseconds(50));
        Assert.NotNull(await again.NextAsync(default));
    }

    [Theory]
    [InlineData("no JSON", "hello")]
    [InlineData("[]", "hello")]
    [InlineData("{}", "hello")]
    [InlineData("""{"protocol":1,"board":"bench","state":"new","serial":"01","mode":"normal","algorithms":[]}""", "hello")]
    [InlineData("""{"protocol":1,"board":"bench","state":"blank","serial":"zz","mode":"normal","algorithms":[]}""", "hello")]
    [InlineData("""{"protocol":1,"protocol":1,"board":"bench","state":"blank","serial":"01","mode":"normal","algorithms":[]}""", "hello")]
    [InlineData("""{"protocol":-1,"board":"bench","state":"blank","serial":"01","mode":"normal","algorithms":[]}""", "hello")]
    [InlineData("""{"protocol":1,"board":"bench","state":"blank","serial":"01","mode":"normal","algorithms":["rsa"]}""", "hello")]
    [InlineData("""{"refused":"not.a-reason"}""", "hello")]
    [InlineData("""{"refused":"factory.zero-uds"}""", "hello")]
    [InlineData("""{"locks":[{"name":"jtag","inForce":1}]}""", "read-locks")]
    [InlineData("""{"locks":[{"name":"jtag","inForce":true},{"name":"jtag","inForce":false}]}""", "read-locks")]
    [InlineData("""{"locks":"jtag"}""", "read-locks")]
    [InlineData("""{"evidence":""}""", "attest")]
    public async Task AnUnusableAnswerIsRefused(string answer, string command)
    {
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        Directory.CreateDirectory(folder["queue/a"]);
        File.WriteAllText(folder["queue/a/answer-0001.json.part"], answer); // no answer of ours: it has no number
        await using IFactoryDevice? device = await queue.NextAsync(default);
        Task asking = command switch { "hello" => device!.HelloAsync(default), "attest" => device!.AttestAsync(new byte[8], default), _ => device!.ReadLocksAsync(default) };
        File.Move(folder["queue/a/answer-0001.json.part"], folder["queue/a/answer-0001.json"]);
        Assert.Equal(LineReasons.DeviceAnswer, (await Assert.ThrowsAsync<FactoryException>(() => asking)).Reason);
    }

    [Theory]
    [InlineData("board", "hello", """{"protocol":1,"board":"@","state":"blank","serial":"01","mode":"normal","algorithms":[]}""")]
    [InlineData("serial", "hello", """{"protocol":1,"board":"bench","state":"blank","serial":"@","mode":"normal","algorithms":[]}""")]
    [InlineData("a member's name", "hello", """{"protocol":1,"@":"bench","state":"blank","serial":"01","mode":"normal","algorithms":[]}""")]
    [InlineData("refused", "hello", """{"refused":"@"}""")]
    [InlineData("detail", "hello", """{"refused":"device.command-unknown","detail":"@"}""")]
    [InlineData("a lock's name", "read-locks", """{"locks":[{"name":"@","inForce":true}]}""")]
    public async Task AnAnswerThatIsNoUnicodeIsTheDevicesFault(string place, string command, string answer)
    {
        byte[] escaped = Encoding.UTF8.GetBytes(answer.Replace("@", "\\ud800")), raw = [.. Encoding.UTF8.GetBytes(answer).Select(b => b == '@' ? (byte)0xFF : b)];
        foreach (byte[] bytes in new[] { escaped, raw })
            Assert.True(await RefusalAsync(command, path => File.WriteAllBytes(path, bytes)) == LineReasons.DeviceAnswer, place);
    }

    [Theory]
    [InlineData("a link to what never ends", "/dev/zero")]
    [InlineData("a link to an answer", "answer")]
    [InlineData("a FIFO that nobody writes to", "fifo")]
    [InlineData("too long", "long")]
    public async Task AnAnswerIsAPlainFileOfLimitedLength(string description, string kind)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["answer"], "{}");
        ReasonCode reason = await RefusalAsync("restart", path =>
        {
            if (kind == "long")
                File.WriteAllText(path, "{}".PadRight((256 << 10) + 1));
            else if (kind == "fifo")
                Process.Start("mkfifo", [path]).WaitForExit();
            else
                File.CreateSymbolicLink(path, kind == "answer" ? folder["answer"] : kind);
        }).WaitAsync(Patience);
        Assert.True(reason == LineReasons.DeviceAnswer, description);
    }

    private static async Task<ReasonCode> RefusalAsync(string command, Action<string> answer)
    {
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        Directory.CreateDirectory(folder["queue/a"]);
        await using IFactoryDevice? device = await queue.NextAsync(default);
        Task asking = command switch { "hello" => device!.HelloAsync(default), "restart" => device!.RestartAsync(default), _ => device!.ReadLocksAsync(default) };
        answer(folder["queue/a/x"]);
        File.Move(folder["queue/a/x"], folder["queue/a/answer-0001.json"]);
        return (await Assert.ThrowsAsync<FactoryException>(() => asking)).Reason;
    }

    [Fact]
    public async Task TheDevicesOwnRefusalKeepsItsReason()
    {
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], Patience);
        Directory.CreateDirectory(folder["queue/a"]);
        await using IFactoryDevice? device = await queue.NextAsync(default);
        Task asking = device!.LockAsync(default);
        ReasonCode reason = DeviceReasons.OfNumber(40)!;
        File.WriteAllText(folder["queue/a/x"], $$"""{"refused":"{{reason.Id}}","detail":"why"}""");
        File.Move(folder["queue/a/x"], folder["queue/a/answer-0001.json"]);
        Assert.Equal(reason, (await Assert.ThrowsAsync<FactoryException>(() => asking)).Reason);
    }

    [Fact]
    public async Task RequestsAreForTheirOwnersEyes()
    {
        using var folder = new TemporaryFolder();
        await using var queue = new DirectoryQueue(folder["queue"], TimeSpan.FromSeconds(2));
        Directory.CreateDirectory(folder["queue/a"]);
        await using IFactoryDevice? device = await queue.NextAsync(default);
        Task writing = device!.WriteUdsAsync(new byte[32], default);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["queue/a/request-0001.json"]));
        await Assert.ThrowsAsync<FactoryException>(() => writing);
    }

    private static (string?, string?) End(string folder)
    {
        JsonNode end = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "end.json")))!;
        return ((string?)end["end"], (string?)end["reason"]);
    }
}
