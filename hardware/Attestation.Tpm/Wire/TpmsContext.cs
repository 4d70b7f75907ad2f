namespace Attestation.Tpm.Wire;

/// <summary>TPMS_CONTEXT, Part 2 clause 14.5: a saved object or session. Dies with the next TPM Reset.</summary>
/// <param name="Sequence">Number of the context.</param>
/// <param name="SavedHandle">0x80000000 for objects, the session's handle for sessions.</param>
/// <param name="Hierarchy">The hierarchy whose proof protects it.</param>
/// <param name="ContextBlob">Integrity-protected and encrypted by the TPM.</param>
public sealed record TpmsContext(ulong Sequence, uint SavedHandle, uint Hierarchy, byte[] ContextBlob) : IWireValue<TpmsContext>
{
    public static TpmsContext Read(WireReader reader) =>
        new(reader.U64("sequence"), reader.U32("savedHandle"), reader.U32("hierarchy"), reader.Buffer("contextBlob"));

    public void Write(WireWriter writer)
    {
        writer.U64(Sequence);
        writer.U32(SavedHandle);
        writer.U32(Hierarchy);
        writer.Buffer(ContextBlob);
    }
}
