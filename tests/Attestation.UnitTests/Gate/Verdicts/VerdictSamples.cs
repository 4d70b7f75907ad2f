using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Gate.Verdicts;

/// <summary>Signed results and verdicts for tests of the gate; all of node worker-1 unless told otherwise.</summary>
internal static class VerdictSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static readonly string KubeletKey = new('1', 64);

    public static string Node(char last = '0') => "000b" + new string('0', 63) + last;

    public static NodeVerdict Verdict(string name = "worker-1", char node = '0', int second = 0, string appraisal = "a-0") => new(
        name, Node(node), VerdictStatus.Affirming, Now.AddSeconds(second), Now.AddMinutes(10), KubeletKey, null, [], appraisal, 1);

    /// <summary>A line of the feed whose result is signed by a key and good in every respect.</summary>
    public static FeedVerdict Line(SigningKey key) => Line(key, Claims());

    public static FeedVerdict Line(SigningKey key, EarClaims claims, string state = "current") => new()
    {
        Sequence = 7, Node = Node(), NodeName = "worker-1", State = state, Appraisal = "a-0", Ear = EarWriter.SignJwt(claims, key),
    };

    public static EarClaims Claims(EarStatus status = EarStatus.Affirming, string? name = "worker-1", bool hasNode = true)
    {
        bool good = status is EarStatus.Affirming or EarStatus.Warning;
        return new EarClaims
        {
            IssuedAt = Now.ToUnixTimeSeconds(),
            Expiration = Now.AddMinutes(10).ToUnixTimeSeconds(),
            VerifierDeveloper = "Attestation",
            VerifierBuild = "test",
            Submodules = new Dictionary<string, EarAppraisal>
            {
                ["node"] = new EarAppraisal
                {
                    Status = status,
                    Findings = good ? [] : [new EarFinding("boot.kernel"), new EarFinding("boot.kernel"), new EarFinding("ima.file")],
                    Node = !hasNode ? null : new NodeClaims { Id = Node(), Name = name, KubeletKeySha256 = good ? KubeletKey : null, Next = good ? 300 : null },
                },
            },
        };
    }

    public static VerdictCache Loaded(params NodeVerdict[] verdicts)
    {
        var cache = new VerdictCache(new ManualClock(Now));
        foreach (NodeVerdict verdict in verdicts)
            cache.Put(verdict);
        cache.Contacted(complete: true);
        return cache;
    }

    public static VerdictCache TwoOfOneName() => Loaded(Verdict(node: '0'), Verdict(node: '1', appraisal: "a-1"));
}
