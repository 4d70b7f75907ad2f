namespace Attestation.Appraisal.Policies;

/// <summary>What a tripped tamper input does to the verdict. It is told in every case.</summary>
public enum TamperedDevices
{
    Refuse,
    Warn,
}
