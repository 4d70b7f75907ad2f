using System.Buffers.Binary;
using System.Formats.Asn1;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>An ID that starts with zeros is a shorter serial number: DER has one encoding of an integer (X.690 section 8.3.2).</summary>
public sealed class SerialNumberTests
{
    [Fact]
    public void LeadingZerosOfAnIdAreNotInTheSerialNumber()
    {
        HostDiceOperations host = new();
        byte[] secret = new byte[32];
        int shortened = 0;
        for (int i = 0; i < 2000 && shortened == 0; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(secret, i);
            Assert.Equal(DiceResult.Ok, LayerKey.Derive(host, DiceAlgorithm.Ed25519, secret, out LayerKey key));
            if (key.Id[0] != 0 || key.Id[1] >= 0x80)
                continue;
            shortened++;
            Assert.Equal(DiceResult.Ok, UdsCertificate.SelfSign(host, key, CertificateForm.X509, out byte[] certificate));
            AsnReader tbs = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            tbs.ReadEncodedValue();
            ReadOnlyMemory<byte> serial = tbs.ReadIntegerBytes(); // refuses an encoding that is not minimal
            Assert.Equal(key.Id.AsSpan().TrimStart((byte)0).ToArray(), serial.ToArray());
        }

        Assert.Equal(1, shortened);
    }
}
