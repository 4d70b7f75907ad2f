using System.Runtime.Versioning;
using System.Text;
using Attestation.NodeAgent.Joining;

namespace Attestation.UnitTests.NodeAgent.Joining;

/// <summary>The folder that a kubelet reads, and what the agent keeps beside it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KubeletFilesTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task CertificateAndKeyComeIntoUseInOneStep()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        (KubeletCertificate first, KubeletKey firstKey) = Issued(site, Now.AddHours(1));
        site.Files.Install(first, firstKey, Now.AddMinutes(-2));
        (KubeletCertificate second, KubeletKey secondKey) = Issued(site, Now.AddHours(2));
        site.Files.Install(second, secondKey, Now);
        Assert.Equal(second.Serial, site.Files.Certificate()!.Serial);
        Assert.Equal(secondKey.Hash, site.Files.Key()!.Hash);
        string target = new FileInfo(site.Files.Current).LinkTarget!;
        Assert.Equal($"kubelet-client-{Now.UtcDateTime:yyyy-MM-dd-HH-mm-ss}.pem", Path.GetFileName(target));
        Assert.Equal(Owner, File.GetUnixFileMode(target));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(target)!));
        Assert.Equal(second.Pem + Encoding.ASCII.GetString(secondKey.ExportPem()), File.ReadAllText(target));
        Assert.Equal(3, Directory.GetFileSystemEntries(site.Join.Folder).Length);
    }

    [Fact]
    public async Task FilesOfCertificatesThatHaveEndedGo()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        (KubeletCertificate ended, KubeletKey endedKey) = Issued(site, Now.AddMinutes(-1));
        site.Files.Install(ended, endedKey, Now.AddHours(-1));
        File.WriteAllText(Path.Combine(site.Join.Folder, "kubelet-client-2026-01-01-00-00-00.pem"), "somebody else's");
        (KubeletCertificate next, KubeletKey nextKey) = Issued(site, Now.AddHours(1));
        site.Files.Install(next, nextKey, Now);
        Assert.Equal(
            ["kubelet-client-2026-01-01-00-00-00.pem", $"kubelet-client-{Now.UtcDateTime:yyyy-MM-dd-HH-mm-ss}.pem", "kubelet-client-current.pem"],
            Directory.GetFileSystemEntries(site.Join.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheKubeconfigNamesTheFileAndHoldsNoSecret()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        var cluster = ClusterAddress.Parse("https://api.example:6443", File.ReadAllText(site.Folder["ca.pem"]));
        site.Files.WriteConfig(cluster, JoinSite.Node);
        Assert.Equal(Owner, File.GetUnixFileMode(site.Files.Config));
        string[] lines = File.ReadAllLines(site.Files.Config);
        Assert.Contains("    server: \"https://api.example:6443\"", lines);
        Assert.Contains($"    client-certificate: \"{site.Files.Current}\"", lines);
        Assert.Contains($"    client-key: \"{site.Files.Current}\"", lines);
        Assert.Contains("- name: \"system:node:worker-1\"", lines);
        Assert.Contains("current-context: cluster", lines);
        Assert.DoesNotContain(lines, line => line.Contains("token"));
    }

    /// <summary>Where a run was cut off: what is on the disk then, and what the next run makes of it.</summary>
    [Theory]
    [InlineData("behind the key", false, false)]
    [InlineData("behind the file of the certificate", true, false)]
    [InlineData("behind the link", true, true)]
    public async Task ARunThatWasCutOffIsTakenUp(string where, bool isWritten, bool isLinked)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        using JoinTask begun = (await site.Preparation().BeginAsync(JoinWish.WhatIsDue, CancellationToken.None))!;
        site.State.Write(new JoinRecord(site.Join.Gate.Address.AbsoluteUri, JoinSite.Node, "https://api.example:6443", File.ReadAllText(site.Folder["ca.pem"]), false));
        if (isWritten)
            site.Files.Install(KubeletCertificate.TryRead(site.Sign(begun.Key.Request(JoinSite.Node)))!, begun.Key, Now);
        if (isWritten && !isLinked)
            File.Delete(site.Files.Current);
        File.WriteAllText(Path.Combine(site.Folders.Join, "next-key.1234.part"), "half a key");
        Directory.CreateDirectory(site.Join.Folder);
        File.WriteAllText(site.Files.Config + ".1234.part", "half a file");

        using JoinTask? next = await site.Preparation().BeginAsync(JoinWish.WhatIsDue, CancellationToken.None);
        Assert.True(isLinked ? next is null : next!.Key.Hash.SequenceEqual(begun.Key.Hash), where);
        Assert.Equal(isLinked, File.Exists(site.Files.Config));
        Assert.Equal(isLinked, site.State.NextKey.Hash() is null);
        Assert.Empty(Directory.EnumerateFiles(site.Folder.Path, "*.part", SearchOption.AllDirectories));
        Assert.Equal(begun.Key.Hash, new JoinKeys(site.Folders, site.Join).Bound());
        using Joiner joiner = site.Joiner();
        if (next is not null)
            Assert.NotNull(await joiner.CompleteAsync(next, JoinSite.Node, TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Theory]
    [InlineData("a fresh certificate", 0.1, null)]
    [InlineData("one at two thirds of its time", 0.66, null)]
    [InlineData("one behind nine tenths of it", 0.91, JoinNeed.Renew)]
    [InlineData("one that has ended", 1.01, JoinNeed.Join)]
    public async Task ARenewalIsDueInTime(string what, double passed, JoinNeed? need)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        await JoinerTests.JoinAsync(site);
        KubeletCertificate certificate = site.Files.Certificate()!;
        var clock = new SetClock(certificate.NotBefore + (certificate.NotAfter - certificate.NotBefore) * passed);
        using JoinTask? task = await site.Preparation(clock).BeginAsync(JoinWish.WhatIsDue, CancellationToken.None);
        Assert.True(task?.Need == need, what);
        Assert.True(task is null || task.Secrets is null == (need == JoinNeed.Renew), what);
        Assert.InRange((certificate.RenewAt - certificate.NotBefore) / (certificate.NotAfter - certificate.NotBefore), 0.7, 0.9);
    }

    [Theory]
    [InlineData("another name is asked for", "worker-2", null)]
    [InlineData("another gate is asked", null, "https://127.0.0.1:1/")]
    public async Task WhatTheNodeJoinedAsSomethingElseDoesNotCount(string what, string? name, string? gate)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        await JoinerTests.JoinAsync(site);
        JoinOptions join = site.Join with { Gate = site.Join.Gate with { Address = gate is null ? site.Join.Gate.Address : new Uri(gate) } };
        var log = new Attestation.NodeAgent.Running.AgentLog(site.Log, Attestation.NodeAgent.Running.LogFormat.Json, TimeProvider.System);
        using JoinTask? task = await new JoinPreparation(site.Options with { NodeName = name }, join, log, TimeProvider.System).BeginAsync(JoinWish.WhatIsDue, CancellationToken.None);
        Assert.True(task?.Need == JoinNeed.Join, what);
    }

    [Theory]
    [InlineData("no JSON", "x")]
    [InlineData("cut off", "{\"version\":1,")]
    [InlineData("of a later version", "{\"version\":2}")]
    public async Task ADamagedRecordIsAsGoodAsNone(string what, string content)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        await JoinerTests.JoinAsync(site);
        File.WriteAllText(Path.Combine(site.Folders.Join, "join.json"), content);
        using JoinTask? task = await site.Preparation().BeginAsync(JoinWish.WhatIsDue, CancellationToken.None);
        Assert.True(task?.Need == JoinNeed.Join, what);
    }

    private static (KubeletCertificate, KubeletKey) Issued(JoinSite site, DateTimeOffset ends)
    {
        KubeletKey key = KubeletKey.Make();
        return (KubeletCertificate.TryRead(site.Sign(key.Request(JoinSite.Node), null, ends))!, key);
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
