using Attestation.Factory.Boards;
using Attestation.Factory.Line;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory.Boards;

namespace Attestation.UnitTests.Factory.Line;

public sealed class LockRuleTests
{
    [Theory]
    [InlineData("esp32", "secure-boot flash-encryption uds-write jtag download-mode", "interpreter")]
    [InlineData("stm32f769i-disco", "write-protection boot-address readout-protection debug-port", "interpreter")]
    public void TheDescriptionSaysWhatFirmwareReadsBackAndWhatTheOperatorProves(string board, string firmware, string byTool)
    {
        BoardDescription description = BoardCatalogue.Read(board);
        Assert.Equal(firmware.Split(' '), LockRule.Of(description).Required);
        Assert.Equal(byTool.Split(' '), LockRule.OfTheOperator(description).Select(l => l.Id));
    }

    [Fact]
    public void EveryBoardOfTheCatalogueAsksForSomething() => Assert.All(BoardCatalogue.Names, name => Assert.NotEmpty(LockRule.Of(BoardCatalogue.Read(name)).Required));

    [Theory]
    [InlineData("all in force", null, "secure-boot flash-encryption uds-write jtag download-mode")]
    [InlineData("one open", "jtag", "secure-boot flash-encryption uds-write -jtag download-mode")]
    [InlineData("one not told", "download-mode", "secure-boot flash-encryption uds-write jtag")]
    [InlineData("one more than needed, open", "radio", "secure-boot flash-encryption uds-write jtag download-mode -radio")]
    [InlineData("none told", "secure-boot", "")]
    public void WhatIsNotInForceIsNamed(string description, string? named, string told)
    {
        LockRule rule = LockRule.Of(SampleBoard.Good);
        var report = new LockReport([.. told.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(l => new DeviceLock(l.TrimStart('-'), !l.StartsWith('-')))]);
        if (named is null)
        {
            rule.Check(report);
            return;
        }
        var refused = Assert.Throws<Attestation.Factory.FactoryException>(() => rule.Check(report));
        Assert.True(refused.Reason == LineReasons.LocksOpen && refused.Detail.Contains(named), $"{description}: {refused.Detail}");
    }
}
