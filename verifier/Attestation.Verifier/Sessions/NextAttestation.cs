namespace Attestation.Verifier.Sessions;

/// <summary>When and from where a node is to attest next.</summary>
/// <param name="IntervalSeconds">Seconds from now.</param>
/// <param name="ImaOffset">Bytes of the IMA list that were accepted: the next evidence begins behind them; 0 asks for the whole list.</param>
/// <param name="ImaEntries">Entries of the IMA list that were accepted.</param>
public sealed record NextAttestation(int IntervalSeconds, long ImaOffset, long ImaEntries);
