namespace Attestation.Fuzz;

/// <summary>A reader under fuzz.</summary>
/// <param name="Name">Name for the command line and for a red test.</param>
/// <param name="Seeds">Valid inputs, and invalid ones of interest; never empty.</param>
/// <param name="Read">
/// Runs the reader over the input. Returns null if the input was refused; the re-encoding, or the input itself where no encoder
/// covers the format, if it was accepted. Must not throw.
/// </param>
public sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Func<byte[], byte[]?> Read);

/// <summary>What one run over a target found.</summary>
/// <param name="Inputs">How many damaged inputs were read.</param>
/// <param name="Accepted">How many of them were accepted.</param>
/// <param name="Failures">Inputs that broke a rule, with the rule; at most ten are kept.</param>
/// <param name="WorstRatio">Largest number of bytes allocated per byte of input, over a floor of 64 KiB.</param>
public sealed record FuzzResult(long Inputs, long Accepted, IReadOnlyList<FuzzFailure> Failures, double WorstRatio, TimeSpan Slowest);

public sealed record FuzzFailure(string Rule, byte[] Input, string Detail);
