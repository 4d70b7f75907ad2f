using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>How far down the ladder a node stands.</summary>
public enum Rung
{
    /// <summary>Needs no verdict by configuration: the gate leaves nothing on it.</summary>
    Exempt,

    /// <summary>Label trusted.</summary>
    Trusted,

    /// <summary>Never had a verdict, and the configuration only warns: label late, no taint.</summary>
    Awaited,

    /// <summary>Label late, taint NoSchedule.</summary>
    Late,

    /// <summary>Label bad, taints NoSchedule and, once it has fallen, NoExecute.</summary>
    Bad,
}

/// <summary>What the ladder says about one node at one instant.</summary>
/// <param name="Rung">Null where nothing can be said yet: everything stays as it is.</param>
/// <param name="Why">Why it is not, or will soon not be, trusted; null where all is well.</param>
/// <param name="Next">When time alone changes this; null where only news can.</param>
/// <param name="ByOperator">An operator revoked it: such a fall is meant, and the storm guard's share does not stop it.</param>
public sealed record Standing(Rung? Rung, GateDenial? Why, DateTimeOffset? Next, bool ByOperator = false)
{
    /// <summary>Since when the first verdict is awaited; null where one was seen.</summary>
    public DateTimeOffset? AwaitedSince { get; init; }
}
