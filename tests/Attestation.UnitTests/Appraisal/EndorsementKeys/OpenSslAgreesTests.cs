using System.Diagnostics;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>
/// openssl verify over the same files: it agrees with the verdict, or the case says why not. It is given each certificate as it came (DER, padding
/// included), the same moment and the same lists.
/// </summary>
public sealed class OpenSslAgreesTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (EkCase one in EkCase.All.Where(c => c.Certificates.Length > 0))
                data.Add(one.About, one.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OpenSslSaysWhatTheCaseSaysOfIt(string about, string name)
    {
        EkCase one = EkCase.Named(name);
        string answer = Verify(one, out bool accepts);
        Assert.True(one.OpenSslAccepts == accepts, $"{about}: openssl {(accepts ? "accepts" : "refuses")}: {answer}");
        if (accepts != one.Judge().Accepted)
            Assert.False(string.IsNullOrEmpty(one.Why), $"{about}: openssl and the verdict differ, and the case does not say why");
    }

    private static string Verify(EkCase one, out bool accepts)
    {
        using var folder = new TemporaryFolder();
        EkTrust trust = one.TrustedBy();
        File.WriteAllText(folder["trusted.pem"], Pem("CERTIFICATE", trust.Roots.Concat(one.AnyAuthorityIsAnchor ? trust.Intermediates : []).Select(a => a.Certificate.Der)));
        ReadOnlyMemory<byte>[] between = [.. trust.Intermediates.Select(a => a.Certificate.Der), .. Sent(one)];
        File.WriteAllText(folder["untrusted.pem"], Pem("CERTIFICATE", between));
        File.WriteAllText(folder["lists.pem"], Pem("X509 CRL", one.RevocationLists.Select(list => (ReadOnlyMemory<byte>)EkCase.Bytes(list))));
        string[] lists = one.RevocationLists.Length > 0 ? ["-crl_check_all", "-CRLfile", folder["lists.pem"]] : [];
        string[] partial = one.AnyAuthorityIsAnchor ? ["-partial_chain"] : [];
        var start = new ProcessStartInfo("openssl",
            ["verify", "-no-CApath", "-no-CAstore", "-attime", $"{one.Now.ToUnixTimeSeconds()}", "-CAfile", folder["trusted.pem"],
                .. between.Length > 0 ? (string[])["-untrusted", folder["untrusted.pem"]] : [], .. lists, .. partial, Path.Combine(EkCase.Folder, one.Certificates[0])])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string answer = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        accepts = process.ExitCode == 0;
        return answer;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Sent(EkCase one) =>
        from name in one.Certificates.Skip(1)
        from certificate in LenientCertificate.TryParseAll(EkCase.Bytes(name), out IReadOnlyList<LenientCertificate> all, out _) ? all : []
        select certificate.Der;

    private static string Pem(string label, IEnumerable<ReadOnlyMemory<byte>> contents) =>
        string.Concat(contents.Select(der => System.Security.Cryptography.PemEncoding.WriteString(label, der.Span) + "\n"));
}
