using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_GetCapability, Part 3. Lists algorithms, handles, PCR banks, properties.</summary>
public sealed record GetCapability(TpmCap Capability, uint Property, uint PropertyCount) : ITpmCommand<GetCapability, GetCapabilityResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.GetCapability, [], ["capability", "property", "propertyCount"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static GetCapability Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        (TpmCap)reader.U32("capability"),
        reader.U32("property"),
        reader.U32("propertyCount"));

    public void Write(WireWriter writer)
    {
        writer.U32((uint)Capability);
        writer.U32(Property);
        writer.U32(PropertyCount);
    }
}

/// <summary>What <see cref="GetCapability"/> answers.</summary>
public sealed record GetCapabilityResponse(bool MoreData, TpmsCapabilityData Data) : ITpmResponse<GetCapabilityResponse>
{
    public static GetCapabilityResponse Read(uint handle, WireReader reader) => new(
        reader.YesNo("moreData"),
        reader.Nested("capabilityData", TpmsCapabilityData.Read));

    public void Write(WireWriter writer)
    {
        writer.YesNo(MoreData);
        Data.Write(writer);
    }
}

/// <summary>TPM2_TestParms, Part 3. Asks whether a set of algorithm parameters is supported.</summary>
public sealed record TestParms(TpmtPublicParms Parameters) : ITpmCommand<TestParms, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.TestParms, [], ["parameters"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static TestParms Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        reader.Nested("parameters", TpmtPublicParms.Read));

    public void Write(WireWriter writer) => Parameters.Write(writer);
}
