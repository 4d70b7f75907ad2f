using Attestation.Gate.Taints;
using static Attestation.UnitTests.Gate.Taints.NodeBench;

namespace Attestation.UnitTests.Gate.Taints;

public sealed class QueueTests
{
    [Fact]
    public void A_node_is_looked_at_once_at_its_last_instant()
    {
        var looks = new LookQueue();
        looks.Set("a", Start.AddMinutes(1));
        looks.Set("b", Start.AddMinutes(2));
        looks.Set("a", Start.AddMinutes(3));
        looks.Set("c", Start.AddMinutes(2));
        looks.Set("c", null);

        Assert.Empty(looks.TakeDue(Start.AddMinutes(1)));
        Assert.Equal(["b"], looks.TakeDue(Start.AddMinutes(2)));
        Assert.Equal(["a"], looks.TakeDue(Start.AddMinutes(9)));
        Assert.Equal(0, looks.Count);
    }

    [Fact]
    public void Many_changes_of_one_instant_do_not_make_the_heap_grow()
    {
        var looks = new LookQueue();
        for (int i = 0; i < 100_000; i++)
            looks.Set("a", Start.AddSeconds(i));
        Assert.Equal(["a"], looks.TakeDue(Start.AddSeconds(100_000)));
        Assert.Equal(0, looks.Count);
    }

    [Fact]
    public async Task Urgent_nodes_go_first_and_each_is_taken_once()
    {
        var work = new WorkQueue();
        work.Add("a", isUrgent: false);
        work.Add("b", isUrgent: false);
        work.Add("b", isUrgent: true);
        work.Add("b", isUrgent: true);
        work.Add("a", isUrgent: false);

        Assert.Equal("b", await work.TakeAsync(default));
        Assert.Equal("a", await work.TakeAsync(default));
        Assert.Equal(0, work.Count);
    }

    [Fact]
    public async Task A_node_that_comes_while_it_is_worked_on_is_taken_again_after_that()
    {
        var work = new WorkQueue();
        work.Add("a", isUrgent: false);
        Assert.Equal("a", await work.TakeAsync(default));
        work.Add("a", isUrgent: false);
        work.Add("a", isUrgent: true);
        Assert.Equal(0, work.Count);

        work.Done("a");

        Assert.Equal("a", await work.TakeAsync(default));
        work.Done("a");
        Assert.Equal(0, work.Count);
    }
}
