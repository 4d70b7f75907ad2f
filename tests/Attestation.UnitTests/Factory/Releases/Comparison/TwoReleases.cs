using Attestation.Dice;
using Attestation.Factory.Releases;
using Attestation.Factory.Releases.Comparison;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Factory.Releases.Comparison;

/// <summary>Changes that a release can make to the one before it.</summary>
internal static class TwoReleases
{
    public static readonly BoardReleaseOrder Old = BoardSample.Order();

    private static readonly Dictionary<string, Func<BoardReleaseOrder, BoardReleaseOrder>> Changes = new(StringComparer.Ordinal)
    {
        ["nothing"] = order => order,
        ["the application"] = order => order with { Layers = [order.Layers[0], new LayerOrder("app", [BoardSample.Image("app2.pe")])] },
        ["the first layer"] = order => order with { Layers = [new LayerOrder("base", [BoardSample.Image("base2.pe")]), order.Layers[1]] },
        ["a higher security version"] = order => order with { Svn = 3 },
        ["a lower security version"] = order => order with { Svn = 1 },
        ["a higher one, older may run"] = order => order with { Svn = 3, KeepOlder = true },
        ["the version"] = order => order with { Version = "2.0.1" },
        ["the resident image"] = order => order with { Resident = order.Resident with { Images = [order.Resident.Images[1]] } },
        ["the resident security version"] = order => order with { Resident = order.Resident with { Svn = 2 }, MinResidentSvn = 2 },
        ["the board's configuration"] = order => order with { BoardConfiguration = [1] },
        ["one layer less"] = order => order with { Layers = [order.Layers[0]] },
        ["one layer more"] = order => order with { Layers = [.. order.Layers, new LayerOrder("more", [BoardSample.Image("more.pe")])] },
    };

    public static TheoryData<string> All => [.. Changes.Keys];

    public static BoardReleaseOrder New(string change) => Changes[change](Old);

    public static BoardRelease Sign(BoardReleaseOrder order, string firmwareKey = "firmware", string corimKey = "corim")
    {
        using var folder = new TemporaryFolder();
        using SigningKey firmware = BoardSample.Key(folder, firmwareKey, DiceAlgorithm.P256);
        using SigningKey corim = BoardSample.Key(folder, corimKey, DiceAlgorithm.P256);
        return BoardRelease.Sign(order, firmware, corim);
    }

    /// <summary>Written to a folder and read back.</summary>
    public static ReleaseStatement Read(TemporaryFolder folder, string name, BoardRelease release)
    {
        ReleaseFolder.Write(release, null, folder[name]);
        return ReleaseStatement.Read(folder[name], null);
    }

    public static ReleaseDifference Between(BoardRelease old, BoardRelease @new)
    {
        using var folder = new TemporaryFolder();
        return ReleaseDifference.Between(Read(folder, "old", old), Read(folder, "new", @new));
    }
}
