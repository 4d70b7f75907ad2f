namespace Attestation.Appraisal.Nodes;

/// <summary>How far a node's IMA list was judged, so that the node need send only what is new.</summary>
/// <param name="Offset">Bytes of the list that were accepted: where the node is to send from.</param>
/// <param name="Entries">Entries that were accepted.</param>
/// <param name="State">The replay up to there, as <see cref="Formats.Ima.ImaRun.Save"/> wrote it.</param>
/// <param name="Context">Lower-case hex SHA-256 over policy, reference values and boot: under another context everything is judged anew, from the start.</param>
public sealed record NodeImaState(long Offset, long Entries, byte[] State, string Context);
