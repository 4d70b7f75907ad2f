namespace Attestation.Simulator.Faults;

/// <summary>A set of faults with unique names. <see cref="BuiltIn"/> has ours; add your own to a copy of it.</summary>
public sealed class FaultCatalogue
{
    private readonly Dictionary<string, Fault> _byName = new(StringComparer.Ordinal);
    private readonly List<Fault> _all = [];

    public IReadOnlyList<Fault> All => _all;

    /// <summary>Every fault of this project, in a new catalogue.</summary>
    public static FaultCatalogue BuiltIn()
    {
        var catalogue = new FaultCatalogue();
        foreach (Fault fault in (Fault[])[.. BoardFaults.All, .. FactoryFaults.All, .. ChainFaults.All, .. SessionFaults.All, .. EndorsementFaults.All])
            catalogue.Add(fault);
        return catalogue;
    }

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public FaultCatalogue Add(Fault fault)
    {
        if (!_byName.TryAdd(fault.Name, fault))
            throw new ArgumentException($"a fault named {fault.Name} is there already", nameof(fault));
        _all.Add(fault);
        return this;
    }

    public Fault? Find(string name) => _byName.GetValueOrDefault(name);
}
