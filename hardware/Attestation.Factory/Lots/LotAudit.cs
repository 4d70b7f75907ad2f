using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Factory.Lots;

/// <summary>Checks a lot's folder with public keys only: the chain of the journal, every record and what it carries, and the report.</summary>
/// <param name="corimKey">Signs records, reports and endorsements.</param>
/// <param name="authority">The CA's certificate.</param>
/// <param name="verifierKey">Signs results; null: the key that each record names as the one that the line trusted.</param>
public sealed class LotAudit(VerificationKey corimKey, UnverifiedCertificate authority, VerificationKey? verifierKey = null)
{
    private const int LongestFile = 1 << 20;

    /// <returns>How the lot stands.</returns>
    /// <exception cref="FactoryException"><c>factory.lot-other</c>, <c>factory.journal-broken</c>, <c>factory.journal-torn</c>, <c>factory.record-broken</c>,
    /// <c>factory.report-broken</c>, <c>factory.report-form</c>.</exception>
    public LotJournal Verify(string folder)
    {
        LotJournal journal = LotJournal.Read(folder, (standing, entry, made) =>
        {
            if (entry.Kind == JournalEntryKind.Passed)
                CheckRecord(folder, standing.Lot!, entry, made);
        });
        if (journal.Torn > 0)
            throw new FactoryException(LineReasons.JournalTorn, $"{Path.Combine(folder, LotFolder.JournalName)}: {journal.Torn} bytes.");
        RefuseStrangers(folder, journal.Standing);
        if (journal.Standing.IsClosed)
            CompareReport(folder, LotReports.Of(journal.Standing, journal.Entries, journal.Head));
        return journal;
    }

    /// <summary>A report by itself: its signature.</summary>
    /// <exception cref="FactoryException"><c>factory.report-form</c>, <c>factory.report-broken</c>.</exception>
    public LotReport VerifyReport(ReadOnlyMemory<byte> bytes, string name)
    {
        if (!UnverifiedLotReport.TryParse(bytes, out UnverifiedLotReport? unverified, out ParseError error))
            throw new FactoryException(LineReasons.ReportForm, $"{name}: {error}");
        return unverified.Verify(corimKey, out LotReport? report, out error) ? report : throw new FactoryException(LineReasons.ReportBroken, $"{name}: {error}");
    }

    /// <summary>A record without a word of it in the journal was put there by somebody, but for the one that a kill left without its entry.</summary>
    private static void RefuseStrangers(string folder, LotStanding standing)
    {
        string records = Path.Combine(folder, LotFolder.RecordsName);
        foreach (string path in Directory.Exists(records) ? Directory.EnumerateFiles(records, "*" + LotFolder.RecordEnding) : [])
            Require(standing.PhaseOf(Path.GetFileNameWithoutExtension(path)) is DevicePhase.Passed or DevicePhase.Open, path, "the journal does not know that this device passed");
    }

    private void CheckRecord(string folder, LotName lot, JournalEntry entry, CertifiedDevice? made)
    {
        string path = LotFolder.RecordPath(folder, entry.DeviceId!);
        byte[] bytes = File.Exists(path) ? Read(path) : throw Broken(path, "it is not there");
        Require(SHA256.HashData(bytes).AsSpan().SequenceEqual(entry.RecordDigest!.Value.Span), path, "it is not the file that the journal names");
        ParseError error = default;
        Require(UnverifiedDeviceRecord.TryParse(bytes, out UnverifiedDeviceRecord? unverified, out error), path, error.ToString());
        Require(unverified!.Verify(corimKey, out DeviceRecord? record, out error), path, error.ToString());
        Require(record!.DeviceId == entry.DeviceId && record.Lot.Equals(lot), path, "it is of another device or lot");
        Require(made is not null && made.Certificate.Span.SequenceEqual(record.UdsCertificate.Span) && made.Endorsement.Span.SequenceEqual(record.Endorsement.Span), path, "it carries another certificate or endorsement than the journal");
        CheckContent(record, path);
    }

    /// <summary>The certificate by the CA, the endorsement by the CoRIM key about the certified key, the result by the verifier's key about that device.</summary>
    private void CheckContent(DeviceRecord record, string path)
    {
        ParseError error = default;
        Require(UnverifiedCertificate.TryParse(record.UdsCertificate, out UnverifiedCertificate certificate, out error), path, error.ToString());
        Require(certificate.Verify(authority.ForDisplay.SubjectKey) is not null, path, "its UDS certificate is not by this CA");
        VerificationKey key = certificate.ForDisplay.SubjectKey;
        Require(UnverifiedSignedCorim.TryParse(record.Endorsement, out UnverifiedSignedCorim? corim, out error) && corim.Verify(corimKey, out CorimManifest? manifest, out error)
            && manifest.Comids.SelectMany(c => c.Identities).SelectMany(i => i.Keys).Any(k => k.TryGetKey(out VerificationKey endorsed, out _) && endorsed.Equals(key)), path, "its endorsement is not of its UDS key");
        Require(VerificationKey.TryParseSpki(record.VerifierKey, out VerificationKey verifier, out error) && (verifierKey is null || verifierKey.Equals(verifier)), path, "its line trusted another verifier's key");
        Require(UnverifiedEar.TryParseJwt(record.Result, out UnverifiedEar? ear, out error) && ear.Verify(verifier, out EarClaims? claims, out error)
            && claims.Status == EarStatus.Affirming && claims.Nonces.Any(n => n.Span.SequenceEqual(record.Nonce.Span))
            && claims.Device?.Id == Convert.ToHexStringLower(key.Thumbprint.Span), path, "its attestation result does not affirm this device");
    }

    private void CompareReport(string folder, LotReport expected)
    {
        string path = Path.Combine(folder, LotFolder.ReportName);
        if (!File.Exists(path))
            throw new FactoryException(LineReasons.ReportBroken, $"{path} is not there, and the lot is closed.");
        LotReport report = VerifyReport(Read(path), path);
        if (!LotReportCbor.Encode(report).AsSpan().SequenceEqual(LotReportCbor.Encode(expected)))
            throw new FactoryException(LineReasons.ReportBroken, $"{path} does not say what the journal says.");
    }

    private static byte[] Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile ? File.ReadAllBytes(path) : throw Broken(path, $"it is longer than {LongestFile} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Broken(path, e.Message);
        }
    }

    private static void Require(bool condition, string path, string what)
    {
        if (!condition)
            throw Broken(path, what);
    }

    private static FactoryException Broken(string path, string what) => new(LineReasons.RecordBroken, $"{path}: {what}.");
}
