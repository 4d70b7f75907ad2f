using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_ReadPublic, Part 3. Public area, Name and qualified name of a loaded object.</summary>
public sealed record ReadPublic(TpmHandle ObjectHandle) : ITpmCommand<ReadPublic, ReadPublicResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.ReadPublic, ["objectHandle"], []);

    public IReadOnlyList<TpmHandle> Handles => [ObjectHandle];

    public static ReadPublic Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="ReadPublic"/> answers.</summary>
public sealed record ReadPublicResponse(TpmtPublic OutPublic, byte[] Name, byte[] QualifiedName) : ITpmResponse<ReadPublicResponse>
{
    public static ReadPublicResponse Read(uint handle, WireReader reader) => new(
        reader.Sized("outPublic", TpmtPublic.Read),
        reader.Buffer("name"),
        reader.Buffer("qualifiedName"));

    public void Write(WireWriter writer)
    {
        writer.Sized(OutPublic.Write);
        writer.Buffer(Name);
        writer.Buffer(QualifiedName);
    }
}
