using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Evidence;

/// <summary>Evidence read back with the base library's strict CBOR reader.</summary>
public sealed class EvidenceWriterTests
{
    private static readonly HostDiceOperations Host = new();
    private static readonly CertificateForm[] AllX509 = [CertificateForm.X509, CertificateForm.X509, CertificateForm.X509];

    public static TheoryData<string, DiceAlgorithm[], CertificateForm[], bool> Boots => new()
    {
        { "Ed25519, X.509", Same(DiceAlgorithm.Ed25519), AllX509, true },
        { "Ed25519, CBOR", Same(DiceAlgorithm.Ed25519), AllCbor, false },
        { "P-256, X.509", Same(DiceAlgorithm.P256), AllX509, true },
        { "P-256, CBOR", Same(DiceAlgorithm.P256), AllCbor, false },
        { "P-384, X.509", Same(DiceAlgorithm.P384), AllX509, true },
        { "P-384, CBOR", Same(DiceAlgorithm.P384), AllCbor, false },
        { "X.509 below a public key", Same(DiceAlgorithm.Ed25519), AllX509, false },
        { "CBOR below an X.509 UDS certificate", Same(DiceAlgorithm.Ed25519), AllCbor, true },
        {
            "forms and algorithms mixed",
            [DiceAlgorithm.P384, DiceAlgorithm.Ed25519, DiceAlgorithm.P256, DiceAlgorithm.Ed25519],
            [CertificateForm.X509, CertificateForm.Cbor, CertificateForm.X509],
            true
        },
    };

    [Theory]
    [MemberData(nameof(Boots))]
    public void TheAttestationKeySignsClaimsAndTheChainLeadsToIt(string description, DiceAlgorithm[] algorithms, CertificateForm[] forms, bool hasUdsCertificate)
    {
        SampleBoot boot = SampleBoot.Run(Host, algorithms, forms, hasUdsCertificate);
        byte[] nonce = SampleInputs.Filled(32, 0xC0);
        Assert.Equal(DiceResult.Ok, EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, new EvidenceClaims(nonce), out byte[] evidence));

