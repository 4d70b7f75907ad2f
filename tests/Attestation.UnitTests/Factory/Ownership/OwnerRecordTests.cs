using System.Diagnostics;
using System.Text.Json.Nodes;
using Attestation.Factory.Ownership;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Ownership;

public sealed class OwnerRecordTests
{
    [Fact]
    public void WhatWasWrittenIsRead()
    {
        using var folder = new TemporaryFolder();
        OwnerEntry[] written = [.. Fill(folder["r"]).Entries];
        OwnerRecord again = OwnerRecord.Open(folder["r"], TestKeys.Ed25519.PublicKey);
        Assert.Equal([1ul, 2, 3, 4], again.Entries.Select(entry => entry.Sequence));
        Assert.Equal(written.Select(Shown), again.Entries.Select(Shown));
        Assert.Equal(3ul, again.NextCounter);
    }

    [Fact]
    public void AnotherProgramReadsIt()
    {
        using var folder = new TemporaryFolder();
        Fill(folder["r"]);
        File.WriteAllText(folder["key.pem"], TestKeys.Ed25519.PublicKey.ToPem());
        using Process python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "read_owner_record.py"), folder["r"], folder["key.pem"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string[] lines = python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, error);
        JsonNode[] entries = [.. lines.Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(["authorised", "carried-out", "authorised", "carried-out"], entries.Select(entry => (string)entry["kind"]!));
        Assert.Equal(("First Customer", Convert.ToHexStringLower(TestKeys.P256.PublicKey.PublicBytes.Span), 1), ((string)entries[0]["name"]!, (string)entries[1]["owner"]!, (int)entries[1]["counter"]!));
        Assert.Null(entries[3]["owner"]);
    }

    [Fact]
    public void EveryByteCounts()
    {
        using var folder = new TemporaryFolder();
        Fill(folder["r"]);
        byte[] content = File.ReadAllBytes(folder["r"]);
        for (int i = 0; i < content.Length; i++)
        {
            byte[] changed = [.. content];
            changed[i] ^= (byte)(i % 3 == 0 ? 0x10 : i % 3 == 1 ? 0xFF : 0x01);
            File.WriteAllBytes(folder["r"], changed);
            Assert.Equal(OwnershipReasons.OwnerRecordBroken, Sample.Refusal(() => OwnerRecord.Open(folder["r"], TestKeys.Ed25519.PublicKey)));
        }
    }

    [Fact]
    public void EntriesOfTwoRecordsAreNotMixed()
    {
        using var folder = new TemporaryFolder();
        Fill(folder["one"]);
        Fill(folder["two"], at: 1);
        byte[] one = File.ReadAllBytes(folder["one"]), two = File.ReadAllBytes(folder["two"]);
        Assert.Equal(one.Length, two.Length);
        int differ = one.AsSpan().CommonPrefixLength(two);
        for (int cut = differ + 1; cut < one.Length; cut += 7)
        {
            File.WriteAllBytes(folder["mixed"], [.. one[..cut], .. two[cut..]]);
            Assert.Equal(OwnershipReasons.OwnerRecordBroken, Sample.Refusal(() => OwnerRecord.Open(folder["mixed"], TestKeys.Ed25519.PublicKey)));
        }
        Assert.Equal(OwnershipReasons.OwnerRecordBroken, Sample.Refusal(() => OwnerRecord.Open(folder["one"], TestKeys.P256.PublicKey)));
    }

    [Theory]
    [InlineData("carried out without authorisation", OwnerEntryKind.CarriedOut, 3, false)]
    [InlineData("a counter that was used", OwnerEntryKind.Authorised, 2, false)]
    [InlineData("another device", OwnerEntryKind.Authorised, 3, true)]
    public void WhatCannotFollowIsRefused(string description, OwnerEntryKind kind, ulong counter, bool other)
    {
        using var folder = new TemporaryFolder();
        OwnerRecord record = Fill(folder["r"]);
        OwnerEntry entry = Entry(kind, OwnerAction.Rotate, counter);
        if (other)
            entry = entry with { Ueid = new byte[33] };
        Assert.Equal(OwnershipReasons.OwnerOrder, Sample.Refusal(() => record.Append(entry, TestKeys.Ed25519)));
        Assert.Equal(4, OwnerRecord.Open(folder["r"], TestKeys.Ed25519.PublicKey).Entries.Count);
    }

    [Fact]
    public void NothingFollowsDecommissioning()
    {
        using var folder = new TemporaryFolder();
        OwnerRecord record = Fill(folder["r"]);
        record.Append(Entry(OwnerEntryKind.Authorised, OwnerAction.Decommission, 3), TestKeys.Ed25519);
        record.Append(Entry(OwnerEntryKind.CarriedOut, OwnerAction.Decommission, 3), TestKeys.Ed25519);
        Assert.Equal(OwnershipReasons.OwnerOrder, Sample.Refusal(() => record.Append(Entry(OwnerEntryKind.Authorised, OwnerAction.Rotate, 4), TestKeys.Ed25519)));
    }

    /// <summary>Sold, then returned.</summary>
    internal static OwnerRecord Fill(string path, int at = 0)
    {
        OwnerRecord record = OwnerRecord.Open(path, TestKeys.Ed25519.PublicKey);
        VerificationKey owner = TestKeys.P256.PublicKey;
        foreach (OwnerEntry entry in new[]
        {
            Entry(OwnerEntryKind.Authorised, OwnerAction.Rotate, 1) with { NewOwner = owner, OwnerName = "First Customer" },
            Entry(OwnerEntryKind.CarriedOut, OwnerAction.Rotate, 1) with { NewOwner = owner, OwnerName = "First Customer" },
            Entry(OwnerEntryKind.Authorised, OwnerAction.Return, 2),
            Entry(OwnerEntryKind.CarriedOut, OwnerAction.Return, 2),
        })
            record.Append(entry with { Time = Sample.Now.AddSeconds(at) }, TestKeys.Ed25519);
        return record;
    }

    private static OwnerEntry Entry(OwnerEntryKind kind, OwnerAction action, ulong counter) => new(kind, OwnerAuthorisationTests.Ueid, 0, default, Sample.Now, action, counter)
    {
        Authorisation = kind == OwnerEntryKind.Authorised ? new byte[] { 1, 2, 3 } : default,
        Keys = [new byte[32], new byte[32]],
    };

    private static string Shown(OwnerEntry entry) =>
        $"{entry.Kind} {entry.Sequence} {entry.Time:O} {entry.Action} {entry.Counter} {entry.NewOwner} {entry.OwnerName} {Convert.ToHexString(entry.Ueid.Span)} {Convert.ToHexString(entry.Authorisation.Span)} {string.Join(' ', entry.Keys.Select(key => Convert.ToHexString(key.Span)))}";
}
