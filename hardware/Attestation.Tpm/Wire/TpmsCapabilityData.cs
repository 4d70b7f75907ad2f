namespace Attestation.Tpm.Wire;

/// <summary>TPMS_CAPABILITY_DATA, Part 2 clause 10.10.2: one list, selected by the capability.</summary>
public abstract record TpmsCapabilityData(TpmCap Capability) : IWireValue<TpmsCapabilityData>
{
    /// <summary>Most elements of any of the lists: MAX_CAP_BUFFER (1,024 bytes) holds no more of the smallest.</summary>
    private const int Most = 512;

    public static TpmsCapabilityData Read(WireReader reader)
    {
        int start = reader.Position;
        var capability = (TpmCap)reader.U32("capability");
        switch (capability)
        {
            case TpmCap.Algs:
                return new CapabilityPairs(capability, 2, reader.List("algorithms", 6, Most, r => ((uint)r.U16("alg"), r.U32("algProperties"))));
            case TpmCap.TpmProperties:
                return new CapabilityPairs(capability, 4, reader.List("tpmProperty", 8, Most, r => (r.U32("property"), r.U32("value"))));
            case TpmCap.Handles or TpmCap.Commands or TpmCap.PpCommands or TpmCap.AuditCommands:
                return new CapabilityNumbers(capability, 4, reader.List("values", 4, Most, r => r.U32("value")));
            case TpmCap.EccCurves:
                return new CapabilityNumbers(capability, 2, reader.List("eccCurves", 2, Most, r => (uint)r.U16("curve")));
            case TpmCap.Pcrs:
                return new CapabilityPcrs(reader.Nested("assignedPCR", TpmlPcrSelection.Read));
            case TpmCap.PcrProperties:
                return new CapabilityPcrProperties(reader.List("pcrProperty", 5, Most, ReadPcrProperty));
            case TpmCap.AuthPolicies:
                return new CapabilityPolicies(reader.List(
                    "authPolicies", 6, Most, r => (r.U32("handle"), r.Nested("policyHash", TpmtHa.ReadOrNull))));
            case TpmCap.Act:
                return new CapabilityActs(reader.List("actData", 12, Most, r => (r.U32("handle"), r.U32("timeout"), r.U32("attributes"))));
            default:
                reader.Fail(WireDefect.UnknownSelector, "capability", start);
                return new CapabilityPcrs(TpmlPcrSelection.Empty);
        }
    }

    public void Write(WireWriter writer)
    {
        writer.U32((uint)Capability);
        WriteList(writer);
    }

    protected abstract void WriteList(WireWriter writer);

    private static (uint Tag, byte[] PcrSelect) ReadPcrProperty(WireReader reader)
    {
        uint tag = reader.U32("tag");
        int start = reader.Position;
        int size = reader.U8("sizeofSelect");
        if (size > TpmsPcrSelection.MostBytes)
            reader.Fail(WireDefect.OutOfRange, "sizeofSelect", start);
        return (tag, reader.Bytes(size, "pcrSelect"));
    }
}

/// <summary>TPML_ALG_PROPERTY (16-bit key) or TPML_TAGGED_TPM_PROPERTY (32-bit key).</summary>
/// <param name="Capability">Selector.</param>
/// <param name="KeyBytes">2 or 4.</param>
/// <param name="Pairs">Algorithm and TPMA_ALGORITHM, or TPM_PT and value.</param>
public sealed record CapabilityPairs(TpmCap Capability, int KeyBytes, IReadOnlyList<(uint Key, uint Value)> Pairs) : TpmsCapabilityData(Capability)
{
    protected override void WriteList(WireWriter writer) => writer.List(Pairs, pair =>
    {
        if (KeyBytes == 2)
            writer.U16((ushort)pair.Key);
        else
            writer.U32(pair.Key);
        writer.U32(pair.Value);
    });
}

/// <summary>TPML_HANDLE, TPML_CCA, TPML_CC (32 bits each) or TPML_ECC_CURVE (16 bits each).</summary>
public sealed record CapabilityNumbers(TpmCap Capability, int NumberBytes, IReadOnlyList<uint> Numbers) : TpmsCapabilityData(Capability)
{
    protected override void WriteList(WireWriter writer) => writer.List(Numbers, number =>
    {
        if (NumberBytes == 2)
            writer.U16((ushort)number);
        else
            writer.U32(number);
    });
}

/// <summary>TPML_PCR_SELECTION: the PCRs that each bank holds; an unallocated bank has an empty selection.</summary>
public sealed record CapabilityPcrs(TpmlPcrSelection Assigned) : TpmsCapabilityData(TpmCap.Pcrs)
{
    protected override void WriteList(WireWriter writer) => Assigned.Write(writer);
}

/// <summary>TPML_TAGGED_PCR_PROPERTY.</summary>
public sealed record CapabilityPcrProperties(IReadOnlyList<(uint Tag, byte[] PcrSelect)> Properties) : TpmsCapabilityData(TpmCap.PcrProperties)
{
    protected override void WriteList(WireWriter writer) => writer.List(Properties, property =>
    {
        writer.U32(property.Tag);
        writer.U8((byte)property.PcrSelect.Length);
        writer.Bytes(property.PcrSelect);
    });
}

/// <summary>TPML_TAGGED_POLICY.</summary>
public sealed record CapabilityPolicies(IReadOnlyList<(uint Handle, TpmtHa PolicyHash)> Policies) : TpmsCapabilityData(TpmCap.AuthPolicies)
{
    protected override void WriteList(WireWriter writer) => writer.List(Policies, policy =>
    {
        writer.U32(policy.Handle);
        policy.PolicyHash.Write(writer);
    });
}

/// <summary>TPML_ACT_DATA.</summary>
public sealed record CapabilityActs(IReadOnlyList<(uint Handle, uint Timeout, uint Attributes)> Acts) : TpmsCapabilityData(TpmCap.Act)
{
    protected override void WriteList(WireWriter writer) => writer.List(Acts, act =>
    {
        writer.U32(act.Handle);
        writer.U32(act.Timeout);
        writer.U32(act.Attributes);
    });
}
