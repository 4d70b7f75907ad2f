namespace Attestation.Tpm.Wire;

/// <summary>TPMS_ECC_POINT, Part 2 clause 11.2.5.2: big-endian coordinates, not always padded to the field's size.</summary>
public sealed record TpmsEccPoint(byte[] X, byte[] Y) : IWireValue<TpmsEccPoint>
{
    /// <summary>MAX_ECC_KEY_BYTES of any curve in the registry.</summary>
    public const int MostBytes = 128;

    public static TpmsEccPoint Read(WireReader reader) => new(reader.Buffer("x", MostBytes), reader.Buffer("y", MostBytes));

    public void Write(WireWriter writer)
    {
        writer.Buffer(X);
        writer.Buffer(Y);
    }
}
