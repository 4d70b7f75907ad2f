using Attestation.Dice;
using Attestation.Factory.Boards;
using Attestation.Factory.Releases;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Releases;

/// <summary>A release against the map of its board.</summary>
public sealed class BoardFitTests
{
    [Theory]
    [InlineData("esp32", "factory", 0x10000, "esptool --chip esp32 --port PORT write-flash 0x10000 flash/a.bin")]
    [InlineData("esp32-s3", "deploy", 0x1B0000, "esptool --chip esp32s3 --port PORT write-flash 0x1B0000 flash/a.bin")]
    [InlineData("stm32f769i-disco", "deploy", 0xC0000, "STM32_Programmer_CLI -c port=SWD mode=UR -w flash/a.bin 0x080C0000 -v")]
    [InlineData("rp2350", "deploy", 0xFC000, "picotool load flash/a.bin -t bin -o 0x100FC000")]
    public void OffsetsAndCommandsComeFromTheDescription(string board, string partition, long offset, string command)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.bin"], "a");
        BoardStorage storage = BoardCatalogue.Read(board).Storage;
        FlashOrder named = ReleaseOptions.Place($"{partition}={folder["a.bin"]}", storage);
        Assert.Equal(offset, named.Offset);
        Assert.Equal(offset, ReleaseOptions.Place($"0x{offset:x}={folder["a.bin"]}", storage).Offset);
        Assert.Equal(command, storage.CommandFor(offset, "flash/a.bin"));
    }

    [Fact]
    public void TheListNamesPartitionAddressAndCommandOfEveryFile()
    {
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(BoardSample.Release(DiceAlgorithm.P256), null, folder["out"]);
        string text = File.ReadAllText(Path.Combine(folder["out"], "flash.txt"));
        Assert.Contains("0x001E0000  flash/boot.bin  (8 bytes of 1835008, partition deploy)", text);
        Assert.Equal(3, text.Split("esptool --chip esp32").Length - 1);
        Assert.Contains("\"partition\": \"bootloader\",\n      \"offset\": 4096,\n      \"address\": 4096,", File.ReadAllText(Path.Combine(folder["out"], "flash.json")));
    }

    [Theory]
    [InlineData("at its partition's beginning and as long as it", 0x1000, 0x7000, true)]
    [InlineData("one byte longer than its partition", 0x1000, 0x7001, false)]
    [InlineData("in the midst of a partition", 0x1004, 16, false)]
    [InlineData("where there is no partition", 0x2_000_000, 16, false)]
    public void AFileLiesInItsPartition(string description, long offset, int length, bool fits)
    {
        BoardReleaseOrder order = BoardSample.Order() with { Flash = [new FlashOrder(offset, new FirmwareImage("bootloader.bin", new byte[length]))] };
        if (fits)
            Assert.NotEmpty(BoardSample.Release(DiceAlgorithm.P256, order).Flash.Pieces);
        else
            Assert.Equal(ReleaseReasons.FlashPartition, Refusal(order));
    }

    /// <summary>esp32: 64 blocks, 8 of them for the rest, so 28 for a slot, one of them for the manifest and two for the other files.</summary>
    [Theory]
    [InlineData("25 blocks", 25 * 4096, true)]
    [InlineData("a byte more", 25 * 4096 + 1, false)]
    public void TwoSlotsFitTheLayersPartition(string description, int length, bool fits)
    {
        if (fits)
            Assert.Equal(3, BoardSample.Release(DiceAlgorithm.P256, WithFile(length)).Layers.Count);
        else
            Assert.Equal(ReleaseReasons.LayersPartition, Refusal(WithFile(length)));
    }

    [Fact]
    public void WhatTheBoardDoesNotMeasureOrStartIsRefused()
    {
        BoardReleaseOrder order = BoardSample.Order();
        Assert.Equal(ReleaseReasons.BoardUnfit, Refusal(order with { Resident = order.Resident with { BootloaderDigest = new byte[32] } }));
        Assert.Equal(ReleaseReasons.BoardUnfit, Refusal(order with { Board = "rp2350", Description = BoardCatalogue.Read("rp2350"), Flash = [], Resident = new ResidentOrder([new FlashOrder(0xFC000, BoardSample.Image("boot.bin"))], "resident", "1", 1) }));
        Assert.Equal(ReleaseReasons.BoardUnfit, Refusal(order with { Resident = order.Resident with { Images = [order.Resident.Images[0]] } }));
        Assert.Equal(ReleaseReasons.BoardUnfit, Refusal(order with { Board = "esp32-s3" }));
        Assert.Equal(ReleaseReasons.BoardUnfit, Refusal(order with { Board = "raspberry-pi-tpm", Description = BoardCatalogue.Read("raspberry-pi-tpm") }));
    }

    internal static BoardReleaseOrder WithFile(int length)
    {
        BoardReleaseOrder order = BoardSample.Order();
        return order with { Layers = [new LayerOrder("base", [new FirmwareImage("base.pe", new byte[length])]), order.Layers[1]] };
    }

    internal static ReasonCode Refusal(BoardReleaseOrder order) => Sample.Refusal(() => BoardSample.Release(DiceAlgorithm.P256, order));
}
