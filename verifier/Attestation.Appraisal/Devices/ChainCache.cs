namespace Attestation.Appraisal.Devices;

/// <summary>
/// Chains whose verification succeeded, least recently used out first. Thread-safe. It holds results only for exactly the same chain bytes,
/// anchors and rules, so it changes how long an appraisal takes and nothing else.
/// </summary>
public sealed partial class ChainCache
{
    /// <param name="capacity">Number of chains kept; at least 1. One three-layer P-256 chain costs about 8 KiB.</param>
    public ChainCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    public int Capacity { get; }
}
