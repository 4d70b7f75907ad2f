using Attestation.Factory.Releases;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Simulator.Verifiers;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of endorsements on their way to the verifier.</summary>
internal static class EndorsementFaults
{
    private const string FileName = "forged.corim";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("unsigned-corim", FaultStage.Endorsement, "reference values without a signature", "submission.unsigned",
            bench => bench.EndorseAsync(Forged(bench).UnsignedCorim, MediaTypes.CorimUnsigned, FileName)),
        new("unknown-corim-signer", FaultStage.Endorsement, "reference values signed by a key that nobody trusts", "submission.untrusted",
            bench => bench.EndorseAsync(Forged(bench).Corim, MediaTypes.CorimSigned, FileName)),
        new("flipped-corim-bit", FaultStage.Endorsement, "one bit of a genuine CoRIM's signature flipped", "submission.untrusted",
            bench => bench.EndorseAsync(ByteEdits.FlipLastBit(bench.World.Current.Corim), MediaTypes.CorimSigned, FileName)),
        new("mislabelled-corim", FaultStage.Endorsement, "unsigned reference values declared as signed", "submission.form",
            bench => bench.EndorseAsync(Forged(bench).UnsignedCorim, MediaTypes.CorimSigned, FileName)),
    ];

    /// <summary>A release that the attacker signs in the vendor's name.</summary>
    private static FirmwareRelease Forged(FaultBench bench)
    {
        using SigningKey attacker = bench.World.NewKey(bench.Name);
        return FirmwareRelease.Sign(bench.World.Older.Order with { Svn = 99, Version = "9.9.9" }, attacker, attacker);
    }
}
