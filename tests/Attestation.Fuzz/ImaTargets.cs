using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.X509;
using static Attestation.Fuzz.LogSeeds;

namespace Attestation.Fuzz;

/// <summary>IMA lists judged to the last entry, the state kept between two of them, and lists of digests.</summary>
internal static class ImaTargets
{
    private static readonly ImaSource Source = new("seed", "Example");
    private static readonly ImaReferences References = Known();
    private static readonly NodeImaPolicy Policy = new() { Exclude = ["/tmp/**", "**/*.log"], Keyrings = [".ima"], Buffers = ["kernel_*"] };

    internal static IReadOnlyList<FuzzTarget> All =>
    [
        new("ima-judged", [.. Lists()], Judge),
        new("ima-state", [new ImaRun(PcrBank.Sha256).Save(), new ImaRun(PcrBank.Sha1).Save()], bytes => ImaRun.TryRestore(bytes, out ImaRun run, out _) ? run.Save() : null),
        new("sha256sums", [Encoding.ASCII.GetBytes($"{new string('a', 64)}  /bin/sh\n"), Encoding.ASCII.GetBytes($"# x\n\\{new string('0', 64)} */a\\nb\r\n")], bytes =>
            bytes.Length > 0 && Sha256Sums.TryAdd(new ImaReferencesBuilder(), bytes, Source, out _) ? bytes : null),
    ];

    /// <summary>The quote follows the damage, so that every damaged entry is judged and not only missed.</summary>
    private static byte[]? Judge(byte[] list)
    {
        var pcrs = new PcrValueSet();
        for (int pcr = 0; pcr < 10; pcr++)
            pcrs.Set(PcrBank.Sha256, pcr, new byte[32]);
        pcrs.Set(PcrBank.Sha256, 10, ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), []).Last.Value.ToArray());
        ImaVerdict verdict = ImaAppraisal.Judge(new ImaEvidence { List = list, ListBank = PcrBank.Sha1, Pcrs = pcrs, References = References, Policy = Policy, Now = DateTimeOffset.UnixEpoch });
        return verdict.IsAccepted ? list : null;
    }

    private static IEnumerable<byte[]> Lists()
    {
        byte[] start = Entry("ima-ng", "boot_aggregate", SHA256.HashData(new byte[320]));
        byte[] buffer = "6.1"u8.ToArray();
        yield return [.. start, .. Entry("ima-ng", "/init", Digest("/init"))];
        yield return [.. start, .. Entry("ima-sig", "/init", Digest("/init"), [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9]), .. Entry("ima-ng", "/tmp/x", new byte[32])];
        yield return [.. start, .. Entry("ima-ng", "/init", Digest("/init")), .. Entry("ima-buf", "kernel_version", SHA256.HashData(buffer), buffer), .. Entry("ima-buf", ".ima", SHA256.HashData(buffer), buffer)];
    }

    private static ImaReferences Known()
    {
        var builder = new ImaReferencesBuilder();
        builder.Add("/init", ImaHash.Sha256, Digest("/init"), Source);
        foreach (byte[] der in SeedWorld.Instance.Certificates)
        {
            if (UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out _))
                builder.AddSigner(certificate.ForDisplay.SubjectKey, Source);
        }
        return builder.Build();
    }

    private static byte[] Digest(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    private static byte[] Entry(string template, string name, byte[] digest, params byte[] third)
    {
        byte[] data = [.. Field([.. "sha256:\0"u8, .. digest]), .. Field(Encoding.ASCII.GetBytes(name + "\0")), .. template == "ima-ng" ? [] : Field(third)];
        return [.. U32(10), .. SHA1.HashData(data), .. U32((uint)template.Length), .. Encoding.ASCII.GetBytes(template), .. U32((uint)data.Length), .. data];
    }
}
