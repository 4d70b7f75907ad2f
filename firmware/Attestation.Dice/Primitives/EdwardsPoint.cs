namespace Attestation.Dice.Primitives;

/// <summary>A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.</summary>
/// <remarks>References: RFC 8032 section 5.1.4.</remarks>
internal sealed class EdwardsPoint
{
    internal readonly Limbs9 X = new Limbs9();
    internal readonly Limbs9 Y = new Limbs9();
    internal readonly Limbs9 Z = new Limbs9();
    internal readonly Limbs9 T = new Limbs9();

    /// <summary>Becomes the neutral element (0, 1).</summary>
    internal void SetNeutral()
    {
        X.Wipe();
        Y.CopyFrom(Ed25519Field.Instance.One);
        Z.CopyFrom(Ed25519Field.Instance.One);
        T.Wipe();
    }

    internal void CopyFrom(EdwardsPoint other)
    {
        X.CopyFrom(other.X);
        Y.CopyFrom(other.Y);
        Z.CopyFrom(other.Z);
        T.CopyFrom(other.T);
    }

    internal void Wipe()
    {
        X.Wipe();
        Y.Wipe();
        Z.Wipe();
        T.Wipe();
    }
}
