using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Inputs;

/// <summary>A file of PCR values: lines, tpm2_pcrread's YAML, or tpm2_quote's -o file, as the readers of logs take them.</summary>
internal static class PcrValueFile
{
    internal static PcrValueSet Read(string name)
    {
        var set = new PcrValueSet();
        foreach (var (bank, index, value) in TpmFiles.Pcrs(InputFile.Read(name)).All)
            set.Set((PcrBank)(ushort)bank, index, value);
        return set;
    }
}
