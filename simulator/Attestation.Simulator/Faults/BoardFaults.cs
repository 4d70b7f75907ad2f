using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of what runs on a board, and in which state.</summary>
internal static class BoardFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        OnBoard("changed-image", "one bit of the application image flipped, verified boot glitched past", "dice.layer.code", board => Flip(board, board.Flash.Count - 1)),
        OnBoard("changed-bootloader", "one bit of the bootloader image flipped, verified boot glitched past", "dice.layer.code", board => Flip(board, 0)),
        new("rollback", FaultStage.Board, "older images, genuinely signed, written back", "dice.layer.rollback", RollBack),
        new("rollback-own-history", FaultStage.Board, "older release that its class still allows, but below what this device ran", "dice.layer.rollback.device", RollBackOwn),
        OnBoard("swapped-layers", "bootloader and application written into each other's slot", "dice.layer.swapped", board => board.Flash = [.. board.Flash.Reverse()]),
        new("extra-layer", FaultStage.Board, "one more stage behind the application, signed but never released", "dice.layer.unknown", AddLayer),
        OnBoard("debug-mode", "debug port opened", "dice.layer.mode.debug", board => board.Lock = LockState.Debug),
        OnBoard("recovery-mode", "booted with the recovery button", "dice.layer.mode.recovery", board => board.Lock = LockState.Recovery),
        OnBoard("not-configured", "verified boot never switched on", "dice.layer.mode.not-configured", board => board.Lock = LockState.Unconfigured),
        OnBoard("changed-configuration", "application switched to resettable", "dice.layer.config", board => board.Flash[^1].Resettable = true),
        new("changed-authority", FaultStage.Board, "genuine images re-signed and trusted under the attacker's key", "dice.layer.authority", ChangeAuthority),
        new("cloned-identity", FaultStage.Board, "second board with the same fuses, same boot number, other boot", "appraisal.clone", Clone),
        new("boot-count-back", FaultStage.Board, "boot counter set back", "appraisal.boot-count", SetCounterBack),
        new("unreleased-model", FaultStage.Board, "device of a model without any reference values", "policy.vacuous", Unreleased),
    ];

    /// <summary>A fault that is a change of an enrolled board before it boots.</summary>
    private static Fault OnBoard(string name, string description, string reason, Action<Board> change) => new(name, FaultStage.Board, description, reason, async bench =>
    {
        WorldDevice device = await bench.EnrolAsync();
        change(device.Board);
        return await bench.AttestAsync(device.Board);
    });

    private static void Flip(Board board, int partition)
    {
        byte[] image = board.Flash[partition].Image;
        image[image.Length / 2] ^= 0x01;
        board.VerificationGlitched = true;
    }

    private static async Task<VerifierAnswer> RollBack(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        device.Board.Flash = World.Partitions(bench.World.Older);
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> RollBackOwn(FaultBench bench)
    {
        const string model = "edge-lenient";
        FirmwareRelease current = bench.World.Release(model, "2.0.0", 2, keepOlder: true, bench.World.Current.Order.Images);
        FirmwareRelease older = bench.World.Release(model, "1.0.0", 1, keepOlder: true, bench.World.Older.Order.Images);
        await bench.PublishAsync(current.Corim, "current.corim");
        await bench.PublishAsync(older.Corim, "older.corim");
        WorldDevice device = await bench.EnrolAsync(release: current);
        await bench.AffirmAsync(device.Board);
        device.Board.Flash = World.Partitions(older);
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> AddLayer(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        byte[] image = [.. "a stage that no release has"u8];
        byte[] manifest = ReleaseManifest.Of("extra.bin", "2.0.0", 2, image).Sign(bench.World.FirmwareKey);
        device.Board.Flash = [.. device.Board.Flash, new FlashPartition(image, manifest)];
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> ChangeAuthority(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using SigningKey attacker = bench.World.NewKey(bench.Name);
        FirmwareRelease resigned = FirmwareRelease.Sign(bench.World.Current.Order, attacker, attacker);
        device.Board.Flash = World.Partitions(resigned);
        device.Board.TrustedKey = attacker.PublicKey;
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> Clone(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        Board clone = bench.Own(bench.World.NewClone(device, bench.Name + "-clone"));
        await bench.AffirmAsync(device.Board);
        return await bench.AttestAsync(clone);
    }

    private static async Task<VerifierAnswer> SetCounterBack(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        device.Board.BootCount = 41;
        await bench.AffirmAsync(device.Board);
        device.Board.BootCount = 6;
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> Unreleased(FaultBench bench)
    {
        FirmwareRelease secret = bench.World.Release("edge-unreleased", "0.1.0", 1, keepOlder: false, bench.World.Current.Order.Images);
        WorldDevice device = await bench.EnrolAsync(release: secret);
        return await bench.AttestAsync(device.Board);
    }
}
