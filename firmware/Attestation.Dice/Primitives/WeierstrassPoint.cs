namespace Attestation.Dice.Primitives;

/// <summary>A point in Jacobian coordinates: x = X/Z², y = Y/Z³; Z = 0 is the point at infinity.</summary>
internal sealed class WeierstrassPoint
{
    internal WeierstrassPoint(CurveField field)
    {
        X = field.NewElement();
        Y = field.NewElement();
        Z = field.NewElement();
    }

    internal FieldElement X { get; }

    internal FieldElement Y { get; }

    internal FieldElement Z { get; }

    internal void CopyFrom(WeierstrassPoint other)
    {
        X.CopyFrom(other.X);
        Y.CopyFrom(other.Y);
        Z.CopyFrom(other.Z);
    }

    internal void SelectIf(ulong mask, WeierstrassPoint other)
    {
        X.SelectIf(mask, other.X);
        Y.SelectIf(mask, other.Y);
        Z.SelectIf(mask, other.Z);
    }

    internal void Wipe()
    {
        X.Wipe();
        Y.Wipe();
        Z.Wipe();
    }
}
