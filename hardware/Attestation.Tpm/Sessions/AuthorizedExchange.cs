using Attestation.Tpm.Commands;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>One command with its sessions: seals the command, opens the response.</summary>
internal sealed class AuthorizedExchange(CommandShape shape, IReadOnlyList<TpmHandle> handles, Authorization[] authorizations)
{
    public CommandShape Shape { get; } = shape;

    /// <summary>Encrypts the first parameter where a session says so, computes the HMACs, frames.</summary>
    public byte[] Seal(byte[] parameters)
    {
        foreach (Authorization authorization in authorizations)
            authorization.Session.RollCallerNonce();
        for (int i = 0; i < authorizations.Length; i++)
            authorizations[i].Session.EncryptCommand(parameters, EncryptionAuthValue(i));
        TpmsAuthCommand[] auths = [.. authorizations.Select((a, i) => a.Session.Authorize(Digest(parameters, i), AuthorizedBy(i), a.AuthValue))];
        return new CommandFrame(Shape.Code, [.. handles.Select(h => h.Value)], auths, parameters).Encode();
    }

    /// <summary>Verifies every session's HMAC, then decrypts.</summary>
    public byte[] Open(ResponseFrame frame)
    {
        IReadOnlyList<TpmsAuthResponse> auths = frame.Auths ?? [];
        if (auths.Count != authorizations.Length)
            throw new TpmProtocolException($"the response to {Shape.Name} has {auths.Count} sessions, the command had {authorizations.Length}");
        var digest = new ResponseDigest(Shape.Code, frame.Parameters);
        for (int i = 0; i < auths.Count; i++)
        {
            if (!authorizations[i].Session.Accept(digest, auths[i], AuthorizedBy(i), authorizations[i].AuthValue))
                throw new TpmProtocolException($"the HMAC of session {i + 1} in the response to {Shape.Name} does not verify");
        }
        byte[] clear = [.. frame.Parameters];
        for (int i = 0; i < authorizations.Length; i++)
            authorizations[i].Session.DecryptResponse(clear, EncryptionAuthValue(i));
        return clear;
    }

    /// <summary>Part 1 clause 21: an authValue belongs into the parameter key only where the session also authorizes.</summary>
    private byte[] EncryptionAuthValue(int i) => AuthorizedBy(i) is null ? [] : authorizations[i].AuthValue;

    private TpmHandle? AuthorizedBy(int i) => i < Shape.AuthHandles ? handles[i] : null;

    /// <summary>Part 1 clause 19.6.5: the first session's HMAC covers the TPM nonces of other sessions that decrypt and encrypt.</summary>
    private CommandDigest Digest(byte[] parameters, int i)
    {
        byte[] decrypt = i == 0 ? OtherNonce(TpmaSession.Decrypt) : [];
        byte[] encrypt = i == 0 ? OtherNonce(TpmaSession.Encrypt) : [];
        bool same = decrypt.Length > 0 && Other(TpmaSession.Decrypt) == Other(TpmaSession.Encrypt);
        return new CommandDigest(Shape.Code, handles, parameters, same ? decrypt : [.. decrypt, .. encrypt]);
    }

    private byte[] OtherNonce(TpmaSession attribute) => Other(attribute) is KeyedSession session ? session.NonceTpm : [];

    private AuthSession? Other(TpmaSession attribute) =>
        authorizations.Skip(1).Select(a => a.Session).FirstOrDefault(s => s is KeyedSession && s.Attributes.HasFlag(attribute));
}
