using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice;

/// <summary>What a flow costs, what it refuses, and what stays behind when an operation fails.</summary>
public sealed class DiceFlowTests
{
    private static readonly HostDiceOperations Host = new();

    /// <summary>Every use of the crypto in one flow. A change here is a change of what a board spends, or an extra use of a
    /// secret.</summary>
    [Theory]
    [InlineData("inline, X.509", false, CertificateForm.X509, "hash 2, kdf 6, key pair 2, sign 1, wipe 8")]
    [InlineData("inline, CBOR", false, CertificateForm.Cbor, "hash 2, kdf 6, key pair 2, sign 1, wipe 8")]
    [InlineData("descriptor, X.509", true, CertificateForm.X509, "hash 3, kdf 6, key pair 2, sign 1, wipe 8")]
    [InlineData("descriptor, CBOR", true, CertificateForm.Cbor, "hash 3, kdf 6, key pair 2, sign 1, wipe 8")]
    public void AFlowUsesEachOperationThisOften(string description, bool hasDescriptor, CertificateForm form, string expected)
    {
        WatchedOperations watched = new(Host);
        DiceInputs inputs = hasDescriptor ? SampleInputs.WithDescriptor() : SampleInputs.Inline();
        DiceResult result = DiceFlow.HandOver(
            watched, SampleInputs.Secrets(), inputs, SampleInputs.Options(form, DiceAlgorithm.P256, DiceAlgorithm.Ed25519), out NextLayer next);

        Assert.Equal(DiceResult.Ok, result);
        Assert.Equal($"{description}: {expected}", $"{description}: {watched.Counts}");
        Assert.Empty(watched.Leftovers(next.Secrets.CdiAttest, next.Secrets.CdiSeal));
    }

    [Fact]
    public void DerivingSecretsAloneMakesNoKeys()
    {
        WatchedOperations watched = new(Host);
        LayerSecrets current = SampleInputs.Secrets();
        Assert.Equal(DiceResult.Ok, DiceFlow.DeriveSecrets(watched, current, SampleInputs.Inline(), out LayerSecrets next));
        Assert.Equal("hash 2, kdf 2, key pair 0, sign 0, wipe 2", watched.Counts);
        Assert.Empty(watched.Leftovers(current.CdiAttest, current.CdiSeal, next.CdiAttest, next.CdiSeal));
    }

    /// <summary>The n-th operation fails, for every n: no output, no secret left, and the current layer's secrets are gone as
    /// well.</summary>
    [Theory]
    [InlineData("X.509", CertificateForm.X509)]
    [InlineData("CBOR", CertificateForm.Cbor)]
    public void AFailureLeavesNoSecretBehind(string description, CertificateForm form)
    {
        LayerOptions options = SampleInputs.Options(form, DiceAlgorithm.Ed25519, DiceAlgorithm.P384);
        WatchedOperations counter = new(Host);
        DiceFlow.HandOver(counter, SampleInputs.Secrets(), SampleInputs.WithDescriptor(), options, out _);
        Assert.Equal(12, counter.Calls);

        for (int n = 1; n <= counter.Calls; n++)
        {
            WatchedOperations watched = new(Host, failAt: n);
            DiceResult result = DiceFlow.HandOver(watched, SampleInputs.Secrets(), SampleInputs.WithDescriptor(), options, out NextLayer next);
            Assert.True(result != DiceResult.Ok, $"{description}: operation {n} failed and nobody noticed");
            Assert.Equal(n, watched.Calls);
            Assert.Null(next);
            Assert.Empty(watched.Leftovers());
        }
    }

    /// <summary>The same for an exception, such as a board's crypto driver or its lack of memory may raise.</summary>
    [Fact]
    public void AnExceptionLeavesNoSecretBehind()
    {
        for (int n = 1; n <= 12; n++)
        {
            WatchedOperations watched = new(Host, n, throws: true);
            LayerSecrets current = SampleInputs.Secrets();
            Assert.Throws<InvalidOperationException>(() => DiceFlow.HandOver(watched, current, SampleInputs.WithDescriptor(), new LayerOptions(), out _));
            Assert.Empty(watched.Leftovers());
            Assert.Equal(new byte[32], current.CdiAttest);
        }
    }

    [Theory]
    [InlineData(1, DiceResult.HashFailed)]
    [InlineData(2, DiceResult.KdfFailed)]
    [InlineData(6, DiceResult.KeyPairFailed)]
    [InlineData(11, DiceResult.SignFailed)]
    public void TheResultSaysWhichOperationFailed(int failAt, DiceResult expected)
    {
        WatchedOperations watched = new(Host, failAt);
        LayerOptions options = SampleInputs.Options(CertificateForm.X509, DiceAlgorithm.P256, DiceAlgorithm.P256);
        Assert.Equal(expected, DiceFlow.Step(watched, SampleInputs.Secrets(), SampleInputs.Inline(), options, out _));
    }

    public static TheoryData<string, Action<DiceInputs>> BadInputs => new()
    {
        { "no code hash", i => i.CodeHash = null },
        { "code hash of 63 bytes", i => i.CodeHash = new byte[63] },
        { "code hash of 65 bytes", i => i.CodeHash = new byte[65] },
        { "no authority hash", i => i.AuthorityHash = null },
        { "authority hash of 32 bytes", i => i.AuthorityHash = new byte[32] },
        { "hidden input of 0 bytes", i => i.Hidden = [] },
        { "no configuration", i => i.InlineConfiguration = null },
        { "inline configuration of 32 bytes", i => i.InlineConfiguration = new byte[32] },
        { "two configurations", i => i.ConfigurationDescriptor = [0xA0] },
        { "mode 4", i => i.Mode = (DiceMode)4 },
        { "mode -1", i => i.Mode = (DiceMode)(-1) },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void BadInputsAreRefusedBeforeASecretIsUsed(string description, Action<DiceInputs> spoil)
    {
        DiceInputs inputs = SampleInputs.Inline();
        spoil(inputs);
        WatchedOperations watched = new(Host);
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.Step(watched, SampleInputs.Secrets(), inputs, new LayerOptions(), out NextLayer next));
        Assert.True(next is null && watched.Calls == 0, description);
    }

