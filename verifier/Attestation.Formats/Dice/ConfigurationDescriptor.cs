using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Dice;

/// <summary>
/// ConfigurationDescriptor (Android Profile for DICE, "Configuration descriptor"; this project's devices write it too). A value is null where the
/// map leaves it out; further entries are the component's own. The tamper state is this project's: docs/formats/dice-reference-values.md.
/// </summary>
public sealed record ConfigurationDescriptor
{
    private const long Name = -70002, Version = -70003, ResettableLabel = -70004, SecurityVersionLabel = -70005, RkpVm = -70006, Instance = -70007;
    private const long Tamper = -71001;

    public string? ComponentName { get; init; }

    /// <summary>A number, or the text as it stands.</summary>
    public string? ComponentVersion { get; init; }

    /// <summary>The component's secrets change with a factory reset.</summary>
    public bool IsResettable { get; init; }

    /// <summary>Grows with every security fix; never goes back.</summary>
    public ulong? SecurityVersion { get; init; }

    /// <summary>The component belongs to the remote key provisioning virtual machine.</summary>
    public bool IsRkpVmMarker { get; init; }

    public string? ComponentInstance { get; init; }

    /// <summary>0 an intact board, anything else an opened one.</summary>
    public ulong? TamperState { get; init; }

    /// <summary>Where the number of <see cref="TamperState"/> stands, from the first byte of the map; 0 where there is none.</summary>
    public int TamperStateAt { get; init; }

    /// <summary>One CBOR map, nothing after it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out ConfigurationDescriptor descriptor, out ParseError error)
    {
        descriptor = null!;
        var read = new ConfigurationDescriptor();
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (!reader.TryReadMap(label => TryReadEntry(reader, label.Integer, ref read), max: 64))
        {
            error = reader.Error;
            return false;
        }
        descriptor = read;
        return true;
    }

    private static bool TryReadEntry(StrictCborReader reader, long? label, ref ConfigurationDescriptor descriptor)
    {
        switch (label)
        {
            case Name:
                bool named = reader.TryReadText(out string name);
                descriptor = descriptor with { ComponentName = name };
                return named;
            case Version:
                return TryReadVersion(reader, ref descriptor);
            case ResettableLabel:
                descriptor = descriptor with { IsResettable = true };
                return reader.TryReadNull();
            case SecurityVersionLabel:
                bool secured = reader.TryReadUInt64(out ulong version);
                descriptor = descriptor with { SecurityVersion = version };
                return secured;
            case RkpVm:
                descriptor = descriptor with { IsRkpVmMarker = true };
                return reader.TryReadNull();
            case Instance:
                bool instanced = reader.TryReadText(out string instance);
                descriptor = descriptor with { ComponentInstance = instance };
                return instanced;
            case Tamper when reader.Peek() == CborReaderState.UnsignedInteger: // microdroid keeps a map under this number
                int at = reader.Offset;
                bool stated = reader.TryReadUInt64(out ulong state);
                descriptor = descriptor with { TamperState = state, TamperStateAt = at };
                return stated;
            default:
                return reader.TrySkip();
        }
    }

    private static bool TryReadVersion(StrictCborReader reader, ref ConfigurationDescriptor descriptor)
    {
        if (reader.IsText)
        {
            bool text = reader.TryReadText(out string version);
            descriptor = descriptor with { ComponentVersion = version };
            return text;
        }
        bool number = reader.TryReadInt64(out long value);
        descriptor = descriptor with { ComponentVersion = value.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        return number;
    }
}
