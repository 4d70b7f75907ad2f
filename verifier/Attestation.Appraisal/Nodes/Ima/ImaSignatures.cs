using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>What a file's signature is worth.</summary>
internal enum ImaSignatureWorth
{
    None,

    /// <summary>Of a key that may sign.</summary>
    Good,

    /// <summary>It names a key that may sign, and does not verify.</summary>
    Wrong,

    /// <summary>It names no key that may sign, and verifies under none that was tried.</summary>
    Unknown,

    /// <summary>Not looked at any more.</summary>
    NotChecked,
}

/// <summary>
/// Verifies files' signatures under the keys that may sign. A signature names its key in four bytes, which a certificate may choose freely: where no
/// key has that id, all are tried, and the id is remembered. A node may send as many wrong signatures as it likes: what they cost is bounded, for
/// ids that are known and for others apart, so that files signed by somebody else do not use up what ours need. A good signature that comes
/// again is not verified again.
/// </summary>
internal sealed class ImaSignatures(IEnumerable<ImaSigner> signers)
{
    /// <summary>Verifications that may fail under a key that the signature names.</summary>
    internal const int MaxFailures = 500;

    /// <summary>Verifications under keys that the signature does not name.</summary>
    internal const int MaxGuesses = 500;

    private readonly ImaSigner[] keys = [.. signers];
    private readonly Dictionary<uint, ImaSigner> learned = [];
    private readonly HashSet<UInt128> good = [];
    private int failures;
    private int guesses;

    internal ImaSignatureWorth Of(in ImaFields fields)
    {
        if (keys.Length == 0 || fields.Signature is not { } signature)
            return fields.Signature is null ? ImaSignatureWorth.None : ImaSignatureWorth.Unknown;
        UInt128 identity = Identity(fields);
        if (good.Contains(identity))
            return ImaSignatureWorth.Good;
        ImaSignatureWorth worth = Verify(signature, fields);
        if (worth == ImaSignatureWorth.Good)
            good.Add(identity);
        return worth;
    }

    private ImaSignatureWorth Verify(ImaSignature signature, in ImaFields fields)
    {
        uint id = BinaryPrimitives.ReadUInt32BigEndian(signature.KeyId.Span);
        bool named = false;
        foreach (ImaSigner key in keys)
        {
            if (!Names(id, key))
                continue;
            if (failures >= MaxFailures)
                return ImaSignatureWorth.NotChecked;
            if (ImaSignatureCheck.Verifies(signature, fields, key.Key))
                return ImaSignatureWorth.Good;
            (named, failures) = (true, failures + 1);
        }
        return named ? ImaSignatureWorth.Wrong : Guess(id, signature, fields);
    }

    private ImaSignatureWorth Guess(uint id, ImaSignature signature, in ImaFields fields)
    {
        foreach (ImaSigner key in keys)
        {
            if (guesses++ >= MaxGuesses)
                break;
            if (!ImaSignatureCheck.Verifies(signature, fields, key.Key))
                continue;
            learned[id] = key;
            return ImaSignatureWorth.Good;
        }
        return ImaSignatureWorth.Unknown;
    }

    private bool Names(uint id, ImaSigner key) =>
        BinaryPrimitives.ReadUInt32BigEndian(key.KeyId.Span) == id || (learned.TryGetValue(id, out ImaSigner? known) && known == key);

    private static UInt128 Identity(in ImaFields fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)fields.Hash, fields.IsVerity ? (byte)1 : (byte)0]);
        hash.AppendData(fields.Digest.Span); // its size is the hash's
        hash.AppendData(fields.Attribute.Span);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
