namespace Attestation.Appraisal.Results;

/// <summary>One comparison of evidence with reference values: the difference, or that there is none.</summary>
/// <param name="Layer">DICE layer, 0 is the first certificate made from a CDI; for a node the number of the boot event, for <c>pcr</c> the PCR.</param>
/// <param name="Key">What was compared: <c>code</c>, <c>config</c>, <c>authority</c>, <c>mode</c>, <c>svn</c> or <c>fwid</c>; for a node the class of a boot event, or <c>pcr</c>.</param>
/// <param name="Actual">The measured digest, or the mode or SVN as one byte or eight (big-endian).</param>
/// <param name="Source">Id of the CoRIM whose value matched; of the nearest one where none did; empty where there is none for this layer.</param>
/// <param name="Signer">Who signed that CoRIM; empty for an unsigned one.</param>
/// <param name="Matched">Whether a reference value equals the actual one.</param>
public readonly record struct ComparedMeasurement(int Layer, string Key, ReadOnlyMemory<byte> Actual, string Source, string Signer, bool Matched);
