using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Factory.Releases;
using Attestation.Formats.Reasons;

namespace Attestation.Simulator.Boards;

/// <summary>One stage of the boot: it measures the partition that runs next, certifies that measurement and hands over. Its own secrets are gone after that.</summary>
internal sealed class BootStage(Board board, LayerSecrets secrets)
{
    /// <summary>Starts the partition of this number; 0 is what the ROM starts.</summary>
    /// <exception cref="BootRefusedException">Verified boot is on and the partition is not what its manifest says. The secrets are wiped.</exception>
    public NextLayer Start(int number)
    {
        try
        {
            FlashPartition partition = board.Flash[number];
            ReleaseManifest? manifest = Check(partition, number);
            DiceInputs inputs = Measure(partition, manifest);
            DiceResult result = DiceFlow.HandOver(board.Operations, secrets, inputs, Options(number, inputs, manifest), out NextLayer next);
            return result == DiceResult.Ok ? next : throw new CryptographicException($"stage {number} failed: {result}");
        }
        finally
        {
            secrets.Wipe(board.Operations);
        }
    }

    /// <summary>Verified boot. Off in every state but <see cref="LockState.Locked"/>; an attacker who glitches the comparison gets past it too.</summary>
    private ReleaseManifest? Check(FlashPartition partition, int number)
    {
        ReasonCode? defect = ReleaseManifest.TryVerify(partition.Manifest, board.TrustedKey, partition.Image, out ReleaseManifest? manifest);
        if (defect is not null && board.Lock == LockState.Locked && !board.VerificationGlitched)
            throw new BootRefusedException(defect, number);
        return manifest;
    }

    private DiceInputs Measure(FlashPartition partition, ReleaseManifest? manifest)
    {
        byte[] code = new byte[DiceSizes.Hash];
        if (!board.Operations.Hash(partition.Image, 0, partition.Image.Length, code))
            throw new CryptographicException("hashing failed");
        return new DiceInputs
        {
            CodeHash = code,
            ConfigurationDescriptor = LayerConfiguration.Encode(manifest, partition.Resettable),
            AuthorityHash = board.TrustedKey is { } key ? FirmwareAuthority.HashOf(key) : new byte[DiceSizes.Input],
            Mode = board.Mode,
        };
    }

    private LayerOptions Options(int number, DiceInputs inputs, ReleaseManifest? manifest) => new()
    {
        Form = board.Suite.FormOf(number),
        AuthorityAlgorithm = board.Suite.Algorithm,
        SubjectAlgorithm = board.Suite.Algorithm,
        TcbInfo = board.Suite.TcgExtensions ? Describe(number, inputs, manifest) : null,
        Ueid = board.Suite.TcgExtensions ? board.Identity.Ueid : null,
    };

    /// <summary>The same measurement in TCG's words, for verifiers that read those.</summary>
    private TcbInfo Describe(int number, DiceInputs inputs, ReleaseManifest? manifest) => new()
    {
        Vendor = board.Identity.Vendor,
        Model = board.Identity.Model,
        Version = manifest?.Version,
        SecurityVersion = manifest is null ? TcbInfo.Absent : checked((int)manifest.Svn),
        Layer = number,
        FirmwareIds = [new FirmwareId(inputs.CodeHash)],
        HasFlags = true,
        Flags = FlagsOf(inputs.Mode),
    };

    private static TcbFlags FlagsOf(DiceMode mode) => mode switch
    {
        DiceMode.Normal => TcbFlags.None,
        DiceMode.Debug => TcbFlags.Debug | TcbFlags.NotSecure,
        DiceMode.Recovery => TcbFlags.Recovery,
        _ => TcbFlags.NotConfigured | TcbFlags.NotSecure,
    };
}
