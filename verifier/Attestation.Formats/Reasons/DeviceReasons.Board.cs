namespace Attestation.Formats.Reasons;

/// <summary>90-99: board.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode TpmSilent = Device(90, "tpm-silent",
        "The TPM that is to hold the device's secret does not answer, or not in its protocol.",
        "Check power, reset line, bus and chip select of the TPM; it must be a TPM 2.0 with a FIFO interface.",
        "PC Client Platform TPM Profile clause 6.5.1");

    public static readonly ReasonCode TpmRefused = Device(91, "tpm-refused",
        "The TPM refuses to define or to write the index that is to hold the device's secret.",
        "Give the firmware the authorisation of the TPM's owner hierarchy, or clear the TPM; look whether its NV memory is full.",
        "TPM 2.0 Part 3 clause 31");

    private static ReasonCode[] OfBoard => [TpmSilent, TpmRefused];
}
