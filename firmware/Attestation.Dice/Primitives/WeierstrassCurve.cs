namespace Attestation.Dice.Primitives;

/// <summary>What the ECDSA code needs to know of a curve y² = x³ - 3x + b of prime order n.</summary>
/// <remarks>References: SP 800-186 sections 2.1.1, 3.2.1.3 and 3.2.1.4. Read-only after construction, so shared by all callers.</remarks>
internal sealed class WeierstrassCurve
{
    internal WeierstrassCurve(CurveField field, PrimeField order, FieldElement b, ulong[] table)
    {
        Field = field;
        Order = order;
        B = b;
        Table = table;
        OrderWords = new ulong[field.Words];
        order.Modulus.Pack(OrderWords);
        FieldWords = new ulong[field.Words];
        field.Modulus.Pack(FieldWords);
    }

    internal CurveField Field { get; }

    /// <summary>Arithmetic modulo n.</summary>
    internal PrimeField Order { get; }

    /// <summary>The curve's b in the field's internal form.</summary>
    internal FieldElement B { get; }

    /// <summary>Multiples of the base point for the comb.</summary>
    internal ulong[] Table { get; }

    /// <summary>n, least significant word first.</summary>
    internal ulong[] OrderWords { get; }

    /// <summary>p, least significant word first.</summary>
    internal ulong[] FieldWords { get; }

    /// <summary>Bytes of a scalar or a coordinate.</summary>
    internal int Size => 8 * Field.Words;
}
