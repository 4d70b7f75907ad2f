using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.UnitTests.Formats.X509;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> X509 => new()
    {
        [X509Reasons.Version] = () => [Certificate(m => m with { Version = 4 })],
        [X509Reasons.Algorithm] = () => [Certificate(m => m with { InnerAlgorithm = "1.2.840.10045.4.1" })], // ecdsa-with-SHA1
        [X509Reasons.AlgorithmMismatch] = () => [Certificate(m => m with { OuterAlgorithm = "1.2.840.10045.4.3.3" })],
        [X509Reasons.ValidityOrder] = () => [Certificate(m => m with { NotAfter = m.NotBefore.AddSeconds(-1) })],
        [X509Reasons.DuplicateExtension] = () => [Certificate(m => m with { Extensions = [CertificateMaker.Ca(), CertificateMaker.Ca()] })],
        [X509Reasons.UnknownCritical] = () => [Certificate(m => m with { Extensions = [("1.2.3.4", true, [0x05, 0x00])] })],
        [X509Reasons.Extension] = () => [Certificate(m => m with { Extensions = [CertificateMaker.Usage(KeyUsage.None)] })],
        [X509Reasons.Pem] = () => [Error((out ParseError e) => CertificateFile.TryParsePem("-----BEGIN CERTIFICATE-----", out _, out e))],
    };

    private static ReasonCode Certificate(Func<CertificateMaker, CertificateMaker> defect)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = defect(new CertificateMaker { Subject = key }).Make();
        return Error((out ParseError e) => UnverifiedCertificate.TryParse(der, out _, out e));
    }
}
