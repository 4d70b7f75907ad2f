namespace Attestation.Gate.Status;

/// <summary>One thing that has to be so before the gate can answer; every part adds its own as services.</summary>
/// <param name="Name">For /readyz.</param>
/// <param name="Why">Null where it is so; otherwise what is missing.</param>
public sealed record ReadinessCheck(string Name, Func<string?> Why);
