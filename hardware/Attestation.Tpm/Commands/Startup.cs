using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Startup, Part 3. Must be the first command after power on.</summary>
public sealed record Startup(TpmSu StartupType) : ITpmCommand<Startup, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Startup, [], ["startupType"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static Startup Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new((TpmSu)reader.U16("startupType"));

    public void Write(WireWriter writer) => writer.U16((ushort)StartupType);
}

/// <summary>TPM2_Shutdown, Part 3. Prepares the loss of power; an orderly shutdown keeps the clock safe.</summary>
public sealed record Shutdown(TpmSu ShutdownType) : ITpmCommand<Shutdown, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Shutdown, [], ["shutdownType"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static Shutdown Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new((TpmSu)reader.U16("shutdownType"));

    public void Write(WireWriter writer) => writer.U16((ushort)ShutdownType);
}
