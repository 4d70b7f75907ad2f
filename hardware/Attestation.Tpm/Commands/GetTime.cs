using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_ReadClock, Part 3. Time and clock, unsigned.</summary>
public sealed record ReadClock : ITpmCommand<ReadClock, ReadClockResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.ReadClock, [], []);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static ReadClock Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new();

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="ReadClock"/> answers.</summary>
public sealed record ReadClockResponse(TpmsTimeInfo CurrentTime) : ITpmResponse<ReadClockResponse>
{
    public static ReadClockResponse Read(uint handle, WireReader reader) => new(reader.Nested("currentTime", TpmsTimeInfo.Read));

    public void Write(WireWriter writer) => CurrentTime.Write(writer);
}

/// <summary>TPM2_GetTime, Part 3. Signs time and clock. The second handle signs.</summary>
public sealed record GetTime(
    TpmHandle PrivacyAdminHandle, TpmHandle SignHandle, byte[] QualifyingData, TpmtScheme InScheme)
    : ITpmCommand<GetTime, GetTimeResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.GetTime, ["@privacyAdminHandle", "@signHandle"], ["qualifyingData", "inScheme"]);

    public IReadOnlyList<TpmHandle> Handles => [PrivacyAdminHandle, SignHandle];

    public static GetTime Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Buffer("qualifyingData"),
        reader.Nested("inScheme", TpmtScheme.ReadSignature));

    public void Write(WireWriter writer)
    {
        writer.Buffer(QualifyingData);
        InScheme.Write(writer);
    }
}

/// <summary>What <see cref="GetTime"/> answers.</summary>
public sealed record GetTimeResponse(byte[] TimeInfo, TpmtSignature Signature) : ITpmResponse<GetTimeResponse>
{
    public static GetTimeResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("timeInfo"),
        reader.Nested("signature", TpmtSignature.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(TimeInfo);
        Signature.Write(writer);
    }
}
