using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Load, Part 3. Loads an object under its parent.</summary>
public sealed record Load(TpmHandle ParentHandle, byte[] InPrivate, TpmtPublic InPublic) : ITpmCommand<Load, LoadResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Load, ["@parentHandle"], ["inPrivate", "inPublic"], ResponseHandle: true);

    public IReadOnlyList<TpmHandle> Handles => [ParentHandle];

    public static Load Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("inPrivate"),
        reader.Sized("inPublic", TpmtPublic.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(InPrivate);
        writer.Sized(InPublic.Write);
    }
}

/// <summary>What <see cref="Load"/> answers.</summary>
public sealed record LoadResponse(uint ObjectHandle, byte[] Name) : ITpmResponse<LoadResponse>
{
    public uint? Handle => ObjectHandle;

    public static LoadResponse Read(uint handle, WireReader reader) => new(handle, reader.Buffer("name"));

    public void Write(WireWriter writer) => writer.Buffer(Name);
}

/// <summary>TPM2_LoadExternal, Part 3. Loads an object from outside; the sensitive part may be missing.</summary>
public sealed record LoadExternal(byte[] InPrivate, TpmtPublic InPublic, uint Hierarchy) : ITpmCommand<LoadExternal, LoadExternalResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.LoadExternal, [], ["inPrivate", "inPublic", "hierarchy"], ResponseHandle: true);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static LoadExternal Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        reader.Buffer("inPrivate"),
        reader.Sized("inPublic", TpmtPublic.Read),
        reader.U32("hierarchy"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(InPrivate);
        writer.Sized(InPublic.Write);
        writer.U32(Hierarchy);
    }
}

/// <summary>What <see cref="LoadExternal"/> answers.</summary>
public sealed record LoadExternalResponse(uint ObjectHandle, byte[] Name) : ITpmResponse<LoadExternalResponse>
{
    public uint? Handle => ObjectHandle;

    public static LoadExternalResponse Read(uint handle, WireReader reader) => new(handle, reader.Buffer("name"));

    public void Write(WireWriter writer) => writer.Buffer(Name);
}

/// <summary>TPM2_Import, Part 3. Re-encrypts a duplicated object to a new parent.</summary>
public sealed record Import(
    TpmHandle ParentHandle, byte[] EncryptionKey, TpmtPublic ObjectPublic, byte[] Duplicate, byte[] InSymSeed, TpmtSymDef SymmetricAlg)
    : ITpmCommand<Import, ImportResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.Import, ["@parentHandle"],
        ["encryptionKey", "objectPublic", "duplicate", "inSymSeed", "symmetricAlg"]);

    public IReadOnlyList<TpmHandle> Handles => [ParentHandle];

    public static Import Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("encryptionKey"),
        reader.Sized("objectPublic", TpmtPublic.Read),
        reader.Buffer("duplicate"),
        reader.Buffer("inSymSeed"),
        reader.Nested("symmetricAlg", TpmtSymDef.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(EncryptionKey);
        writer.Sized(ObjectPublic.Write);
        writer.Buffer(Duplicate);
        writer.Buffer(InSymSeed);
        SymmetricAlg.Write(writer);
    }
}

/// <summary>What <see cref="Import"/> answers.</summary>
public sealed record ImportResponse(byte[] OutPrivate) : ITpmResponse<ImportResponse>
{
    public static ImportResponse Read(uint handle, WireReader reader) => new(reader.Buffer("outPrivate"));

    public void Write(WireWriter writer) => writer.Buffer(OutPrivate);
}
