using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.X509;
using Attestation.UnitTests.Formats.Dice;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>The certificates of tests/vectors/x509, made by tests/vectors/dice/make.py.</summary>
public sealed class OwnX509VectorTests
{
    private static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "x509");

    private static readonly IReadOnlyList<OwnVector> All = OwnVector.Read(Folder);

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (OwnVector vector in All)
                rows.Add(vector.About, vector.File);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void EveryCertificateIsReadOrRefusedAsItsNameSays(string description, string file)
    {
        OwnVector vector = All.Single(v => v.File == file);
        bool read = UnverifiedCertificate.TryParse(File.ReadAllBytes(Path.Combine(Folder, file)), out UnverifiedCertificate certificate, out ParseError error);
        Assert.True(vector.Refused == (read ? null : error.Code.Id), $"{description}: {error}");
        if (read)
            Assert.Equal(vector.Notes, certificate.VerifySelfSigned()!.Notes.Select(n => n.Dialect.ToString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TcbInfoOfEveryDialectSaysTheSame()
    {
        foreach (string file in Directory.GetFiles(Folder, "tcbinfo*.der").Where(f => All.Single(v => v.File == Path.GetFileName(f)).Refused is null))
        {
            Assert.True(UnverifiedCertificate.TryParse(File.ReadAllBytes(file), out UnverifiedCertificate certificate, out _));
            var info = Assert.Single(certificate.VerifySelfSigned()!.TcbInfos);
            Assert.Equal(("vendor", 5L), (info.Vendor, info.Svn));
            Assert.Equal(OperationalFlags.NotConfigured | OperationalFlags.Recovery | OperationalFlags.Debug, info.Flags); // B0: bits 0, 2 and 3
            if (file.Contains("registers-at", StringComparison.Ordinal) || file.Contains("and-registers", StringComparison.Ordinal))
                Assert.Equal("Reg1", Assert.Single(info.IntegrityRegisters).Name);
            if (file.Contains("mask", StringComparison.Ordinal))
                Assert.Equal((OperationalFlags)0xF, info.FlagsMask);
        }
    }
}
