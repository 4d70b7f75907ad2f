using System.Security.Cryptography;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>A private key that stays in its PKCS #11 token: P-256 and P-384 by CKM_ECDSA over a hash made here, Ed25519 by CKM_EDDSA over the data.</summary>
internal sealed class TokenKey : IDisposable
{
    private static readonly byte[] Proof = "attest-factory: which public key is this?"u8.ToArray();

    private readonly TokenSessions _sessions;
    private readonly nuint _handle;
    private readonly VerificationKey _publicKey;

    private TokenKey(TokenSessions sessions, nuint handle, VerificationKey publicKey) => (_sessions, _handle, _publicKey) = (sessions, handle, publicKey);

    /// <summary>Finds the key, logs in, and lets it sign once, since its public half is another object of the token that anybody may have put there.</summary>
    /// <param name="text">A <see cref="TokenUri"/>.</param>
    /// <param name="passphrases">Asks for the PIN where the URI names no file.</param>
    /// <exception cref="FactoryException"><c>factory.token-*</c></exception>
    public static SigningKey Open(string text, Passphrases passphrases)
    {
        TokenUri uri = TokenUri.Parse(text);
        return Open(uri, TokenModule.Load(uri.ModulePath), passphrases);
    }

    internal static SigningKey Open(TokenUri uri, TokenModule module, Passphrases passphrases)
    {
        var sessions = new TokenSessions(module, TokenSlot.Find(module, uri));
        try
        {
            TokenKey key = sessions.Use(session =>
            {
                TokenLogin.Ensure(session, sessions, uri, passphrases);
                return Find(session, sessions, uri);
            });
            if (!key._publicKey.Verify(key._publicKey.DefaultAlgorithm, Proof, key.Sign(Proof)))
                throw new FactoryException(FactoryReasons.TokenKeyMismatch, uri.Text);
            return SigningKey.Elsewhere(key._publicKey, key.Sign, key);
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    public void Dispose() => _sessions.Dispose();

    private static TokenKey Find(nuint session, TokenSessions sessions, TokenUri uri)
    {
        TokenModule module = sessions.Module;
        nuint handle = Single(module, session, Wanted(Cryptoki.ClassPrivateKey, uri.Object, uri.Id), uri, "private");
        byte[] id = TokenObjects.Read(module, session, handle, Cryptoki.AttributeId);
        byte[] label = TokenObjects.Read(module, session, handle, Cryptoki.AttributeLabel);
        nuint other = Single(module, session, id.Length > 0 ? Wanted(Cryptoki.ClassPublicKey, null, id) : Wanted(Cryptoki.ClassPublicKey, label, null), uri, "public");
        VerificationKey publicKey = TokenPublicKey.Of(TokenObjects.Read(module, session, other, Cryptoki.AttributeEcParams),
            TokenObjects.Read(module, session, other, Cryptoki.AttributeEcPoint), uri.Text);
        return new TokenKey(sessions, handle, publicKey);
    }

    private static nuint Single(TokenModule module, nuint session, (nuint, byte[])[] wanted, TokenUri uri, string half)
    {
        nuint[] found = TokenObjects.Find(module, session, wanted);
        return found.Length switch
        {
            1 => found[0],
            0 => throw new FactoryException(FactoryReasons.TokenKeyAbsent, $"{uri.Text}: no {half} key"),
            _ => throw new FactoryException(FactoryReasons.TokenKeyAmbiguous, $"{uri.Text}: {found.Length} {half} keys"),
        };
    }

    private static (nuint, byte[])[] Wanted(nuint kind, byte[]? label, byte[]? id) =>
    [
        (Cryptoki.AttributeClass, TokenObjects.Number(kind)),
        .. label is null ? Array.Empty<(nuint, byte[])>() : [(Cryptoki.AttributeLabel, label)],
        .. id is null ? Array.Empty<(nuint, byte[])>() : [(Cryptoki.AttributeId, id)],
    ];

    /// <summary>r‖s for ECDSA, R‖S for Ed25519: the form in which tokens give them.</summary>
    private byte[] Sign(ReadOnlySpan<byte> data)
    {
        bool edwards = _publicKey.Kind == KeyKind.Ed25519;
        byte[] input = edwards ? data.ToArray() : CryptographicOperations.HashData(_publicKey.Kind == KeyKind.P384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256, data);
        byte[] signature = new byte[_publicKey.Kind == KeyKind.P384 ? 96 : 64];
        return _sessions.Use(session =>
        {
            var mechanism = new CryptokiFunctions.Mechanism { Type = edwards ? Cryptoki.MechanismEddsa : Cryptoki.MechanismEcdsa };
            nuint length = (nuint)signature.Length;
            TokenFailure.Check(_sessions.Module.Functions.SignInit(session, ref mechanism, _handle), "C_SignInit");
            TokenFailure.Check(_sessions.Module.Functions.Sign(session, input, (nuint)input.Length, signature, ref length), "C_Sign");
            return length == (nuint)signature.Length ? signature : throw new FactoryException(FactoryReasons.TokenRefused, $"a signature of {length} bytes");
        });
    }
}
