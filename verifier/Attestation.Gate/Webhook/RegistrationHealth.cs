using Attestation.Formats.Reasons;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Webhook;

/// <summary>What is wrong with the webhook's registration, as last seen; each change is logged once.</summary>
internal sealed class RegistrationHealth(ILogger<RegistrationHealth> logger)
{
    private volatile IReadOnlyList<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public void Report(IReadOnlyList<string> now)
    {
        foreach (string fault in now.Except(faults))
            logger.RegistrationFault(GateReasons.WebhookRegistration, fault);
        if (now.Count == 0 && faults.Count > 0)
            logger.RegistrationMended();
        faults = now;
    }
}
