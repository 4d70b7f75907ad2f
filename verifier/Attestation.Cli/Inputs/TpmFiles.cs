using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Inputs;

/// <summary>Files of a TPM and its tools.</summary>
internal static class TpmFiles
{
    /// <summary>TPM2B_PUBLIC, TPMT_PUBLIC, or a public key in PEM or DER.</summary>
    internal static AttestationKey AttestationKey(InputFile file) =>
        AttestationKeyFile.TryParse(file.Bytes.ToArray(), out AttestationKey? key, out string problem)
            ? key
            : throw CliFailure.Malformed(file.Name, TpmReasons.AkForm, problem);

    /// <summary>Any of the three forms of PCR values.</summary>
    internal static PcrValues Pcrs(InputFile file) =>
        PcrFile.TryParse(file.Bytes.Span, out PcrValues? values, out string problem)
            ? values
            : throw CliFailure.Malformed(file.Name, TpmReasons.PcrsForm, problem);

    /// <summary>The public area of an endorsement key; a bare key does not say its name algorithm and cipher.</summary>
    internal static TpmtPublic EndorsementKey(InputFile file)
    {
        if (!AttestationKeyFile.TryParse(file.Bytes.ToArray(), out AttestationKey? key, out string problem))
            throw CliFailure.Malformed(file.Name, TpmReasons.EkForm, problem);
        return key.Public ?? throw CliFailure.Malformed(file.Name, TpmReasons.EkForm, "a public key without its public area");
    }

    /// <summary>The endorsement key as TPM2B_PUBLIC, whichever of the two forms the file has.</summary>
    internal static byte[] SizedPublic(InputFile file) => WireValue.EncodeSized(EndorsementKey(file));

    /// <summary>The Name of the key in a file.</summary>
    internal static byte[] NameOf(InputFile file)
    {
        TpmtPublic area = AttestationKey(file).Public
            ?? throw CliFailure.Malformed(file.Name, TpmReasons.Name, "a public key without its public area has no Name");
        byte[] name = TpmName.Of(area);
        return IsName(name) ? name : throw CliFailure.Malformed(file.Name, TpmReasons.Name, "its name algorithm is TPM_ALG_NULL");
    }

    /// <summary>A Name in hexadecimal.</summary>
    internal static byte[] Name(string text)
    {
        byte[] name = Arguments.Hex(text, "--name");
        return IsName(name) ? name : throw CliFailure.Malformed("--name", TpmReasons.Name, $"{name.Length} bytes");
    }

    /// <summary>TPM2B_NAME of an object: the number of a hash, and a digest of its size.</summary>
    private static bool IsName(byte[] name) =>
        name.Length > 2 && ((TpmAlgId)(name[0] << 8 | name[1])).DigestSize() == name.Length - 2;
}
