using Attestation.Formats.Ima;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>What a file's signature is worth.</summary>
internal enum ImaSignatureWorth
{
    None,

    /// <summary>Of a key that may sign.</summary>
    Good,

    /// <summary>It names a key that may sign, and does not verify.</summary>
    Wrong,

    /// <summary>It verifies under no key that may sign.</summary>
    Unknown,

    /// <summary>Not looked at any more.</summary>
    NotChecked,
}

/// <summary>
/// Verifies files' signatures under the keys that may sign. A signature names its key in four bytes that its maker chose, so a key without that id
/// is tried too, after the others. Wrong signatures cost as much as good ones: after some hundred no more are verified.
/// </summary>
internal sealed class ImaSignatures(IEnumerable<ImaSigner> signers)
{
    /// <summary>Verifications that may fail.</summary>
    internal const int MaxFailures = 500;

    private readonly ImaSigner[] keys = [.. signers];
    private int failures;

    internal ImaSignatureWorth Of(in ImaFields fields)
    {
        if (fields.Signature is not { } signature)
            return ImaSignatureWorth.None;
        bool named = false;
        foreach (ImaSigner signer in keys.OrderByDescending(k => Names(signature, k)))
        {
            if (failures >= MaxFailures)
                return ImaSignatureWorth.NotChecked;
            if (ImaSignatureCheck.Verifies(signature, fields, signer.Key))
                return ImaSignatureWorth.Good;
            failures++;
            named |= Names(signature, signer);
        }
        return named ? ImaSignatureWorth.Wrong : ImaSignatureWorth.Unknown;
    }

    internal bool MaySign(VerificationKey key) => Array.Exists(keys, k => k.Key.Equals(key));

    private static bool Names(ImaSignature signature, ImaSigner signer) => signature.KeyId.Span.SequenceEqual(signer.KeyId.Span);
}
