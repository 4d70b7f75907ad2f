namespace Attestation.Factory.Stations;

/// <summary>What a device says about its firmware and an update of it.</summary>
/// <param name="RunningSlot">Null: no release runs.</param>
/// <param name="IsOnTrial">What runs has to be confirmed yet.</param>
/// <param name="IsTrialPending">The next restart tries the other slot.</param>
/// <param name="Wanted">By an update that has begun; null: nothing.</param>
/// <param name="RollbackCounter">The lowest security version that may run.</param>
public sealed record UpdateStatus(string? RunningSlot, bool IsOnTrial, bool IsTrialPending, WantedPiece? Wanted, ulong RollbackCounter);

/// <summary>The piece of an update that a device wants next.</summary>
/// <param name="File">Name in the manifest.</param>
/// <param name="Offset">From which byte on.</param>
public sealed record WantedPiece(string File, int Offset);
