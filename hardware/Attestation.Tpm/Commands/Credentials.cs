using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_MakeCredential, Part 3. Makes a credential with the TPM's help; Software.Credential does it without one.</summary>
public sealed record MakeCredential(
    TpmHandle Handle, byte[] Credential, byte[] ObjectName)
    : ITpmCommand<MakeCredential, MakeCredentialResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.MakeCredential, ["handle"], ["credential", "objectName"]);

    public IReadOnlyList<TpmHandle> Handles => [Handle];

    public static MakeCredential Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("credential", 64),
        reader.Buffer("objectName"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Credential);
        writer.Buffer(ObjectName);
    }
}

/// <summary>What <see cref="MakeCredential"/> answers.</summary>
public sealed record MakeCredentialResponse(TpmsIdObject CredentialBlob, byte[] Secret) : ITpmResponse<MakeCredentialResponse>
{
    public static MakeCredentialResponse Read(uint handle, WireReader reader) => new(
        reader.Sized("credentialBlob", TpmsIdObject.Read),
        reader.Buffer("secret"));

    public void Write(WireWriter writer)
    {
        writer.Sized(CredentialBlob.Write);
        writer.Buffer(Secret);
    }
}

/// <summary>TPM2_ActivateCredential, Part 3. Opens a credential: only where both keys live in this TPM.</summary>
public sealed record ActivateCredential(
    TpmHandle ActivateHandle, TpmHandle KeyHandle, TpmsIdObject CredentialBlob, byte[] Secret)
    : ITpmCommand<ActivateCredential, ActivateCredentialResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.ActivateCredential, ["@activateHandle", "@keyHandle"],
        ["credentialBlob", "secret"]);

    public IReadOnlyList<TpmHandle> Handles => [ActivateHandle, KeyHandle];

    public static ActivateCredential Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Sized("credentialBlob", TpmsIdObject.Read),
        reader.Buffer("secret"));

    public void Write(WireWriter writer)
    {
        writer.Sized(CredentialBlob.Write);
        writer.Buffer(Secret);
    }
}

/// <summary>What <see cref="ActivateCredential"/> answers.</summary>
public sealed record ActivateCredentialResponse(byte[] CertInfo) : ITpmResponse<ActivateCredentialResponse>
{
    public static ActivateCredentialResponse Read(uint handle, WireReader reader) => new(reader.Buffer("certInfo", 64));

    public void Write(WireWriter writer) => writer.Buffer(CertInfo);
}
