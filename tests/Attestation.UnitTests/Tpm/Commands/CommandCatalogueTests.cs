using Attestation.Tpm.Commands;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Commands;

/// <summary>Contract of every command of the catalogue.</summary>
public sealed class CommandCatalogueTests
{
    public static TheoryData<TpmCc> Codes => [.. CommandCatalogue.All.Select(entry => entry.Shape.Code)];

    /// <summary>A parameter area of every length, filled with every byte: refused or written again as it was; never an exception.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void HostileParametersNeverThrow(TpmCc code)
    {
        CommandEntry entry = CommandCatalogue.Find(code)!;
        TpmHandle[] handles = [.. entry.Shape.Handles.Select((_, i) => new TpmHandle((uint)(0x80000000 + i)))];
        var random = new Random(20261121);
        for (int round = 0; round < 400; round++)
        {
            var bytes = new byte[round % 80];
            random.NextBytes(bytes);
            if (round % 3 == 0)
                Array.Fill(bytes, (byte)(round % 5 == 0 ? 0xFF : 0));
            Check(bytes, reader => entry.ReencodeCommand(handles, reader));
            Check(bytes, reader => entry.ReencodeResponse(0x80000000, reader));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void AuthorizedHandlesComeFirst(TpmCc code)
    {
        string[] handles = CommandCatalogue.Find(code)!.Shape.Handles;
        Assert.Equal(handles.OrderByDescending(h => h.StartsWith('@')), handles);
        Assert.InRange(handles.Length, 0, 3);
        Assert.StartsWith("TPM2_", CommandCatalogue.Find(code)!.Shape.Name);
    }

    [Fact]
    public void EveryCodeStandsOnce() => Assert.Equal(CommandCatalogue.All.Count, CommandCatalogue.All.Select(e => e.Shape.Code).Distinct().Count());

    private static void Check(byte[] bytes, Func<WireReader, byte[]> reencode)
    {
        var reader = new WireReader(bytes);
        byte[] again = reencode(reader);
        if (!reader.Failed)
            Assert.Equal(bytes[..reader.Position], again);
    }
}
