using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Quote, Part 3. Signs the values of PCRs.</summary>
public sealed record Quote(
    TpmHandle SignHandle, byte[] QualifyingData, TpmtScheme InScheme, TpmlPcrSelection PcrSelect)
    : ITpmCommand<Quote, QuoteResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Quote, ["@signHandle"], ["qualifyingData", "inScheme", "PCRselect"]);

    public IReadOnlyList<TpmHandle> Handles => [SignHandle];

    public static Quote Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("qualifyingData"),
        reader.Nested("inScheme", TpmtScheme.ReadSignature),
        reader.Nested("PCRselect", TpmlPcrSelection.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(QualifyingData);
        InScheme.Write(writer);
        PcrSelect.Write(writer);
    }
}

/// <summary>What <see cref="Quote"/> answers.</summary>
public sealed record QuoteResponse(byte[] Quoted, TpmtSignature Signature) : ITpmResponse<QuoteResponse>
{
    public static QuoteResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("quoted"),
        reader.Nested("signature", TpmtSignature.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Quoted);
        Signature.Write(writer);
    }
}
