using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Boot;

/// <summary>Turns what was measured into DICE inputs and certificate options. docs/formats/dice-reference-values.md, "What boot code measures".</summary>
internal sealed class LayerInputs
{
    private readonly BootPlan _plan;
    private readonly BootIdentity _identity;
    private readonly BoardCondition _condition;
    private readonly DiceMode _mode;
    private readonly byte[] _authority;

    /// <param name="authority">SHA-512 of the firmware key's SubjectPublicKeyInfo, 64 bytes.</param>
    public LayerInputs(BootPlan plan, BootIdentity identity, BoardCondition condition, DiceMode mode, byte[] authority)
    {
        _plan = plan;
        _identity = identity;
        _condition = condition;
        _mode = mode;
        _authority = authority;
    }

    /// <summary>The inputs of layer <paramref name="number"/>. The hidden input goes into layer 0, on which all others stand.</summary>
    public DiceInputs Of(MeasuredLayer layer, int number)
    {
        ConfigurationMap configuration = new ConfigurationMap()
            .WithComponentName(layer.Name).WithComponentVersion(layer.Version).WithSecurityVersion(layer.SecurityVersion);
        if (number == 0)
            configuration.WithTamperState(_condition.IsTampered).WithBoardConfiguration(BoardDigest());
        return new DiceInputs
        {
            CodeHash = layer.CodeHash,
            ConfigurationDescriptor = configuration.Encode(),
            AuthorityHash = _authority,
            Mode = _mode,
            Hidden = number == 0 ? _identity.Hidden : null,
        };
    }

    public LayerOptions Options(MeasuredLayer layer, int number, byte[] ueid) => new LayerOptions
    {
        Form = _plan.Form,
        AuthorityAlgorithm = _plan.Algorithm,
        SubjectAlgorithm = _plan.Algorithm,
        TcbInfo = _plan.HasTcgExtensions ? Describe(layer, number) : null,
        Ueid = _plan.HasTcgExtensions ? ueid : null,
    };

    private byte[] BoardDigest()
    {
        byte[] digest = new byte[Sha256.Size];
        Sha256.Hash(_condition.Configuration, 0, _condition.Configuration.Length, digest, 0);
        return digest;
    }

    /// <summary>The same measurement in TCG's words, for verifiers that read those.</summary>
    private TcbInfo Describe(MeasuredLayer layer, int number) => new TcbInfo
    {
        Vendor = _identity.Vendor,
        Model = _identity.Model,
        Version = layer.Version,
        SecurityVersion = layer.SecurityVersion <= int.MaxValue ? (int)layer.SecurityVersion : TcbInfo.Absent,
        Layer = number,
        FirmwareIds = new[] { new FirmwareId(layer.CodeHash) },
        HasFlags = true,
        Flags = FlagsOf(_mode),
    };

    private static TcbFlags FlagsOf(DiceMode mode)
    {
        switch (mode)
        {
            case DiceMode.Normal:
                return TcbFlags.None;
            case DiceMode.Debug:
                return TcbFlags.Debug | TcbFlags.NotSecure;
            case DiceMode.Recovery:
                return TcbFlags.Recovery;
            default:
                return TcbFlags.NotConfigured | TcbFlags.NotSecure;
        }
    }
}
