namespace Attestation.Factory.Releases.Comparison;

/// <summary>What a release states of one DICE layer: a reference triple of docs/formats/dice-reference-values.md, digests in lower-case hex.</summary>
/// <param name="Layer">0 is what the boot ROM starts.</param>
/// <param name="Name">Component name.</param>
/// <param name="Version">For people.</param>
/// <param name="Svn">Security version; null where none is stated.</param>
/// <param name="IsFloor">min-svn: no older release is to run any more.</param>
/// <param name="Code">Digests of the code, a blank between them.</param>
/// <param name="Configuration">Digests of the configuration descriptor, likewise.</param>
/// <param name="Authority">Digests of the firmware key, likewise.</param>
/// <param name="Mode">Operational flags in words; empty where none is stated.</param>
public sealed record ReleasedLayer(int Layer, string Name, string Version, ulong? Svn, bool IsFloor, string Code, string Configuration, string Authority, string Mode)
{
    /// <summary>The security version as people write it: <c>3</c>, or <c>at least 3</c> where it is a floor.</summary>
    public string SvnText => Svn is not { } svn ? "none" : IsFloor ? $"{svn}, none lower" : $"{svn}";
}
