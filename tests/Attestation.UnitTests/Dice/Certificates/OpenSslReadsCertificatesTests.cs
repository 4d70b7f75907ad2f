using System.Text;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>The openssl command parses, prints and path-validates what this core writes, for every pair of algorithms.</summary>
public sealed class OpenSslReadsCertificatesTests
{
    private static readonly HostDiceOperations Host = new();

    public static TheoryData<DiceAlgorithm, DiceAlgorithm> Pairs
    {
        get
        {
            TheoryData<DiceAlgorithm, DiceAlgorithm> data = [];
            foreach (DiceAlgorithm authority in Enum.GetValues<DiceAlgorithm>())
            {
                foreach (DiceAlgorithm subject in Enum.GetValues<DiceAlgorithm>())
                    data.Add(authority, subject);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AChainValidates(DiceAlgorithm first, DiceAlgorithm second)
    {
        SampleBoot boot = SampleBoot.Run(
            Host, [first, second, first, second], [CertificateForm.X509, CertificateForm.X509, CertificateForm.X509], hasUdsCertificate: true);

        foreach (byte[] certificate in boot.Certificates)
        {
            Assert.Contains("Version: 3", OpenSsl.Run("x509 -inform der -in {0} -noout -text", certificate));
            Assert.Contains("GENERALIZEDTIME   :99991231235959Z", OpenSsl.Run("asn1parse -inform der -in {0}", certificate));
        }

        string verdict = OpenSsl.Run(
            "verify -x509_strict -ignore_critical -check_ss_sig -CAfile {0} -untrusted {1} {2}",
            Pem(boot.Certificates[0]),
            [.. Pem(boot.Certificates[1]), .. Pem(boot.Certificates[2])],
            Pem(boot.Certificates[3]));
        Assert.Contains(": OK", verdict);
    }

    [Fact]
    public void UsageFollowsTheRole()
    {
        SampleBoot boot = SampleBoot.Run(Host, SameAlgorithm(DiceAlgorithm.P256), AllX509, hasUdsCertificate: true);
        foreach (byte[] authority in boot.Certificates.Take(3))
        {
            string text = OpenSsl.Run("x509 -inform der -in {0} -noout -text", authority);
            Assert.Contains("Certificate Sign", text);
            Assert.Contains("CA:TRUE", text);
            Assert.DoesNotContain("Digital Signature", text);
        }

        string leaf = OpenSsl.Run("x509 -inform der -in {0} -noout -text", boot.Certificates[3]);
        Assert.Contains("Digital Signature", leaf);
        Assert.Contains("CA:FALSE", leaf);
        Assert.DoesNotContain("Certificate Sign", leaf);
    }

    /// <summary>openssl names no key that signs in the place of a CA.</summary>
    [Fact]
    public void AnAttestationKeyCannotCertify()
    {
        SampleBoot boot = SampleBoot.Run(Host, SameAlgorithm(DiceAlgorithm.Ed25519), AllX509, hasUdsCertificate: true);
        byte[] toBeSigned = UdsCertificate.ToBeSigned(
            DiceAlgorithm.Ed25519, NameOf(boot.AttestationKey), boot.AttestationKey.Id, OtherKey(), null);
        byte[] signature = boot.AttestationKey.Sign(Host, toBeSigned, 0, toBeSigned.Length);
        byte[] below = UdsCertificate.Assemble(toBeSigned, DiceAlgorithm.Ed25519, signature);
        byte[] untrusted = [.. Pem(boot.Certificates[1]), .. Pem(boot.Certificates[2]), .. Pem(boot.Certificates[3])];
        Exception refused = Record.Exception(() =>
            OpenSsl.Run("verify -ignore_critical -CAfile {0} -untrusted {1} {2}", Pem(boot.Certificates[0]), untrusted, Pem(below)))!;
        Assert.Contains("invalid CA certificate", refused.Message);
    }

    private static readonly CertificateForm[] AllX509 = [CertificateForm.X509, CertificateForm.X509, CertificateForm.X509];

    private static DiceAlgorithm[] SameAlgorithm(DiceAlgorithm algorithm) => [algorithm, algorithm, algorithm, algorithm];

    private static LayerKey OtherKey()
    {
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Host, DiceAlgorithm.Ed25519, SampleInputs.Filled(32, 0x99), out LayerKey key));
        return key;
    }

    /// <summary>SEQUENCE { SET { SEQUENCE { serialNumber, PrintableString hex(ID) } } }, written without the code under test.</summary>
    private static byte[] NameOf(LayerKey key) =>
        [0x30, 0x33, 0x31, 0x31, 0x30, 0x2F, 0x06, 0x03, 0x55, 0x04, 0x05, 0x13, 0x28, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.Id))];

    private static byte[] Pem(byte[] der) =>
        Encoding.ASCII.GetBytes($"-----BEGIN CERTIFICATE-----\n{Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)}\n-----END CERTIFICATE-----\n");
}
