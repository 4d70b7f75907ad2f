using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>Which locks a device must read back before it is shipped.</summary>
/// <param name="Required">Names from the board description; a device that reports more must hold those too.</param>
public sealed record LockRule(IReadOnlyList<string> Required)
{
    /// <exception cref="FactoryException"><c>factory.locks-open</c></exception>
    public void Check(LockReport report)
    {
        string[] open = [.. Required.Where(name => !report.Holds(name)).Concat(report.Locks.Where(l => !l.InForce).Select(l => l.Name)).Distinct(StringComparer.Ordinal)];
        if (open.Length > 0)
            throw new FactoryException(LineReasons.LocksOpen, $"Not in force: {string.Join(", ", open)}.");
        if (report.Locks.Count == 0)
            throw new FactoryException(LineReasons.LocksOpen, "The device reports no locks.");
    }
}
