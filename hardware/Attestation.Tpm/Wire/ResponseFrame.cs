namespace Attestation.Tpm.Wire;

/// <summary>A whole response, Part 1 clause 18.3: header, handle, parameters, authorization area.</summary>
/// <param name="ResponseCode">TPM_RC_SUCCESS, or an error with nothing behind it.</param>
/// <param name="Handle">The handle of a response that has one.</param>
/// <param name="Parameters">The parameter area; its first parameter may be encrypted.</param>
/// <param name="Auths">Null for TPM_ST_NO_SESSIONS.</param>
/// <param name="Tag">The tag as it came: an error of a 1.2 TPM carries TPM_ST_RSP_COMMAND.</param>
public sealed record ResponseFrame(
    TpmRc ResponseCode, uint? Handle, byte[] Parameters, IReadOnlyList<TpmsAuthResponse>? Auths, TpmSt Tag = TpmSt.NoSessions)
{
    /// <summary>Reads a response. Whether it has a handle is not on the wire: <paramref name="hasHandle"/> says it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, bool hasHandle, out ResponseFrame? frame, out WireError error)
    {
        var reader = new WireReader(bytes);
        return reader.Finish(Read(reader, bytes.Length, hasHandle), out frame, out error);
    }

    public byte[] Encode()
    {
        var writer = new WireWriter();
        writer.U16((ushort)(Auths is null ? Tag : TpmSt.Sessions));
        writer.U32(0);
        writer.U32(ResponseCode.Value);
        if (Handle is { } handle)
            writer.U32(handle);
        if (Auths is not null)
            writer.U32((uint)Parameters.Length);
        writer.Bytes(Parameters);
        foreach (TpmsAuthResponse auth in Auths ?? [])
            auth.Write(writer);
        writer.PatchU32(2, (uint)writer.Length);
        return writer.ToArray();
    }

    private static ResponseFrame Read(WireReader reader, int length, bool hasHandle)
    {
        var tag = (TpmSt)reader.U16("tag");
        if (reader.U32("responseSize") != (uint)length)
            reader.Fail(WireDefect.SizeMismatch, "responseSize", 2);
        var code = new TpmRc(reader.U32("responseCode"));
        bool success = code == TpmRc.Success;
        if (tag is not (TpmSt.Sessions or TpmSt.NoSessions) && !(tag == TpmSt.RspCommand && !success))
            reader.Fail(WireDefect.UnknownSelector, "tag", 0);
        if (!success)
            return new ResponseFrame(code, null, [], null, tag);
        uint? handle = hasHandle ? reader.U32("handle") : null;
        return tag == TpmSt.Sessions ? WithAuths(reader, code, handle) : new ResponseFrame(code, handle, reader.Rest("parameters"), null);
    }

    private static ResponseFrame WithAuths(WireReader reader, TpmRc code, uint? handle)
    {
        int start = reader.Position;
        uint size = reader.U32("parameterSize");
        if (size > (uint)reader.Remaining)
            reader.Fail(WireDefect.Truncated, "parameterSize", start);
        byte[] parameters = reader.Bytes(reader.Failed ? 0 : (int)size, "parameters");
        var auths = new List<TpmsAuthResponse>();
        while (!reader.Failed && reader.Remaining > 0 && auths.Count < CommandFrame.MostAuths)
            auths.Add(reader.Nested($"auth[{auths.Count}]", TpmsAuthResponse.Read));
        return new ResponseFrame(code, handle, parameters, auths, TpmSt.Sessions);
    }
}
