using System.Buffers.Binary;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>A handle and the Name of what it stands for, Part 1 clause 16. Authorizations are computed over Names, not handles.</summary>
public readonly record struct TpmHandle
{
    /// <param name="value">The handle.</param>
    /// <param name="name">Name of the object or NV index; left out for PCRs, sessions and permanent handles, which are their own Names.</param>
    public TpmHandle(uint value, byte[]? name = null)
    {
        Value = value;
        Name = name ?? NameOfItself(value);
    }

    public uint Value { get; }

    /// <summary>Name; empty for an object whose Name was not given, which serves only without HMAC or policy sessions.</summary>
    public byte[] Name { get; }

    public static TpmHandle Owner { get; } = new(TpmRh.Owner);

    public static TpmHandle Endorsement { get; } = new(TpmRh.Endorsement);

    public static TpmHandle Platform { get; } = new(TpmRh.Platform);

    public static TpmHandle Lockout { get; } = new(TpmRh.Lockout);

    public static TpmHandle Null { get; } = new(TpmRh.Null);

    public static TpmHandle Pcr(int index) => new((uint)index);

    public override string ToString() => $"0x{Value:X8}";

    private static byte[] NameOfItself(uint value)
    {
        if (!TpmRh.NamesItself(value))
            return [];
        var name = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, value);
        return name;
    }
}
