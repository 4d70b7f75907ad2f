namespace Attestation.Tpm.Sessions;

/// <summary>A session for a command, with the authValue of the entity it authorizes (or an empty one).</summary>
/// <param name="Session">Password, HMAC or policy session.</param>
/// <param name="AuthValue">A secret; the caller's to wipe.</param>
public readonly record struct Authorization(AuthSession Session, byte[] AuthValue)
{
    /// <summary>The empty password: what most endorsement and storage keys take.</summary>
    public static Authorization Empty => new(PasswordSession.Instance, []);

    public static Authorization Password(byte[] authValue) => new(PasswordSession.Instance, authValue);

    public static implicit operator Authorization(AuthSession session) => new(session, []);

    /// <summary>Says that it holds a secret, not which.</summary>
    public override string ToString() => Session.Handle.ToString();
}
