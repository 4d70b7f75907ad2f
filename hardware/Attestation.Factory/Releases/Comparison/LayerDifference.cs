namespace Attestation.Factory.Releases.Comparison;

/// <summary>One layer of two releases.</summary>
/// <param name="Layer">Its number.</param>
/// <param name="Old">Null where the layer is new.</param>
/// <param name="New">Null where the layer is gone.</param>
public sealed record LayerDifference(int Layer, ReleasedLayer? Old, ReleasedLayer? New)
{
    /// <summary>The DICE inputs that go into CDI_Attest: whether any of them differs (Open Profile for DICE, "CDI Values").</summary>
    public bool HasNewIdentity => Old is null || New is null || Old.Code != New.Code || Old.Configuration != New.Configuration || HasNewSeal;

    /// <summary>The inputs that go into CDI_Seal: authority and mode.</summary>
    public bool HasNewSeal => Old is null || New is null || Old.Authority != New.Authority || Old.Mode != New.Mode;

    /// <summary>Every member that differs, for a layer that both have.</summary>
    public IEnumerable<MemberDifference> Members => Old is null || New is null ? [] : All(Old, New).Where(member => member.Old != member.New);

    private static IEnumerable<MemberDifference> All(ReleasedLayer old, ReleasedLayer @new) =>
    [
        new("name", old.Name, @new.Name),
        new("version", old.Version, @new.Version),
        new("svn", old.SvnText, @new.SvnText),
        new("codeHash", old.Code, @new.Code),
        new("configurationHash", old.Configuration, @new.Configuration),
        new("authorityHash", old.Authority, @new.Authority),
        new("mode", old.Mode, @new.Mode),
    ];
}

/// <summary>A member of a layer that is another one now.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Old">Before.</param>
/// <param name="New">Now.</param>
public sealed record MemberDifference(string Name, string Old, string New);
