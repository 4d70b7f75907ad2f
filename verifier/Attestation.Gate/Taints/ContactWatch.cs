using Attestation.Gate.Configuration;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>Keeps <see cref="VerifierContact"/> from the start of the process on, also while another replica leads, so that a silence is known to whoever takes over.</summary>
internal sealed class ContactWatch(VerdictCache verdicts, LadderSettings settings, TimeProvider clock)
{
    private bool _loaded;

    public VerifierContact Contact { get; private set; } = VerifierContact.FromStart(clock.GetUtcNow(), settings.VerifierPatience);

    /// <summary>To be called several times a second, by one thread.</summary>
    /// <returns>True where every node is to be judged anew: the verdicts became known, or the verifier was silent and answers again.</returns>
    public bool Tick()
    {
        bool loads = verdicts.IsLoaded && !_loaded;
        _loaded |= loads;
        if (verdicts.LastContact is not { } last)
            return loads;
        DateTimeOffset? back = Contact.Back;
        Contact = Contact.Heard(last);
        return loads || Contact.Back != back;
    }
}
