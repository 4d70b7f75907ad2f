using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Certificate = Attestation.Formats.X509.Certificate;
using Flags = Attestation.Formats.Dice.OperationalFlags;
using ReadInputs = Attestation.Formats.Dice.DiceInputs;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>What firmware writes is what the verifier reads. Both were written from the specification and share no code.</summary>
public sealed class VerifierReadsCertificatesTests
{
    private static readonly HostDiceOperations Host = new();

    public static TheoryData<DiceAlgorithm, DiceAlgorithm> Pairs => OpenSslReadsCertificatesTests.Pairs;

    [Theory]
    [MemberData(nameof(Pairs))]
    public void X509(DiceAlgorithm authority, DiceAlgorithm subject)
    {
        foreach (DiceInputs inputs in new[] { SampleInputs.Inline(), SampleInputs.WithDescriptor() })
        {
            LayerOptions options = SampleInputs.Options(CertificateForm.X509, authority, subject);
            options.ProfileName = "android.16";
            NextLayer next = Step(inputs, options);
            Assert.True(UnverifiedCertificate.TryParse(next.Certificate, out UnverifiedCertificate unverified, out _));
            Certificate? certificate = unverified.Verify(KeyOf(authority));
            Assert.NotNull(certificate);
            Assert.Equal(next.PublicKey, certificate.SubjectKey.PublicBytes.ToArray());
            Assert.Equal(next.Id, certificate.SubjectKeyIdentifier!.Value.ToArray());
            Assert.True(certificate.BasicConstraints!.IsCa);
            ReadInputs read = certificate.OpenDice!;
            Assert.Equal(inputs.CodeHash, read.CodeHash!.Value.ToArray());
            Assert.Equal(inputs.CodeDescriptor, read.CodeDescriptor?.ToArray());
            Assert.Equal(inputs.InlineConfiguration ?? inputs.ConfigurationDescriptor, read.ConfigurationDescriptor!.Value.ToArray());
            Assert.Equal(inputs.InlineConfiguration is null, read.ConfigurationHash.HasValue);
            Assert.Equal(inputs.AuthorityHash, read.AuthorityHash!.Value.ToArray());
            Assert.Equal(inputs.AuthorityDescriptor, read.AuthorityDescriptor?.ToArray());
            Assert.Equal((int)inputs.Mode, (int)read.Mode!.Value);
            Assert.Equal("android.16", read.ProfileName);
        }
    }

    [Fact]
    public void TcgExtensions()
    {
        LayerOptions options = new()
        {
            TcbInfo = new TcbInfo
            {
                Vendor = "Maker", Model = "Board", SecurityVersion = 7, Layer = 1,
                FirmwareIds = [new FirmwareId(SampleInputs.Filled(48, 1))],
                HasFlags = true, Flags = TcbFlags.Debug | TcbFlags.NotSecure,
                HasFlagsMask = true, FlagsMask = TcbFlags.Debug | TcbFlags.NotSecure | TcbFlags.Recovery,
            },
            Ueid = SampleInputs.Filled(33, 3),
        };
        Assert.True(UnverifiedCertificate.TryParse(Step(SampleInputs.Inline(), options).Certificate, out UnverifiedCertificate certificate, out _));
        Attestation.Formats.Dice.TcbInfo read = Assert.Single(certificate.ForDisplay.TcbInfos);
        Assert.Equal(("Maker", "Board", null, 7L, 1L, null), (read.Vendor, read.Model, read.Version, read.Svn, read.Layer, read.Index));
        Assert.Equal(SampleInputs.Filled(48, 1), Assert.Single(read.Fwids).Digest.ToArray());
        Assert.Equal((uint)options.TcbInfo.Flags, (uint)read.Flags!.Value);
        Assert.Equal((uint)options.TcbInfo.FlagsMask, (uint)read.FlagsMask!.Value);
        Assert.Equal(options.Ueid, certificate.ForDisplay.Ueid!.Value.ToArray());
        Assert.Equal(Enum.GetNames<Flags>().Length, Enum.GetNames<TcbFlags>().Length);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Cbor(DiceAlgorithm authority, DiceAlgorithm subject)
    {
        NextLayer next = Step(SampleInputs.WithDescriptor(), SampleInputs.Options(CertificateForm.Cbor, authority, subject));
        Assert.True(UnverifiedCoseSign1.TryParse(next.Certificate, CoseTag.Absent, out UnverifiedCoseSign1? message, out _));
        Assert.True(message.Verify(KeyOf(authority), [], out ReadOnlyMemory<byte> payload, out _));
        Assert.False(payload.IsEmpty);
        Assert.False(message.Verify(KeyOf(authority, 0x56), [], out _, out _));
    }

    private static NextLayer Step(DiceInputs inputs, LayerOptions options)
    {
        Assert.Equal(DiceResult.Ok, DiceFlow.Step(Host, SampleInputs.Secrets(), inputs, options, out NextLayer next));
        return next;
    }

    /// <summary>The current layer's key, brought to the verifier as a COSE_Key.</summary>
    private static VerificationKey KeyOf(DiceAlgorithm algorithm, byte secret = 0x55)
    {
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Host, algorithm, SampleInputs.Filled(32, secret), out LayerKey key));
        Assert.True(CoseKey.TryParse(global::Attestation.Dice.Wire.CoseKey.Encode(algorithm, key.PublicKey), out VerificationKey parsed, out _));
        return parsed;
    }
}
