using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Dice;

namespace Attestation.Appraisal.Devices;

/// <summary>One certificate of a chain in the appraisal's words: the DICE profiles' inputs, or TCG DiceTcbInfo.</summary>
internal static class LayerReading
{
    internal static DeviceLayer Read(DiceLayer layer, int index) =>
        layer.Inputs is { } inputs ? FromInputs(inputs, index) : FromTcbInfo(layer.TcbInfos, index);

    private static DeviceLayer FromInputs(DiceInputs inputs, int index)
    {
        LayerMode mode = ModeOf(inputs.Mode);
        byte[]? intact = TamperReading.Intact(inputs.ConfigurationDescriptor);
        return new DeviceLayer
        {
            Index = index,
            Code = inputs.CodeHash is { } code ? [Digest(code)] : [],
            Config = Optional(inputs.ConfigurationHash),
            RawConfig = inputs.ConfigurationDescriptor,
            IsTampered = intact is not null,
            IntactConfig = intact is null ? null : new ReadOnlyMemory<byte>(intact),
            Authority = Optional(inputs.AuthorityHash),
            Mode = mode,
            Flags = mode.Flags(),
        };
    }

    private static ReferenceDigest Digest(ReadOnlyMemory<byte> value) => new(ReferenceDigest.AlgorithmOf(value.Length), value);

    private static ReferenceDigest? Optional(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes)
            return null;
        return Digest(bytes);
    }

    /// <summary>A layer that does not say its mode is not taken for a normal one.</summary>
    private static LayerMode ModeOf(DiceMode? mode) => mode switch
    {
        DiceMode.Normal => LayerMode.Normal,
        DiceMode.Debug => LayerMode.Debug,
        DiceMode.Recovery => LayerMode.Recovery,
        _ => LayerMode.NotConfigured,
    };

    /// <summary>Several TcbInfos of one certificate are one layer: all FWIDs, all flags, the lowest svn.</summary>
    private static DeviceLayer FromTcbInfo(IReadOnlyList<TcbInfo> infos, int index)
    {
        OperationalFlags flags = infos.Aggregate(OperationalFlags.None, (all, info) => all | (info.Flags ?? OperationalFlags.None));
        return new DeviceLayer
        {
            Index = index,
            Code = [.. infos.SelectMany(i => i.Fwids).Select(f => new ReferenceDigest(AlgorithmOf(f.HashAlgorithm), f.Digest))],
            Mode = ModeOf(flags),
            Flags = FlagsOf(flags),
            Svn = (ulong?)infos.Where(i => i.Svn >= 0).Min(i => i.Svn),
        };
    }

    private static int AlgorithmOf(string oid) => oid switch
    {
        Fwid.Sha256 => ReferenceDigest.Sha256,
        Fwid.Sha384 => ReferenceDigest.Sha384,
        Fwid.Sha512 => ReferenceDigest.Sha512,
        _ => 0,
    };

    /// <summary>The worst that the flags say: notConfigured, debug, recovery.</summary>
    private static LayerMode ModeOf(OperationalFlags flags)
    {
        if (flags.HasFlag(OperationalFlags.NotConfigured))
            return LayerMode.NotConfigured;
        if (flags.HasFlag(OperationalFlags.Debug))
            return LayerMode.Debug;
        return flags.HasFlag(OperationalFlags.Recovery) ? LayerMode.Recovery : LayerMode.Normal;
    }

    private static ModeFlags FlagsOf(OperationalFlags flags) => new(
        !flags.HasFlag(OperationalFlags.NotConfigured), !flags.HasFlag(OperationalFlags.NotSecure),
        flags.HasFlag(OperationalFlags.Recovery), flags.HasFlag(OperationalFlags.Debug));
}
