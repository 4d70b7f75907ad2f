using Attestation.Formats;
using Attestation.Formats.Dice;

namespace Attestation.Appraisal.Devices;

/// <summary>The tamper state of a board in its configuration descriptor: label -71001, docs/formats/dice-reference-values.md.</summary>
internal static class TamperReading
{
    /// <summary>CBOR of -71001: what holds none of it costs no parsing.</summary>
    private static readonly byte[] Label = [0x3A, 0x00, 0x01, 0x15, 0x58];

    private const byte UnsignedZero = 0x00, LastOneByteUnsigned = 0x17;

    /// <summary>The descriptor as it would be on an intact board.</summary>
    /// <param name="descriptor">What the certificate holds.</param>
    /// <returns>Null where it states no tampering: no map of ours, no such entry, or state 0.</returns>
    internal static byte[]? Intact(ReadOnlyMemory<byte>? descriptor)
    {
        if (descriptor is not { } bytes || bytes.Span.IndexOf(Label) < 0 || !ConfigurationDescriptor.TryParse(bytes, out ConfigurationDescriptor read, out ParseError _))
            return null;
        if (read.TamperState is null or 0)
            return null;
        byte[] intact = bytes.ToArray();
        if (intact[read.TamperStateAt] <= LastOneByteUnsigned) // 1, and numbers that no firmware writes
            intact[read.TamperStateAt] = UnsignedZero;
        return intact;
    }
}
