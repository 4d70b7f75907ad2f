using System.Buffers.Binary;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>Computes the policy digest that a TPM would reach, Part 3 clause 23. Each step returns a new value.</summary>
/// <param name="Hash">The session's or object's hash.</param>
/// <param name="Value">The digest so far; all zero at the start.</param>
public sealed record PolicyDigest(TpmAlgId Hash, byte[] Value)
{
    public static PolicyDigest Start(TpmAlgId hash) => new(hash, new byte[hash.DigestSize()]);

    /// <summary>TPM2_PolicySecret.</summary>
    public PolicyDigest Secret(byte[] entityName, byte[] policyRef) =>
        Extend(TpmCc.PolicySecret, entityName).WithValue(v => TpmHash.Compute(Hash, v, policyRef));

    /// <summary>TPM2_PolicyPCR; <paramref name="pcrDigest"/> is the hash of the values with this policy's hash.</summary>
    public PolicyDigest Pcr(TpmlPcrSelection pcrs, byte[] pcrDigest) => Extend(TpmCc.PolicyPcr, WireValue.Encode(pcrs), pcrDigest);

    /// <summary>TPM2_PolicyCommandCode.</summary>
    public PolicyDigest CommandCode(TpmCc code) => Extend(TpmCc.PolicyCommandCode, U32((uint)code));

    /// <summary>TPM2_PolicyAuthValue (and TPM2_PolicyPassword, which extends the same code).</summary>
    public PolicyDigest AuthValue() => Extend(TpmCc.PolicyAuthValue);

    /// <summary>TPM2_PolicyOR: starts over from zero with the list of alternatives.</summary>
    public PolicyDigest Or(params byte[][] alternatives) => Start(Hash).Extend(TpmCc.PolicyOr, alternatives);

    /// <summary>TPM2_PolicyAuthorizeNV: starts over from zero with the Name of the index that holds the policy.</summary>
    public PolicyDigest AuthorizeNv(byte[] indexName) => Start(Hash).Extend(TpmCc.PolicyAuthorizeNv, indexName);

    private PolicyDigest Extend(TpmCc code, params byte[][] parts) => WithValue(v => TpmHash.Compute(Hash, [v, U32((uint)code), .. parts]));

    private PolicyDigest WithValue(Func<byte[], byte[]> next) => this with { Value = next(Value) };

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
