using System.Security.Cryptography;
using System.Text;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// The key to which the gate encrypts what only this node may have: made for one join, bound into its quote, never written anywhere.
/// </summary>
public sealed class SecretsKey : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public SecretsKey() => SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();

    /// <summary>For a test that knows the key.</summary>
    internal SecretsKey(ECParameters known)
    {
        key.ImportParameters(known);
        SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>DER.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>What the quote binds: SHA-256 of <see cref="SubjectPublicKeyInfo"/>.</summary>
    public byte[] Hash => SHA256.HashData(SubjectPublicKeyInfo);

    /// <summary>Opens a JWE (RFC 7516) that was made for this key and this node.</summary>
    /// <param name="jwe">Compact serialization.</param>
    /// <param name="node">Name of the node, which the message's apv must be.</param>
    /// <returns>The plaintext; the caller's to wipe.</returns>
    /// <exception cref="JoinFailure">join.credential.</exception>
    public byte[] Open(string jwe, string node)
    {
        if (!EncryptedJwe.TryParse(jwe, out EncryptedJwe? message, out ParseError error))
            throw new JoinFailure(JoinReasons.Credential, $"{error}.") { Because = error.Code.Id };
        if (!message.PartyV.Span.SequenceEqual(Encoding.UTF8.GetBytes(node)))
            throw new JoinFailure(JoinReasons.Credential, "It was made for a node of another name.");
        return message.TryDecrypt(key, out byte[] plaintext, out error)
            ? plaintext
            : throw new JoinFailure(JoinReasons.Credential, $"{error}.") { Because = error.Code.Id };
    }

    public void Dispose() => key.Dispose();
}
