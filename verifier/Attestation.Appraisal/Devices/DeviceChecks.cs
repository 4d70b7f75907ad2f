using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Checks of the device as a whole, one per rule.</summary>
internal static class DeviceChecks
{
    /// <summary>Step 6: an identity that every unprovisioned device has is nobody's.</summary>
    internal static void Provisioned(string udsKeyThumbprint, AppraisalRecord record)
    {
        if (UnprovisionedIdentity.Is(udsKeyThumbprint))
            record.Add(LayerReasons.UdsZero, "chain/uds", "a key derived from a secret UDS", udsKeyThumbprint);
    }

    /// <summary>Step 8: at least as many layers as the policy demands and as the class has reference values for.</summary>
    /// <param name="references">Null where the class is unknown, which is told elsewhere.</param>
    internal static void LayerCount(int layers, ClassReferences? references, Policy policy, AppraisalRecord record)
    {
        int least = Math.Max(policy.RequiredLayers, references?.LayerCount ?? 0);
        if (layers < least)
            record.Add(LayerReasons.Missing, $"layer {layers}", $"{least} layers", $"{layers} layers");
    }
}