    public static TheoryData<string, Action<LayerOptions>> BadOptions => new()
    {
        { "unknown authority algorithm", o => o.AuthorityAlgorithm = (DiceAlgorithm)1 },
        { "unknown subject algorithm", o => o.SubjectAlgorithm = (DiceAlgorithm)(-49) },
        { "unknown form", o => o.Form = (CertificateForm)2 },
        { "TcbInfo in a CBOR certificate", o => (o.Form, o.TcbInfo) = (CertificateForm.Cbor, new TcbInfo()) },
        { "MultiTcbInfo in a CBOR certificate", o => (o.Form, o.MultiTcbInfo) = (CertificateForm.Cbor, [new TcbInfo()]) },
        { "MultiTcbInfo of none", o => o.MultiTcbInfo = [] },
        { "MultiTcbInfo with a hole", o => o.MultiTcbInfo = [new TcbInfo(), null!] },
        { "MultiTcbInfo with a bad digest", o => o.MultiTcbInfo = [new TcbInfo { FirmwareIds = [new FirmwareId(null)] }] },
        { "UEID in a CBOR certificate", o => (o.Form, o.Ueid) = (CertificateForm.Cbor, new byte[33]) },
        { "firmware digest of 20 bytes", o => o.TcbInfo = new TcbInfo { FirmwareIds = [new FirmwareId(new byte[20])] } },
        { "firmware digest missing", o => o.TcbInfo = new TcbInfo { FirmwareIds = [null!] } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void BadOptionsAreRefused(string description, Action<LayerOptions> spoil)
    {
        LayerOptions options = new();
        spoil(options);
        Assert.True(DiceFlow.Step(Host, SampleInputs.Secrets(), SampleInputs.Inline(), options, out _) == DiceResult.InvalidInput, description);
    }

    [Theory]
    [InlineData("31-byte CDI_Attest", 31, 32)]
    [InlineData("33-byte CDI_Seal", 32, 33)]
    [InlineData("both empty", 0, 0)]
    public void SecretsOfWrongLengthAreRefusedAndStillWiped(string description, int attest, int seal)
    {
        LayerSecrets current = new(SampleInputs.Filled(attest, 1), SampleInputs.Filled(seal, 2));
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.HandOver(Host, current, SampleInputs.Inline(), new LayerOptions(), out _));
        Assert.True(current.CdiAttest.Concat(current.CdiSeal).All(b => b == 0), description);
    }

    [Fact]
    public void MissingPartsAreRefused()
    {
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.HandOver(Host, null, SampleInputs.Inline(), new LayerOptions(), out _));
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.HandOver(Host, new LayerSecrets(null, null), SampleInputs.Inline(), new LayerOptions(), out _));
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.Step(Host, SampleInputs.Secrets(), null, new LayerOptions(), out _));
        Assert.Equal(DiceResult.InvalidInput, DiceFlow.Step(Host, SampleInputs.Secrets(), SampleInputs.Inline(), null, out _));
    }

    [Fact]
    public void AStepKeepsTheCurrentSecrets()
    {
        LayerSecrets current = SampleInputs.Secrets();
        Assert.Equal(DiceResult.Ok, DiceFlow.Step(Host, current, SampleInputs.Inline(), new LayerOptions(), out _));
        Assert.Equal(SampleInputs.Filled(32, 0x55), current.CdiAttest);
        Assert.Equal(SampleInputs.Filled(32, 0x66), current.CdiSeal);
    }

    [Fact]
    public void AbsentHiddenInputIsAllZeros()
    {
        DiceInputs absent = SampleInputs.WithDescriptor();
        DiceInputs zeros = SampleInputs.WithDescriptor();
        zeros.Hidden = new byte[64];
        DiceFlow.DeriveSecrets(Host, SampleInputs.Secrets(), absent, out LayerSecrets first);
        DiceFlow.DeriveSecrets(Host, SampleInputs.Secrets(), zeros, out LayerSecrets second);
        Assert.Equal(first.CdiAttest, second.CdiAttest);
    }

    /// <summary>Each measured input changes CDI_Attest; only authority, mode and hidden change CDI_Seal ("Sealing CDI").</summary>
    [Theory]
    [InlineData("code", false)]
    [InlineData("configuration", false)]
    [InlineData("authority", true)]
    [InlineData("mode", true)]
    [InlineData("hidden", true)]
    public void WhatChangesWhichSecret(string what, bool changesSeal)
    {
        DiceInputs changed = SampleInputs.Inline();
        switch (what)
        {
            case "code": changed.CodeHash[63] ^= 1; break;
            case "configuration": changed.InlineConfiguration[0] ^= 0x80; break;
            case "authority": changed.AuthorityHash[0] ^= 1; break;
            case "mode": changed.Mode = DiceMode.Debug; break;
            case "hidden": changed.Hidden[63] ^= 1; break;
        }

        DiceFlow.DeriveSecrets(Host, SampleInputs.Secrets(), SampleInputs.Inline(), out LayerSecrets before);
        DiceFlow.DeriveSecrets(Host, SampleInputs.Secrets(), changed, out LayerSecrets after);
        Assert.NotEqual(before.CdiAttest, after.CdiAttest);
        Assert.Equal(changesSeal, !before.CdiSeal.SequenceEqual(after.CdiSeal));
    }
}
