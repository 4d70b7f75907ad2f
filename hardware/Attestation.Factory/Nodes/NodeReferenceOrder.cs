using Attestation.Formats.EventLog;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Nodes;

/// <summary>What reference values of a class of nodes are to state.</summary>
public sealed record NodeReferenceOrder
{
    /// <summary>
    /// Classes that are the same on machines of one kind. Left out: what differs from machine to machine or from day to day (boot order, partition table,
    /// settings, grub's commands, systemd's measurements), since a class that has values is compared on every node.
    /// </summary>
    public static readonly IReadOnlyList<BootClass> DefaultClasses =
    [
        BootClass.SrtmVersion, BootClass.Firmware, BootClass.OptionRom, BootClass.SecureBoot, BootClass.SecureBootKeys, BootClass.Authority,
        BootClass.BootLoader, BootClass.Mok, BootClass.GrubModule, BootClass.CommandLine, BootClass.Kernel, BootClass.Initrd, BootClass.UkiSection,
    ];

    public required string Vendor { get; init; }

    public required string Model { get; init; }

    /// <summary>Of the set, for people; part of the CoRIM's id.</summary>
    public required string Version { get; init; }

    public IReadOnlyList<BootClass> Classes { get; init; } = DefaultClasses;

    /// <summary>Were the classes named by the operator? Then one that cannot be stated is refused and not left out.</summary>
    public bool ClassesAreNamed { get; init; }

    /// <summary>Make one pattern of command lines that differ in single words.</summary>
    public bool GeneralisesLines { get; init; }

    /// <summary>Patterns by the operator, instead of the lines that were seen.</summary>
    public IReadOnlyList<TextPattern> CommandLines { get; init; } = [];

    /// <summary>State the files of the machines' IMA lists.</summary>
    public bool WithIma { get; init; }

    /// <summary>Files besides those.</summary>
    public IReadOnlyList<KnownFile> Files { get; init; } = [];

    /// <summary>PCRs whose values are to be golden.</summary>
    public IReadOnlyList<int> GoldenPcrs { get; init; } = [];

    /// <summary>The class of a name on the command line.</summary>
    /// <exception cref="FactoryException"><c>factory.node-option</c></exception>
    public static BootClass ClassOf(string name) => BootClassNames.TryFind(name, out BootClass found)
        ? found
        : throw new FactoryException(FactoryReasons.NodeOption, $"--class {name}: one of {string.Join(", ", BootClassNames.Comparable.Select(c => c.Name()))}");
}