        (byte[] message, byte[] signature) = CertificateChecks.SplitCose(evidence, algorithms[3]);
        CertificateChecks.AssertRawSignature(message, signature, algorithms[3], boot.AttestationKey.PublicKey);
        CborReader reader = Open(evidence, out int label);
        if (description.EndsWith("X.509", StringComparison.Ordinal))
        {
            Assert.Equal(33, label);
            Assert.Equal(boot.Certificates.Reverse(), ReadArray(reader));
        }
        else
        {
            Assert.Equal(-70600, label);
            AssertDiceChain(reader.ReadByteString(), boot, algorithms[0], forms, hasUdsCertificate);
        }
    }

    [Fact]
    public void ClaimsAreCompleteAndInOrder()
    {
        SampleBoot boot = SampleBoot.Run(Host, Same(DiceAlgorithm.Ed25519), AllX509, hasUdsCertificate: true);
        EvidenceClaims claims = new(SampleInputs.Filled(8, 1))
        {
            DebugStatus = DebugStatus.DisabledPermanently,
            HasBootCount = true,
            BootCount = 0x1_0000_0001,
            BootSeed = SampleInputs.Filled(32, 2),
        };
        CborReader reader = Claims(boot, claims);
        Assert.Equal(6, reader.ReadStartMap());
        Assert.Equal(10, reader.ReadInt32());
        Assert.Equal(SampleInputs.Filled(8, 1), reader.ReadByteString());
        Assert.Equal(256, reader.ReadInt32());
        Assert.Equal([1, .. SHA256.HashData(boot.Chain.UdsPublicKey)], reader.ReadByteString());
        Assert.Equal(263, reader.ReadInt32());
        Assert.Equal(3, reader.ReadInt32());
        Assert.Equal(265, reader.ReadInt32());
        Assert.Equal("urn:uuid:8f1c5f6e-6c1b-5b0e-9d57-2a3f9c7e4b10", reader.ReadTextString());
        Assert.Equal(267, reader.ReadInt32());
        Assert.Equal(0x1_0000_0001UL, reader.ReadUInt64());
        Assert.Equal(268, reader.ReadInt32());
        Assert.Equal(SampleInputs.Filled(32, 2), reader.ReadByteString());
        reader.ReadEndMap();
    }

    [Fact]
    public void OptionalClaimsAreLeftOut()
    {
        SampleBoot boot = SampleBoot.Run(Host, Same(DiceAlgorithm.Ed25519), AllX509, hasUdsCertificate: true);
        Assert.Equal(3, Claims(boot, new EvidenceClaims(new byte[64])).ReadStartMap());
    }

    public static TheoryData<string, EvidenceClaims> BadClaims => new()
    {
        { "no nonce", new EvidenceClaims(null) },
        { "nonce of 7 bytes", new EvidenceClaims(new byte[7]) },
        { "nonce of 65 bytes", new EvidenceClaims(new byte[65]) },
        { "boot seed of 31 bytes", new EvidenceClaims(new byte[8]) { BootSeed = new byte[31] } },
        { "boot seed of 65 bytes", new EvidenceClaims(new byte[8]) { BootSeed = new byte[65] } },
        { "debug status 5", new EvidenceClaims(new byte[8]) { DebugStatus = (DebugStatus)5 } },
    };

    [Theory]
    [MemberData(nameof(BadClaims))]
    public void BadClaimsAreRefused(string description, EvidenceClaims claims)
    {
        SampleBoot boot = SampleBoot.Run(Host, Same(DiceAlgorithm.Ed25519), AllX509, hasUdsCertificate: true);
        DiceResult result = EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, claims, out byte[] evidence);
        Assert.True(result == DiceResult.InvalidInput && evidence is null, description);
    }

    [Fact]
    public void MissingPartsAndAFailingSignatureAreRefused()
    {
        SampleBoot boot = SampleBoot.Run(Host, Same(DiceAlgorithm.Ed25519), AllX509, hasUdsCertificate: true);
        EvidenceClaims claims = new(new byte[8]);
        DiceChain rootOnly = DiceChain.FromUdsPublicKey(DiceAlgorithm.Ed25519, new byte[32]);
        Assert.Equal(DiceResult.InvalidInput, EvidenceWriter.Write(Host, null, boot.Chain, claims, out _));
        Assert.Equal(DiceResult.InvalidInput, EvidenceWriter.Write(Host, boot.AttestationKey, null, claims, out _));
        Assert.Equal(DiceResult.InvalidInput, EvidenceWriter.Write(Host, boot.AttestationKey, rootOnly, claims, out _));
        Assert.Equal(DiceResult.InvalidInput, EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, null, out _));
        Assert.Equal(DiceResult.SignFailed, EvidenceWriter.Write(new WatchedOperations(Host, 1), boot.AttestationKey, boot.Chain, claims, out byte[] none));
        Assert.Null(none);
    }

    [Theory]
    [InlineData(DiceAlgorithm.Ed25519)]
    [InlineData(DiceAlgorithm.P256)]
    [InlineData(DiceAlgorithm.P384)]
    public void AWipedAttestationKeySignsNothing(DiceAlgorithm algorithm)
    {
        SampleBoot boot = SampleBoot.Run(Host, Same(algorithm), AllX509, hasUdsCertificate: true);
        boot.AttestationKey.Wipe(Host);
        Assert.Equal(DiceResult.SignFailed, EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, new EvidenceClaims(new byte[8]), out _));
    }

    private static CertificateForm[] AllCbor => [CertificateForm.Cbor, CertificateForm.Cbor, CertificateForm.Cbor];

    private static DiceAlgorithm[] Same(DiceAlgorithm algorithm) => [algorithm, algorithm, algorithm, algorithm];

    private static CborReader Claims(SampleBoot boot, EvidenceClaims claims)
    {
        Assert.Equal(DiceResult.Ok, EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, claims, out byte[] evidence));
        CborReader reader = Open(evidence, out _);
        reader.SkipValue();
        reader.ReadEndMap();
        return new CborReader(reader.ReadByteString(), CborConformanceMode.Canonical);
    }

    /// <summary>A reader that stands at the value of the only unprotected header.</summary>
    private static CborReader Open(byte[] evidence, out int label)
    {
        CborReader reader = new(evidence, CborConformanceMode.Canonical);
        Assert.Equal((CborTag)18, reader.ReadTag());
        Assert.Equal(4, reader.ReadStartArray());
        reader.ReadByteString();
        Assert.Equal(1, reader.ReadStartMap());
        label = reader.ReadInt32();
        return reader;
    }

    private static List<byte[]> ReadArray(CborReader reader)
    {
        List<byte[]> items = [];
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            items.Add(reader.ReadByteString());
        return items;
    }

    private static void AssertDiceChain(byte[] chain, SampleBoot boot, DiceAlgorithm root, CertificateForm[] forms, bool hasUdsCertificate)
    {
        CborReader reader = new(chain, CborConformanceMode.Strict);
        Assert.Equal(4, reader.ReadStartArray());
        if (hasUdsCertificate)
        {
            Assert.Equal(boot.Certificates[0], reader.ReadByteString());
        }
        else
        {
            Assert.Equal(root == DiceAlgorithm.Ed25519 ? 5 : 6, reader.ReadStartMap());
            while (reader.PeekState() != CborReaderState.EndMap)
                reader.SkipValue();
            reader.ReadEndMap();
        }

        for (int i = 0; i < 3; i++)
        {
            byte[] entry = forms[i] == CertificateForm.X509 ? reader.ReadByteString() : reader.ReadEncodedValue().ToArray();
            Assert.Equal(boot.Certificates[i + 1], entry);
        }

        reader.ReadEndArray();
        Assert.Equal(0, reader.BytesRemaining);
    }
}
