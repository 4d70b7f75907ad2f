using Attestation.Dice;
using Attestation.Factory.Boards;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Boards;

/// <summary>Normal only with every lock read back as closed (docs/boards.md, Honest mode).</summary>
public sealed class ModeClaimTests
{
    public static TheoryData<string> Needed
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (BoardDescription board in BoardCatalogue.Names.Select(BoardCatalogue.Read))
            {
                foreach (string id in board.Mode.NormalNeeds ?? [])
                    data.Add($"{board.Name} {id}");
            }
            return data;
        }
    }

    [Fact]
    public void WithEveryLockClosedADeviceMayClaimNormal()
    {
        foreach (BoardDescription board in BoardCatalogue.Names.Select(BoardCatalogue.Read).Where(b => b.Mode.NormalNeeds is not null))
            Assert.Equal(DiceMode.Normal, ModeClaim.Judge(board, Closed(board)).Honest);
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void WithOneLockOpenItMayNot(string boardAndLock)
    {
        string[] names = boardAndLock.Split(' ');
        BoardDescription board = BoardCatalogue.Read(names[0]);
        LockList locks = Closed(board) with { Locks = [.. Closed(board).Locks.Select(l => l with { Closed = l.Id != names[1] })] };
        ModeClaim claim = ModeClaim.Judge(board, locks);
        Assert.NotEqual(DiceMode.Normal, claim.Honest);
        BoardFinding finding = Assert.Single(claim.AgainstNormal);
        Assert.StartsWith(names[1], finding.Detail);
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void WithOneLockNotReadItMayNot(string boardAndLock)
    {
        string[] names = boardAndLock.Split(' ');
        BoardDescription board = BoardCatalogue.Read(names[0]);
        ModeClaim claim = ModeClaim.Judge(board, Closed(board) with { Locks = [.. Closed(board).Locks.Where(l => l.Id != names[1])] });
        Assert.NotEqual(DiceMode.Normal, claim.Honest);
        Assert.Equal(BoardReasons.LockUnread, Assert.Single(claim.AgainstNormal).Reason);
    }

    [Fact]
    public void ADevelopmentInterpreterIsNeverNormal() =>
        Assert.All(BoardCatalogue.Names.Select(BoardCatalogue.Read).Where(b => b.Runtime == BoardRuntime.Nanoframework && b.Mode.NormalNeeds is not null),
            board => Assert.Contains(board.Mode.NormalNeeds!, id => board.FindLock(id)!.Guards == LockGuard.Interpreter));

    [Fact]
    public void WhatTheDeviceReportsCountsForLocksItCanKnow()
    {
        var report = new LockReport([.. SampleBoard.Good.Locks.Select(l => new DeviceLock(l.Id, true))]);
        LockList ofDevice = LockList.Of("esp32", report);
        Assert.Equal(BoardReasons.LockReader, Assert.Single(ModeClaim.Judge(SampleBoard.Good, ofDevice).AgainstNormal).Reason);
        LockList withStation = ofDevice.With(new LockList("esp32", [new ReadLock("interpreter", true, LockReader.Tool)]));
        Assert.Equal(DiceMode.Normal, ModeClaim.Judge(SampleBoard.Good, withStation).Honest);
    }

    [Fact]
    public void TheVendorsToolOutweighsTheDevice()
    {
        var tool = new LockList("esp32", [new ReadLock("jtag", false, LockReader.Tool)]);
        var device = new LockList("esp32", [new ReadLock("jtag", true, LockReader.Firmware)]);
        Assert.False(Assert.Single(device.With(tool).Locks).Closed);
        Assert.False(Assert.Single(tool.With(device).Locks).Closed);
    }

    [Theory]
    [InlineData("no object", "[]")]
    [InlineData("no JSON", "{")]
    [InlineData("another member", """{"board":"esp32","locks":[],"mode":"normal"}""")]
    [InlineData("no board", """{"locks":[]}""")]
    [InlineData("a member twice", """{"board":"esp32","board":"rp2350","locks":[]}""")]
    [InlineData("a lock twice", """{"board":"esp32","locks":[{"id":"jtag","closed":true,"read-by":"tool"},{"id":"jtag","closed":false,"read-by":"tool"}]}""")]
    [InlineData("a lock without reader", """{"board":"esp32","locks":[{"id":"jtag","closed":true}]}""")]
    [InlineData("a reader that is none", """{"board":"esp32","locks":[{"id":"jtag","closed":true,"read-by":"eye"}]}""")]
    [InlineData("closed as a text", """{"board":"esp32","locks":[{"id":"jtag","closed":"true","read-by":"tool"}]}""")]
    [InlineData("a board that is null", """{"board":null,"locks":[]}""")]
    public void WhatIsNoListOfLocksIsRefused(string what, string text)
    {
        _ = what;
        Assert.Equal(BoardReasons.LocksMalformed, Sample.Refusal(() => LockList.Parse("locks.json", text)));
    }

    private static LockList Closed(BoardDescription board) => new(board.Name, [.. board.Locks.Select(l => new ReadLock(l.Id, true, l.ReadableBy))]);
}
