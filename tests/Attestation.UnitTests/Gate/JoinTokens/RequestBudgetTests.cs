using Attestation.Gate.JoinTokens;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class RequestBudgetTests
{
    private readonly StandingClock _clock = new() { Now = BrokerWorld.Start };

    [Fact]
    public void ABudgetIsRefilledEvenlyAndNeverBeyondItsSize()
    {
        var budget = new RequestBudget(6, _clock);
        Assert.Equal(6, Take(budget, "a"));
        Assert.False(budget.TryTake("a", out TimeSpan wait));
        Assert.Equal(TimeSpan.FromSeconds(10), wait);
        _clock.Now += TimeSpan.FromSeconds(25);
        Assert.Equal(2, Take(budget, "a"));
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(6, Take(budget, "a"));
    }

    [Fact]
    public void OneKeyDoesNotSpendAnothersBudget()
    {
        var budget = new RequestBudget(2, _clock);
        Assert.Equal(2, Take(budget, "a"));
        Assert.Equal(2, Take(budget, "b"));
    }

    [Fact]
    public void MemoryIsBoundedAndWhoIsFullAgainIsForgotten()
    {
        var budget = new RequestBudget(2, _clock, maxKeys: 3);
        Assert.All((string[])["a", "b", "c"], key => Assert.True(budget.TryTake(key, out _)));
        Assert.False(budget.TryTake("d", out _));
        Assert.True(budget.TryTake("a", out _));
        _clock.Now += TimeSpan.FromSeconds(31);
        Assert.True(budget.TryTake("d", out _)); // b and c are full again
        Assert.True(budget.TryTake("e", out _));
        Assert.False(budget.TryTake("f", out _));
    }

    private static int Take(RequestBudget budget, string key)
    {
        int taken = 0;
        while (budget.TryTake(key, out _))
            taken++;
        return taken;
    }
}
