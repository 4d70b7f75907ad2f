namespace Attestation.Tpm.Wire;

/// <summary>TPMS_AUTH_COMMAND, Part 2 clause 10.13.2.</summary>
public sealed record TpmsAuthCommand(uint SessionHandle, byte[] Nonce, TpmaSession Attributes, byte[] Hmac) : IWireValue<TpmsAuthCommand>
{
    public static TpmsAuthCommand Read(WireReader reader) => new(
        reader.U32("sessionHandle"), reader.Buffer("nonce", 64), (TpmaSession)reader.U8("sessionAttributes"), reader.Buffer("hmac", 64));

    public void Write(WireWriter writer)
    {
        writer.U32(SessionHandle);
        writer.Buffer(Nonce);
        writer.U8((byte)Attributes);
        writer.Buffer(Hmac);
    }
}

/// <summary>TPMS_AUTH_RESPONSE, Part 2 clause 10.13.3.</summary>
public sealed record TpmsAuthResponse(byte[] Nonce, TpmaSession Attributes, byte[] Hmac) : IWireValue<TpmsAuthResponse>
{
    public static TpmsAuthResponse Read(WireReader reader) => new(
        reader.Buffer("nonce", 64), (TpmaSession)reader.U8("sessionAttributes"), reader.Buffer("hmac", 64));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Nonce);
        writer.U8((byte)Attributes);
        writer.Buffer(Hmac);
    }
}
