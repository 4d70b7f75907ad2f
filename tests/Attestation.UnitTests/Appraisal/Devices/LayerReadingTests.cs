using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Appraisal.Devices;

public sealed class LayerReadingTests
{
    [Fact]
    public void AnOpenDiceLayerHasItsHashesAndItsMode()
    {
        DeviceLayer layer = LayerReading.Read(With(new DiceInputs
        {
            CodeHash = new byte[64],
            ConfigurationHash = new byte[48],
            ConfigurationDescriptor = new byte[] { 0xA0 },
            AuthorityHash = new byte[32],
            Mode = Attestation.Formats.Dice.DiceMode.Recovery,
        }), 2);
        Assert.Equal((2, LayerMode.Recovery), (layer.Index, layer.Mode));
        Assert.Equal([ReferenceDigest.Sha512, ReferenceDigest.Sha384, ReferenceDigest.Sha256],
            [layer.Code[0].Algorithm, layer.Config!.Value.Algorithm, layer.Authority!.Value.Algorithm]);
    }

    [Fact]
    public void InlineConfigurationHasNoDigest()
    {
        DeviceLayer layer = LayerReading.Read(With(new DiceInputs { CodeHash = new byte[64], ConfigurationDescriptor = new byte[64] }), 0);
        Assert.Null(layer.Config);
        Assert.Equal(64, layer.RawConfig!.Value.Length);
        Assert.Null(layer.Authority);
    }

    [Fact]
    public void AModeThatIsNotStatedIsNotNormal() =>
        Assert.Equal(LayerMode.NotConfigured, LayerReading.Read(With(new DiceInputs { CodeHash = new byte[64] }), 0).Mode);

    [Theory]
    [InlineData("none", OperationalFlags.None, LayerMode.Normal, true, true, false, false)]
    [InlineData("not configured", OperationalFlags.NotConfigured, LayerMode.NotConfigured, false, true, false, false)]
    [InlineData("not secure", OperationalFlags.NotSecure, LayerMode.Normal, true, false, false, false)]
    [InlineData("recovery", OperationalFlags.Recovery, LayerMode.Recovery, true, true, true, false)]
    [InlineData("debug before recovery", OperationalFlags.Recovery | OperationalFlags.Debug, LayerMode.Debug, true, true, true, true)]
    public void TcbInfoFlagsBecomeModeAndFlags(string name, OperationalFlags flags, LayerMode mode, bool configured, bool secure, bool recovery, bool debug)
    {
        DeviceLayer layer = LayerReading.Read(With(null, new TcbInfo { Flags = flags }), 0);
        Assert.True(mode == layer.Mode, name);
        Assert.Equal(new ModeFlags(configured, secure, recovery, debug), layer.Flags);
    }

    [Fact]
    public void SeveralTcbInfosAreOneLayerWithTheLowestSvn()
    {
        DeviceLayer layer = LayerReading.Read(With(null,
            new TcbInfo { Svn = 7, Fwids = [new Fwid(Fwid.Sha384, new byte[48])] },
            new TcbInfo { Svn = 3, Flags = OperationalFlags.Debug, Fwids = [new Fwid("1.3.14.3.2.26", new byte[20])] }), 1);
        Assert.Equal((3UL, LayerMode.Debug), (layer.Svn!.Value, layer.Mode));
        Assert.Equal([ReferenceDigest.Sha384, 0], layer.Code.Select(c => c.Algorithm)); // SHA-1 has no number here
        Assert.False(new ReferenceDigest(0, new byte[20]).Matches(0, new byte[20]));
    }

    private static DiceLayer With(DiceInputs? inputs, params TcbInfo[] infos)
    {
        byte[] zeros = Convert.FromHexString("6ee9a71fd3c398e6253aae6d812007675760ecf90d2d43db0d3c76087ba1daec");
        Assert.True(VerificationKey.TryFromEd25519(zeros, out VerificationKey key, out _));
        return new DiceLayer
        {
            Form = DiceEntryForm.X509,
            Encoded = default,
            IssuerId = "",
            SubjectId = "",
            SubjectKey = key,
            KeyUsage = null,
            Inputs = inputs,
            TcbInfos = infos,
        };
    }
}
