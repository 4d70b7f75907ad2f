using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Doctor;

/// <summary>Is the verifier there, is it the right one, and what does it say? Reads its whole feed once, as the gate does.</summary>
internal sealed class VerifierChecks(GateSettings settings, VerifierClient verifier, ResultKey resultKey, VerdictCache verdicts, TimeProvider clock)
{
    public async Task<List<Finding>> RunAsync(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        try
        {
            VerificationKey shown = await resultKey.ShownAsync(cancel);
            findings.Add(Finding.Ok("verifier", $"{settings.Verifier.Url} answers"));
            findings.Add(ClockCheck.Of("the verifier", verifier.ClockDifference));
            VerificationKey? pinned = ResultKey.Pinned(settings);
            findings.Add(KeyFinding(pinned, shown));
            findings.Add(await FeedAsync(pinned ?? shown, cancel));
        }
        catch (VerifierFailure failure)
        {
            findings.Add(Finding.Fail("verifier", DoctorReasons.Verifier, failure.Message));
        }
        return findings;
    }

    private Finding KeyFinding(VerificationKey? pinned, VerificationKey shown)
    {
        if (pinned is null)
            return Finding.Warn("key", DoctorReasons.Key, $"the first start will trust {shown}, which the verifier shows now");
        string where = settings.Verifier.ResultKey ?? ResultKey.PinnedFile(settings);
        return pinned.Equals(shown)
            ? Finding.Ok("key", $"{shown}, as pinned in {where}")
            : Finding.Fail("key", DoctorReasons.Key, $"the verifier shows {shown}, pinned in {where} is {pinned}: none of its results is believed");
    }

    private async Task<Finding> FeedAsync(VerificationKey key, CancellationToken cancel)
    {
        (long after, string? store, int read) = (0, null, 0);
        List<string> refused = [];
        while (true)
        {
            FeedDocument page = await verifier.ReadAsync(after, store, TimeSpan.Zero, cancel);
            foreach (FeedVerdict line in page.Verdicts)
                Take(line, key, refused);
            (after, store, read) = (page.Sequence, page.Store, read + page.Verdicts.Count);
            if (page.Verdicts.Count < VerifierClient.PageSize)
                break;
        }
        verdicts.Contacted(complete: true);
        return refused.Count == 0
            ? Finding.Ok("feed", $"{read} nodes, all results are signed by the key")
            : Finding.Fail("feed", DoctorReasons.Key, $"{refused.Count} of {read} results are not believed: {string.Join("; ", refused.Take(3))}");
    }

    private void Take(FeedVerdict line, VerificationKey key, List<string> refused)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (FeedReader.TryRead(line, key, settings.Verifier.AcceptWarning, now, out NodeVerdict? verdict, out GateDenial? denial))
            verdicts.Put(verdict);
        else if (FeedReader.Ended(line, now) is { } ended)
            verdicts.Put(ended);
        else
            refused.Add($"{line.NodeName ?? line.Node}: {denial.Code.Id}");
    }
}
