using System.Buffers.Binary;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>Names, Part 1 clause 16: nameAlg | H(public area).</summary>
public static class TpmName
{
    /// <summary>Name of an object; empty where nameAlg is NULL.</summary>
    public static byte[] Of(TpmtPublic publicArea) =>
        publicArea.NameAlg == TpmAlgId.Null ? [] : Prefixed(publicArea.NameAlg, TpmHash.Compute(publicArea.NameAlg, WireValue.Encode(publicArea)));

    /// <summary>Name of an NV index. It changes with the first write (TPMA_NV_WRITTEN).</summary>
    public static byte[] Of(TpmsNvPublic publicArea) =>
        Prefixed(publicArea.NameAlg, TpmHash.Compute(publicArea.NameAlg, WireValue.Encode(publicArea)));

    /// <summary>Name of a permanent handle, PCR or session: the handle itself.</summary>
    public static byte[] Of(uint handle)
    {
        var name = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, handle);
        return name;
    }

    /// <summary>Qualified name: nameAlg | H(parent's qualified name | name). A hierarchy's qualified name is its handle.</summary>
    public static byte[] Qualified(byte[] parentQualifiedName, TpmtPublic publicArea) =>
        Prefixed(publicArea.NameAlg, TpmHash.Compute(publicArea.NameAlg, parentQualifiedName, Of(publicArea)));

    private static byte[] Prefixed(TpmAlgId algorithm, byte[] digest) =>
        [(byte)((ushort)algorithm >> 8), (byte)((ushort)algorithm & 0xFF), .. digest];
}
