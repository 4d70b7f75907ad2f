namespace Attestation.SystemTests.Cluster.Rights;

/// <summary>
/// The roles of verifier/deploy/kubernetes/gate are enough and not one verb too much: with all of them the gate does everything and is never refused; with
/// any one verb less a duty of the gate fails, at exactly the request that needs the verb.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class RightsTests(RightsWorld world) : IClassFixture<RightsWorld>
{
    public static TheoryData<string, string> EachRight
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (Right right in Right.All)
                rows.Add(right.ToString(), GateDuties.For(right));
            return rows;
        }
    }

    [ClusterFact]
    public async Task WithAllRightsEveryDutyIsDoneAndNothingIsRefused()
    {
        await world.RestoreAsync();
        var log = new AuditLog(world.Cluster);
        foreach ((string name, Func<GateDay, Task> duty) in GateDuties.All)
        {
            await using GateDay day = await GateDay.StartAsync(world);
            try
            {
                await duty(day);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"the gate no longer {name}: {e.Message}\n{string.Join('\n', day.Gate.Lines.TakeLast(40))}", e);
            }
        }
        ApiUse[] uses = [.. log.Uses()];
        Assert.DoesNotContain(uses, u => u.Status == 403);
        Assert.DoesNotContain(Right.All, right => right.Resource != "signers" && !uses.Any(right.Covers)); // signers are asked for within an approval
    }

    [ClusterTheory]
    [MemberData(nameof(EachRight))]
    public async Task WithOneRightLessADutyFails(string right, string duty)
    {
        Right taken = Right.All.Single(r => r.ToString() == right);
        await world.RestoreAsync();
        await world.TakeAwayAsync(taken);
        var log = new AuditLog(world.Cluster);
        try
        {
            await using GateDay day = await GateDay.StartAsync(world);
            Task done = GateDuties.All[duty](day);
            Task refused = log.UntilAsync(use => use.Status == 403 && IsFor(taken, use), $"a refusal of {right}");
            await Task.WhenAny(done, refused);
            Assert.True(refused.IsCompletedSuccessfully, $"the gate {duty} without {right}: {refused.Exception?.Message} {done.Exception?.Message}");
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(1)));
            Assert.False(done.IsCompletedSuccessfully, $"refused {right}, the gate {duty} all the same");
        }
        finally
        {
            await world.RestoreAsync();
        }
    }

    private static bool IsFor(Right right, ApiUse use) => right.Resource == "signers" ? use.Resource == "certificatesigningrequests/approval" : right.Covers(use);
}
