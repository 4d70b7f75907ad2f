using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Certify, Part 3. Signs the Name of a loaded object.</summary>
public sealed record Certify(
    TpmHandle ObjectHandle, TpmHandle SignHandle, byte[] QualifyingData, TpmtScheme InScheme)
    : ITpmCommand<Certify, CertifyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Certify, ["@objectHandle", "@signHandle"], ["qualifyingData", "inScheme"]);

    public IReadOnlyList<TpmHandle> Handles => [ObjectHandle, SignHandle];

    public static Certify Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
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

/// <summary>What <see cref="Certify"/> answers.</summary>
public sealed record CertifyResponse(byte[] CertifyInfo, TpmtSignature Signature) : ITpmResponse<CertifyResponse>
{
    public static CertifyResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("certifyInfo"),
        reader.Nested("signature", TpmtSignature.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(CertifyInfo);
        Signature.Write(writer);
    }
}

/// <summary>TPM2_CertifyCreation, Part 3. Signs that this TPM created an object in the environment of its creation data.</summary>
public sealed record CertifyCreation(
    TpmHandle SignHandle, TpmHandle ObjectHandle, byte[] QualifyingData, byte[] CreationHash, TpmtScheme InScheme, TpmtTk CreationTicket)
    : ITpmCommand<CertifyCreation, CertifyCreationResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.CertifyCreation, ["@signHandle", "objectHandle"],
        ["qualifyingData", "creationHash", "inScheme", "creationTicket"]);

    public IReadOnlyList<TpmHandle> Handles => [SignHandle, ObjectHandle];

    public static CertifyCreation Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Buffer("qualifyingData"),
        reader.Buffer("creationHash", 64),
        reader.Nested("inScheme", TpmtScheme.ReadSignature),
        reader.Nested("creationTicket", TpmtTk.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(QualifyingData);
        writer.Buffer(CreationHash);
        InScheme.Write(writer);
        CreationTicket.Write(writer);
    }
}

/// <summary>What <see cref="CertifyCreation"/> answers.</summary>
public sealed record CertifyCreationResponse(byte[] CertifyInfo, TpmtSignature Signature) : ITpmResponse<CertifyCreationResponse>
{
    public static CertifyCreationResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("certifyInfo"),
        reader.Nested("signature", TpmtSignature.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(CertifyInfo);
        Signature.Write(writer);
    }
}
