using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_FlushContext, Part 3. Removes a transient object or a session. The handle is a parameter here, not in the handle area.</summary>
public sealed record FlushContext(uint FlushHandle) : ITpmCommand<FlushContext, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.FlushContext, [], ["flushHandle"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static FlushContext Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(reader.U32("flushHandle"));

    public void Write(WireWriter writer) => writer.U32(FlushHandle);
}

/// <summary>TPM2_EvictControl, Part 3. Makes a transient object persistent, or removes a persistent one.</summary>
public sealed record EvictControl(TpmHandle Auth, TpmHandle ObjectHandle, uint PersistentHandle) : ITpmCommand<EvictControl, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.EvictControl, ["@auth", "objectHandle"], ["persistentHandle"]);

    public IReadOnlyList<TpmHandle> Handles => [Auth, ObjectHandle];

    public static EvictControl Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.U32("persistentHandle"));

    public void Write(WireWriter writer) => writer.U32(PersistentHandle);
}

/// <summary>TPM2_ContextSave, Part 3. Takes an object or session out of the TPM, encrypted.</summary>
public sealed record ContextSave(TpmHandle SaveHandle) : ITpmCommand<ContextSave, ContextSaveResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.ContextSave, ["saveHandle"], []);

    public IReadOnlyList<TpmHandle> Handles => [SaveHandle];

    public static ContextSave Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="ContextSave"/> answers.</summary>
public sealed record ContextSaveResponse(TpmsContext Context) : ITpmResponse<ContextSaveResponse>
{
    public static ContextSaveResponse Read(uint handle, WireReader reader) => new(reader.Nested("context", TpmsContext.Read));

    public void Write(WireWriter writer) => Context.Write(writer);
}

/// <summary>TPM2_ContextLoad, Part 3. Puts a saved context back.</summary>
public sealed record ContextLoad(TpmsContext Context) : ITpmCommand<ContextLoad, ContextLoadResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.ContextLoad, [], ["context"], ResponseHandle: true);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static ContextLoad Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(reader.Nested("context", TpmsContext.Read));

    public void Write(WireWriter writer) => Context.Write(writer);
}

/// <summary>What <see cref="ContextLoad"/> answers.</summary>
public sealed record ContextLoadResponse(uint LoadedHandle) : ITpmResponse<ContextLoadResponse>
{
    public uint? Handle => LoadedHandle;

    public static ContextLoadResponse Read(uint handle, WireReader reader) => new(handle);

    public void Write(WireWriter writer)
    {
    }
}
