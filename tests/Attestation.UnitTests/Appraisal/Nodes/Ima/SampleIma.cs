using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats.EventLog;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>Lists made entry by entry, the quote that covers them, and reference values.</summary>
internal static class SampleIma
{
    internal static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly ImaSource Source = new("release-1", "Example");

    /// <summary>boot_aggregate over PCR 0 to 9 that are all zero.</summary>
    internal static readonly byte[] BootAggregate = File("boot_aggregate", SHA256.HashData(new byte[320]));

    internal static byte[] Hash(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    internal static byte[] File(string path, byte[] digest, string algorithm = "sha256") =>
        SampleList.Entry(10, "ima-ng", SampleList.Ng(algorithm, digest, path));

    /// <summary>A file whose content is its path.</summary>
    internal static byte[] File(string path) => File(path, Hash(path));

    internal static byte[] Signed(string path, byte[] digest, byte[] attribute, string template = "ima-sig") =>
        SampleList.Entry(10, template, [.. SampleList.Ng(template == "ima-sigv2" ? "ima:sha256" : "sha256", digest, path), .. SampleList.Field(attribute)]);

    internal static byte[] Buffer(string name, byte[] content) =>
        SampleList.Entry(10, "ima-buf", [.. SampleList.Ng("sha256", SHA256.HashData(content), name), .. SampleList.Field(content)]);

    /// <summary>The oldest template: the digest without a size, and hashed with the name in a field of 256 bytes.</summary>
    internal static byte[] Old(byte[] digest, string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path);
        byte[] hashed = [.. digest, .. name, .. new byte[256 - name.Length]];
        return [.. SampleLog.U32(10), .. SHA1.HashData(hashed), .. SampleLog.U32(3), .. "ima"u8, .. digest, .. SampleList.Field(name)];
    }

    internal static byte[] Violation(string path) => SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", new byte[32], path), new byte[20]);

    /// <summary>The evidence of a list that begins with boot_aggregate and is quoted whole.</summary>
    internal static ImaEvidence Evidence(ImaReferences references, params byte[][] entries)
    {
        byte[] list = [.. BootAggregate, .. entries.SelectMany(e => e)];
        return new ImaEvidence { List = list, Pcrs = Quoted(list), References = references, Now = Now };
    }

    /// <summary>PCR 0 to 9 zero, PCR 10 as the list leaves it.</summary>
    internal static PcrValueSet Quoted(byte[] list, PcrBank bank = PcrBank.Sha256, PcrBank listBank = PcrBank.Sha1)
    {
        var pcrs = new PcrValueSet();
        for (int pcr = 0; pcr < 10; pcr++)
            pcrs.Set(bank, pcr, new byte[bank.DigestSize()]);
        var run = new ImaRun(bank);
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, listBank, ref offset, out ImaEntry entry, out var error), error.ToString());
            run.Add(entry);
        }
        pcrs.Set(bank, 10, run.Value.ToArray());
        return pcrs;
    }

    /// <summary>Reference values for files whose content is their path.</summary>
    internal static ImaReferences References(params string[] paths)
    {
        var builder = new ImaReferencesBuilder();
        foreach (string path in paths)
            Assert.True(builder.Add(path, ImaHash.Sha256, Hash(path), Source));
        return builder.Build();
    }

    internal static ImaReferences References(Action<ImaReferencesBuilder> fill)
    {
        var builder = new ImaReferencesBuilder();
        fill(builder);
        return builder.Build();
    }

    internal static string[] Codes(ImaVerdict verdict) => [.. verdict.Findings.Where(f => f.Severity != Severity.Note).Select(f => f.Code.Id)];
}
