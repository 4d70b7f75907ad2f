using Attestation.Appraisal.Devices;
using static Attestation.UnitTests.Appraisal.Devices.Layers;

namespace Attestation.UnitTests.Appraisal.Devices;

public sealed class HistoryStepTests
{
    private static readonly DeviceLayer[] Code = [Layer(0), Layer(1, "app")];
    private static readonly DeviceHistory Past = HistoryStep.Next(DeviceHistory.Empty("uds"), Boot(5, 1), Code, "e1", [1, 2], goesOn: true, accepted: true);

    [Fact]
    public void TheFirstAppraisalIsRemembered()
    {
        Assert.Equal("uds", Past.UdsKeyThumbprint);
        Assert.Equal([1, 2], Past.HighestSvn);
        Assert.Equal(5UL, Past.BootCount);
        Assert.Equal("0101010101010101", Past.BootSeed);
        Assert.Equal([Digest("boot").ToString(), Digest("app").ToString()], Past.LastCode);
        Assert.Equal(["e1"], Past.RecentEvidence);
    }

    public static TheoryData<string, ulong?, byte?, string, string, string[]> Cases => new()
    {
        { "same boot again", 5, 1, "app", "e2", [] },
        { "next boot", 6, 2, "app", "e2", [] },
        { "next boot with other code", 6, 2, "new", "e2", [] },
        { "the same evidence", 5, 1, "app", "e1", ["appraisal.replayed"] },
        { "an earlier boot", 4, 2, "app", "e2", ["appraisal.boot-count"] },
        { "no counter any more", null, 2, "app", "e2", ["appraisal.boot-count"] },
        { "same boot with another seed", 5, 2, "app", "e2", ["appraisal.clone"] },
        { "next boot with the old seed", 6, 1, "app", "e2", ["appraisal.clone"] },
        { "same boot with other code", 5, 1, "new", "e2", ["appraisal.clone"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatContradictsThePastIsNamed(string name, ulong? count, byte? seed, string code, string evidence, string[] reasons)
    {
        var record = new AppraisalRecord();
        bool goesOn = HistoryStep.Check(Past, Boot(count, seed), [Layer(0), Layer(1, code)], evidence, record);
        Assert.Equal(reasons, record.Reasons());
        Assert.True(goesOn == (reasons.Length == 0 || reasons[0] == "appraisal.replayed"), name);
    }

    [Fact]
    public void ASecondDeviceDoesNotReplaceTheFirstOnesBootState()
    {
        DeviceHistory next = HistoryStep.Next(Past, Boot(5, 9), Code, "e2", [7, 7], goesOn: false, accepted: false);
        Assert.Equal((Past.BootCount, Past.BootSeed, Past.LastCode, Past.HighestSvn), (next.BootCount, next.BootSeed, next.LastCode, next.HighestSvn));
        Assert.Equal(["e1", "e2"], next.RecentEvidence);
    }

    [Fact]
    public void SecurityVersionsOnlyRise()
    {
        Assert.Equal([3, 2, 4], HistoryStep.Next(Past, Boot(6, 2), Code, "e2", [3, 1, 4], goesOn: true, accepted: true).HighestSvn);
    }

    [Fact]
    public void OnlyTheLastPiecesOfEvidenceAreKept()
    {
        DeviceHistory history = Past;
        for (int i = 2; i < 20; i++)
            history = HistoryStep.Next(history, Boot(5, 1), Code, $"e{i}", [], goesOn: true, accepted: true);
        Assert.Equal(DeviceHistory.MaxRecent, history.RecentEvidence.Count);
        Assert.Equal(("e12", "e19"), (history.RecentEvidence[0], history.RecentEvidence[^1]));
    }

    [Fact]
    public void TheStoredFormReadsBack()
    {
        byte[] json = DeviceHistoryJson.Write(Past);
        Assert.True(DeviceHistoryJson.TryParse(json, out DeviceHistory read));
        Assert.Equal(json, DeviceHistoryJson.Write(read));
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("a member missing", "{\"udsKeyThumbprint\":\"a\"}")]
    [InlineData("a member more", "{\"udsKeyThumbprint\":\"a\",\"x\":1}")]
    [InlineData("cut off", "{\"udsKeyThumbprint\":")]
    public void ADamagedStoredFormIsNotRead(string damage, string json)
    {
        Assert.False(DeviceHistoryJson.TryParse(System.Text.Encoding.UTF8.GetBytes(json), out _), damage);
    }

    private static BootClaims Boot(ulong? count, byte? seed)
    {
        byte[]? bytes = seed is { } b ? [b, b, b, b, b, b, b, b] : null;
        return new BootClaims(count, Memory(bytes));
    }
}
