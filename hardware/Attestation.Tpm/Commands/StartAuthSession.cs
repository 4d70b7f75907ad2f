using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_StartAuthSession, Part 3. Starts an HMAC, policy or trial session, salted by a key and bound to an entity where asked.</summary>
public sealed record StartAuthSession(
    TpmHandle TpmKey, TpmHandle Bind, byte[] NonceCaller, byte[] EncryptedSalt, TpmSe SessionType, TpmtSymDef Symmetric, TpmAlgId AuthHash)
    : ITpmCommand<StartAuthSession, StartAuthSessionResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.StartAuthSession, ["tpmKey", "bind"],
        ["nonceCaller", "encryptedSalt", "sessionType", "symmetric", "authHash"], ResponseHandle: true);

    public IReadOnlyList<TpmHandle> Handles => [TpmKey, Bind];

    public static StartAuthSession Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Buffer("nonceCaller", 64),
        reader.Buffer("encryptedSalt"),
        (TpmSe)reader.U8("sessionType"),
        reader.Nested("symmetric", TpmtSymDef.Read),
        reader.HashAlgorithm("authHash"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(NonceCaller);
        writer.Buffer(EncryptedSalt);
        writer.U8((byte)SessionType);
        Symmetric.Write(writer);
        writer.Algorithm(AuthHash);
    }
}

/// <summary>What <see cref="StartAuthSession"/> answers.</summary>
public sealed record StartAuthSessionResponse(uint SessionHandle, byte[] NonceTpm) : ITpmResponse<StartAuthSessionResponse>
{
    public uint? Handle => SessionHandle;

    public static StartAuthSessionResponse Read(uint handle, WireReader reader) => new(handle, reader.Buffer("nonceTPM", 64));

    public void Write(WireWriter writer) => writer.Buffer(NonceTpm);
}
