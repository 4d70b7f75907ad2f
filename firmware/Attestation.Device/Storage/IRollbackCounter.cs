namespace Attestation.Device.Storage;

/// <summary>The lowest security version that a board still runs. It never falls; where a board keeps it is said by its description.</summary>
public interface IRollbackCounter
{
    /// <summary>False when it cannot be read: the board must not boot then.</summary>
    bool TryRead(out ulong value);

    /// <summary>Makes it readable where it never was, as 0: a step of provisioning, asked for at every start before the device has an identity. A
    /// counter that exists stays as it is; one in hardware has nothing to do.</summary>
    bool TryCreate();

    /// <summary>Raises it; true also when it stands there already. It is not lowered.</summary>
    bool TryAdvance(ulong to);
}
