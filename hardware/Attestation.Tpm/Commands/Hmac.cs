using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_HMAC, Part 3. HMAC of up to TPM_PT_INPUT_BUFFER bytes with a loaded HMAC key.</summary>
public sealed record Hmac(TpmHandle KeyHandle, byte[] Buffer, TpmAlgId HashAlg) : ITpmCommand<Hmac, HmacResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Hmac, ["@handle"], ["buffer", "hashAlg"]);

    public IReadOnlyList<TpmHandle> Handles => [KeyHandle];

    public static Hmac Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("buffer"),
        reader.HashAlgorithm("hashAlg", orNull: true));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Buffer);
        writer.Algorithm(HashAlg);
    }
}

/// <summary>What <see cref="Hmac"/> answers.</summary>
public sealed record HmacResponse(byte[] OutHmac) : ITpmResponse<HmacResponse>
{
    public static HmacResponse Read(uint handle, WireReader reader) => new(reader.Buffer("outHMAC", 64));

    public void Write(WireWriter writer) => writer.Buffer(OutHmac);
}

/// <summary>TPM2_Hash, Part 3. Hash of up to TPM_PT_INPUT_BUFFER bytes, with a ticket that it does not begin with TPM_GENERATED_VALUE.</summary>
public sealed record Hash(byte[] Data, TpmAlgId HashAlg, uint Hierarchy) : ITpmCommand<Hash, HashResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Hash, [], ["data", "hashAlg", "hierarchy"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static Hash Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        reader.Buffer("data"),
        reader.HashAlgorithm("hashAlg"),
        reader.U32("hierarchy"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Data);
        writer.Algorithm(HashAlg);
        writer.U32(Hierarchy);
    }
}

/// <summary>What <see cref="Hash"/> answers.</summary>
public sealed record HashResponse(byte[] OutHash, TpmtTk Validation) : ITpmResponse<HashResponse>
{
    public static HashResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("outHash", 64),
        reader.Nested("validation", TpmtTk.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(OutHash);
        Validation.Write(writer);
    }
}
