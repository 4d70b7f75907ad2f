namespace Attestation.Dice.Primitives;

/// <summary>A number as limbs in 64-bit words (<see cref="Limbs9"/> or <see cref="Limbs14"/>). Every operation runs the same steps whatever the
/// numbers are; all operands of one operation are of one class, and the result may be one of them.</summary>
internal abstract class FieldElement
{
    internal abstract void CopyFrom(FieldElement other);

    /// <summary>Becomes <paramref name="other"/> where <paramref name="mask"/> is all ones, stays where it is zero.</summary>
    internal abstract void SelectIf(ulong mask, FieldElement other);

    /// <summary>first + second, limb by limb, nothing carried.</summary>
    internal abstract void Add(FieldElement first, FieldElement second);

    /// <summary>first + 2 · second, limb by limb, nothing carried.</summary>
    internal abstract void AddDouble(FieldElement first, FieldElement second);

    /// <summary>Takes the modulus off once if the number is not below it. Limbs must be tight.</summary>
    internal abstract void ReduceOnce(FieldElement modulus);

    /// <summary>Reads 64-bit words, least significant first, from <paramref name="at"/>.</summary>
    internal abstract void Unpack(ulong[] words, int at);

    /// <summary>Writes 64-bit words, least significant first. The number must be canonical.</summary>
    internal abstract void Pack(ulong[] words);

    internal abstract void Wipe();
}
