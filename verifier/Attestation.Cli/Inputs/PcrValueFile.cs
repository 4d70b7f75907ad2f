using Attestation.Formats.Pcrs;
using Attestation.Tpm.Software;

namespace Attestation.Cli.Inputs;

/// <summary>A file of PCR values: lines, tpm2_pcrread's YAML, or tpm2_quote's -o file.</summary>
internal static class PcrValueFile
{
    internal static PcrValueSet Read(string name)
    {
        if (!PcrFile.TryParse(InputFile.Read(name).Bytes.Span, out PcrValues? values, out string problem))
            throw CliFailure.Usage($"{name}: {problem}", "--pcrs takes lines 'sha256:7 HEX', the YAML of tpm2_pcrread, or the file of tpm2_quote -o.");
        var set = new PcrValueSet();
        foreach (var (bank, index, value) in values.All)
            set.Set((PcrBank)(ushort)bank, index, value);
        return set;
    }
}
