using Attestation.Appraisal.Endorsements;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>One line of the allow-list: the operator vouches for a key.</summary>
/// <param name="Key">Lower-case hexadecimal, as it stands there: a TPM name, or a SHA-256.</param>
/// <param name="NodeName">The only node that may use it; null where the line does not say.</param>
/// <param name="Class">The machine's class; null where the line does not say.</param>
/// <param name="Line">Number of the line, from 1.</param>
public sealed record EkAllowance(string Key, string? NodeName, DeviceClass? Class, int Line);
