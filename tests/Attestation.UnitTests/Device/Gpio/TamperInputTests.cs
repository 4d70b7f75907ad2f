using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Gpio;
using Attestation.Dice;
using Attestation.UnitTests.Device.Boot;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Gpio;

/// <summary>When a board counts as opened, what it remembers of it, and that its next boot measures it.</summary>
public sealed class TamperInputTests
{
    [Theory]
    [InlineData("closed", "0", false)]
    [InlineData("opened", "1", true)]
    [InlineData("a spike of four samples", "111100000", false)]
    [InlineData("an opening after bouncing", "010110111110", true)]
    [InlineData("a closed contact that bounces", "10110100000", false)]
    [InlineData("never at rest", "0101010101010101010101010101010101010101", true)]
    [InlineData("cannot be read", "x", true)]
    [InlineData("cannot be read the fourth time", "000x", true)]
    public void ALevelHasToStand(string description, string levels, bool isTripped)
    {
        Bench bench = new Bench().Levels(levels);
        Assert.True(bench.Record.TryCreate());
        Assert.True(bench.Input().IsTripped() == isTripped, description);
        Assert.True(bench.Record.TryRead(out bool remembered, out int times));
        Assert.Equal((isTripped, isTripped ? 1 : 0), (remembered, times));
    }

    [Fact]
    public void AnActiveLowInputTripsOnLow()
    {
        Bench bench = new Bench().Levels("1");
        Assert.True(bench.Record.TryCreate());
        Assert.False(new TamperInput(bench, isActiveHigh: false, bench.Record, bench).IsTripped());
        Assert.True(new TamperInput(bench.Levels("0"), isActiveHigh: false, bench.Record, bench).IsTripped());
    }

    /// <summary>The case is closed again and the power was off: the record speaks.</summary>
    [Fact]
    public void AnOpeningIsRememberedUntilItIsCleared()
    {
        Bench bench = new();
        Assert.True(bench.Record.TryCreate() && bench.Record.TryCreate());
        Assert.True(bench.Levels("1").Input().IsTripped());
        TamperInput next = bench.Levels("0").Input();
        Assert.True(next.IsTripped());
        Assert.False(bench.Levels("1").Input().TryClear());
        Assert.True(bench.Levels("0").Input().IsTripped(), "a case that is open is not cleared");
        Assert.True(next.TryClear());
        Assert.False(next.IsTripped());
        Assert.True(bench.Levels("1").Input().IsTripped());
        Assert.True(bench.Record.TryRead(out bool isTampered, out int times) && isTampered);
        Assert.Equal(2, times);
    }

    [Fact]
    public void WithoutARecordTheWorstIsAssumed()
    {
        Bench bench = new();
        Assert.True(bench.Levels("0").Input().IsTripped());
        Assert.False(bench.Record.TryRead(out bool isTampered, out _));
        Assert.True(isTampered);
    }

    /// <summary>A record that could not be written is remembered by the object, and written as soon as it can be.</summary>
    [Fact]
    public void AStorageThatFailsForgetsNothing()
    {
        Bench bench = new();
        Assert.True(bench.Record.TryCreate());
        TamperInput input = bench.Levels("1").Input();
        bench.Storage.PowerOn();
        (bench.Storage.CutAt, bench.Storage.Tear) = (0, Tear.Nothing);
        Assert.True(input.IsTripped());
        bench.Storage.PowerOn();
        bench.Levels("0");
        Assert.True(bench.Record.TryRead(out bool remembered, out _) && !remembered);
        Assert.True(input.IsTripped());
        Assert.True(bench.Record.TryRead(out remembered, out _) && remembered);
    }

    /// <summary>The power goes at every change of latching and in every way: then the case is still open, and the boot sees it.</summary>
    [Fact]
    public void PowerMayGoWhileAnOpeningIsWritten()
    {
        foreach (Tear tear in Enum.GetValues<Tear>())
        {
            for (int cut = 0; cut < 2; cut++)
            {
                Bench bench = new();
                Assert.True(bench.Record.TryCreate());
                bench.Storage.PowerOn();
                (bench.Storage.CutAt, bench.Storage.Tear) = (cut, tear);
                Assert.True(bench.Levels("1").Input().IsTripped());
                bench.Storage.PowerOn();
                Assert.True(bench.Record.TryRead(out _, out _), "one whole record is left");
                Assert.True(bench.Levels("1").Input().IsTripped());
                Assert.True(bench.Levels("0").Input().IsTripped());
            }
        }
    }

    [Theory]
    [InlineData("intact", "0", "a13a0001155800", "3a0001155800")]
    [InlineData("opened", "1", "a13a0001155801", "3a0001155801")]
    public void ABootMeasuresIt(string description, string level, string alone, string inLayerZero)
    {
        Assert.Equal(alone, Convert.ToHexStringLower(new ConfigurationMap().WithTamperState(level == "1").Encode()));
        Bench bench = new Bench().Levels(level);
        Assert.True(bench.Record.TryCreate());
        BootWorld world = new();
        world.Board.Tamper = bench.Input();
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device));
        Assert.True(device.Chain.Encode().AsSpan().IndexOf(Convert.FromHexString(inLayerZero)) > 0, description);
        bench.Levels("0");
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity again)); // closed again
        Assert.Equal(device.Chain.Encode(), again.Chain.Encode());
    }
}
