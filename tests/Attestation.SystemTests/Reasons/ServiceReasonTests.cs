using Attestation.Formats.Reasons;

namespace Attestation.SystemTests.Reasons;

public sealed class ServiceReasonTests
{
    public static TheoryData<string> Produced => [.. ServiceReasonProducers.All.Keys.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(Produced))]
    public async Task TheReasonComesBack(string id)
    {
        Assert.True(ReasonTable.TryFind(id, out ReasonCode reason));
        Assert.Equal(id, await ServiceReasonProducers.All[reason]());
    }

    [Fact]
    public void EveryReasonOfTheServiceIsProduced()
    {
        string[] areas = ["service", "session", "http", "enrolment", "feed", "revocation"];
        Assert.Equal(
            ReasonTable.All.Where(r => areas.Contains(r.Area)).Select(r => r.Id).Order(StringComparer.Ordinal),
            ServiceReasonProducers.All.Keys.Select(r => r.Id).Order(StringComparer.Ordinal));
    }
}
