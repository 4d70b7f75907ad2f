using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;

namespace Attestation.UnitTests.Appraisal.Devices;

/// <summary>Layers and references by word: equal words give equal digests.</summary>
internal static class Layers
{
    public static readonly DeviceClass Class = new("Example", "Board");
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static ReferenceDigest Digest(string word) => new(ReferenceDigest.Sha512, SHA512.HashData(Encoding.UTF8.GetBytes(word)));

    /// <summary>Null stays null: the conversion from an array would make an empty value of it.</summary>
    public static ReadOnlyMemory<byte>? Memory(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        return new ReadOnlyMemory<byte>(bytes);
    }

    public static DeviceLayer Layer(
        int index, string code = "boot", string? config = "cfg", string? authority = "key", LayerMode mode = LayerMode.Normal, ulong? svn = null) => new()
    {
        Index = index,
        Code = [Digest(code)],
        Config = config is null ? null : Digest(config),
        RawConfig = Memory(config is null ? null : Encoding.UTF8.GetBytes(config)),
        Authority = authority is null ? null : Digest(authority),
        Mode = mode,
        Flags = mode.Flags(),
        Svn = svn,
    };

    public static LayerReference Reference(
        int layer, string code = "boot", string? config = "cfg", string? authority = "key", ulong? svn = 1, bool floor = true,
        bool mode = true, string source = "release", DateTimeOffset? until = null, string signer = "signer") => new()
    {
        Class = Class,
        Layer = layer,
        Source = source,
        Signer = signer,
        NotAfter = until,
        Name = code,
        Version = $"{svn}.0",
        Svn = svn,
        SvnIsFloor = floor,
        Code = code.Length == 0 ? [] : [Digest(code)],
        Config = config is null ? [] : [Digest(config)],
        Authority = authority is null ? [] : [Digest(authority)],
        Mode = mode ? LayerMode.Normal.Flags() : null,
    };

    public static AppraisalRecord Compare(DeviceLayer layer, Policy policy, ulong deviceFloor, params LayerReference[] references)
    {
        var record = new AppraisalRecord();
        new LayerComparison(layer, new ClassReferences(references), policy, Now, record).Run(deviceFloor);
        return record;
    }

    public static string[] Reasons(this AppraisalRecord record) => [.. record.Findings.Select(f => f.Code.Id)];

    public static string[] Matched(this AppraisalRecord record) => [.. record.Compared.Where(c => c.Matched).Select(c => c.Key)];
}
