using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Results;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal;

/// <summary>What is done to a board, and the reason that must come out of it; the verdict is contraindicated each time.</summary>
public sealed class AttackTests : IDisposable
{
    private readonly Bench bench = new();

    public static TheoryData<string, Action<World, Board>, string> OnBoards => new()
    {
        { "one bit of the application changed", (_, b) => Flip(b, 2), "dice.layer.code" },
        { "one bit of the bootloader changed", (_, b) => Flip(b, 0), "dice.layer.code" },
        { "the release before written back", (w, b) => b.Flash = World.Partitions(w.Older), "dice.layer.rollback" },
        { "two images in each other's slot", (_, b) => b.Flash = [b.Flash[1], b.Flash[0], b.Flash[2]], "dice.layer.swapped" },
        { "debug port open", (_, b) => b.Lock = LockState.Debug, "dice.layer.mode.debug" },
        { "recovery button", (_, b) => b.Lock = LockState.Recovery, "dice.layer.mode.recovery" },
        { "verified boot never switched on", (_, b) => b.Lock = LockState.Unconfigured, "dice.layer.mode.not-configured" },
        { "application made resettable", (_, b) => b.Flash[^1].Resettable = true, "dice.layer.config" },
        { "another stage behind the application", (w, b) => b.Flash = [.. b.Flash, new FlashPartition([.. "extra"u8], b.Flash[^1].Manifest)], "dice.layer.unknown" },
        { "application left out", (_, b) => b.Flash = [.. b.Flash.Take(2)], "dice.layer.missing" },
    };

    [Theory]
    [MemberData(nameof(OnBoards))]
    public void EveryAttackOnABoardEndsInItsReason(string attack, Action<World, Board> change, string reason)
    {
        using WorldDevice device = bench.Device("attacked");
        device.Board.VerificationGlitched = true;
        change(bench.World, device.Board);
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements(device));
        Assert.True(result.Findings.Any(f => f.Code.Id == reason), $"{attack}: {string.Join("; ", result.Findings)}");
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
        Assert.DoesNotContain(result.Findings, f => f.Code.Id == "policy.vacuous");
    }

    [Fact]
    public void TwoBoardsOnOneIdentityContradictEachOther()
    {
        using WorldDevice device = bench.Device("original");
        using BootedBoard first = device.Board.Boot();
        EndorsementSet endorsements = bench.Endorsements(device);
        DeviceHistory history = bench.Appraise(first.Attest(Bench.Nonce), endorsements).UpdatedHistory!;
        device.Board.BootCount--; // the clone's counter stood where the original's did, its seed is its own
        using BootedBoard clone = device.Board.Boot();
        AppraisalResult result = bench.Appraise(clone.Attest(Bench.Nonce), endorsements, history: history);
        Assert.Equal(["appraisal.clone"], result.Findings.Select(f => f.Code.Id));
        Assert.Equal(history.BootSeed, result.UpdatedHistory!.BootSeed);
    }

    [Fact]
    public void ADeviceThatRanANewerReleaseDoesNotGoBackEvenWhereItsClassMay()
    {
        using WorldDevice device = bench.Device("own");
        EndorsementSet endorsements = bench.Endorsements(device);
        using BootedBoard current = device.Board.Boot();
        DeviceHistory history = bench.Appraise(current.Attest(Bench.Nonce), endorsements).UpdatedHistory!;
        device.Board.Flash = World.Partitions(bench.World.Older);
        using BootedBoard older = device.Board.Boot();
        var lenient = Attestation.Appraisal.Policies.Policy.Default with { SvnFloorFromReferences = false };
        AppraisalResult result = bench.Appraise(older.Attest(Bench.Nonce), endorsements, lenient, history);
        Assert.Equal(["dice.layer.rollback.device"], result.Findings.Select(f => f.Code.Id).Distinct());
        Assert.Empty(bench.Appraise(older.Attest(Bench.Nonce), endorsements, lenient).Findings);
        Assert.Equal(history.HighestSvn, result.UpdatedHistory!.HighestSvn);
    }

    [Fact]
    public void ADeviceOfAnotherCaHasNoAnchor()
    {
        using var other = bench.World.NewAuthority("other", World.Vendor);
        using WorldDevice device = bench.World.NewDevice("stranger", CryptoSuite.Default, bench.World.Current, other);
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements());
        Assert.Equal("dice.chain.anchor", result.Findings[0].Code.Id);
        Assert.Null(result.Device);
        Assert.Empty(result.Compared);
        Assert.Equal(97, result.Vector.InstanceIdentity);
    }

    [Fact]
    public void EverySingleBitOfEvidenceCountsOrIsNotBelieved()
    {
        using WorldDevice device = bench.Device("flipped");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        EndorsementSet endorsements = bench.Endorsements(device);
        for (int i = 0; i < evidence.Length; i += 7)
        {
            byte[] flipped = [.. evidence];
            flipped[i] ^= (byte)(1 << (i % 8));
            AppraisalResult result = bench.Appraise(flipped, endorsements);
            // enrolled by its key: what its UDS certificate says besides the key is then not needed, and where it breaks it is not used
            bool harmless = result.Status == AppraisalStatus.Affirming && result.Device!.UdsKeyThumbprint == Convert.ToHexStringLower(device.Made.UdsKey.Thumbprint.Span);
            Assert.True(harmless || result.Findings.Count > 0, $"byte {i}");
        }
    }

    public void Dispose() => bench.Dispose();

    private static void Flip(Board board, int partition)
    {
        byte[] image = [.. board.Flash[partition].Image];
        image[0] ^= 1;
        board.Flash[partition].Image = image;
    }
}
