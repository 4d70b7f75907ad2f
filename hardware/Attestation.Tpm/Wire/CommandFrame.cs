namespace Attestation.Tpm.Wire;

/// <summary>A whole command, Part 1 clause 18.2: header, handles, authorization area, parameters.</summary>
/// <param name="Code">commandCode.</param>
/// <param name="Handles">The handle area.</param>
/// <param name="Auths">Empty for TPM_ST_NO_SESSIONS; at most three.</param>
/// <param name="Parameters">The parameter area; its first parameter may be encrypted.</param>
public sealed record CommandFrame(TpmCc Code, IReadOnlyList<uint> Handles, IReadOnlyList<TpmsAuthCommand> Auths, byte[] Parameters)
{
    /// <summary>Most sessions of one command.</summary>
    public const int MostAuths = 3;

    /// <summary>Reads a command. How many handles it has is not on the wire: <paramref name="handleCount"/> says it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, Func<TpmCc, int?> handleCount, out CommandFrame? frame, out WireError error)
    {
        var reader = new WireReader(bytes);
        return reader.Finish(Read(reader, bytes.Length, handleCount), out frame, out error);
    }

    public byte[] Encode()
    {
        var writer = new WireWriter();
        writer.U16((ushort)(Auths.Count == 0 ? TpmSt.NoSessions : TpmSt.Sessions));
        writer.U32(0);
        writer.U32((uint)Code);
        foreach (uint handle in Handles)
            writer.U32(handle);
        if (Auths.Count > 0)
            WriteAuths(writer);
        writer.Bytes(Parameters);
        writer.PatchU32(2, (uint)writer.Length);
        return writer.ToArray();
    }

    private static CommandFrame Read(WireReader reader, int length, Func<TpmCc, int?> handleCount)
    {
        var tag = (TpmSt)reader.U16("tag");
        if (tag is not (TpmSt.Sessions or TpmSt.NoSessions))
            reader.Fail(WireDefect.UnknownSelector, "tag", 0);
        if (reader.U32("commandSize") != (uint)length)
            reader.Fail(WireDefect.SizeMismatch, "commandSize", 2);
        var code = (TpmCc)reader.U32("commandCode");
        int? count = handleCount(code);
        if (count is null)
            reader.Fail(WireDefect.UnknownSelector, "commandCode", 6);
        uint[] handles = [.. Enumerable.Range(1, count ?? 0).Select(i => reader.U32($"handle{i}"))];
        IReadOnlyList<TpmsAuthCommand> auths = tag == TpmSt.Sessions ? ReadAuths(reader) : [];
        return new CommandFrame(code, handles, auths, reader.Rest("parameters"));
    }

    private static List<TpmsAuthCommand> ReadAuths(WireReader reader)
    {
        int start = reader.Position;
        uint size = reader.U32("authorizationSize");
        if (size < 9 || size > (uint)reader.Remaining)
            reader.Fail(WireDefect.SizeMismatch, "authorizationSize", start);
        long end = reader.Position + (long)size;
        var auths = new List<TpmsAuthCommand>();
        while (!reader.Failed && reader.Position < end)
        {
            auths.Add(reader.Nested($"auth[{auths.Count}]", TpmsAuthCommand.Read));
            if (auths.Count > MostAuths)
                reader.Fail(WireDefect.TooMany, "authorizationSize", start);
        }
        if (!reader.Failed && reader.Position != end)
            reader.Fail(WireDefect.SizeMismatch, "authorizationSize", start);
        return auths;
    }

    private void WriteAuths(WireWriter writer)
    {
        int at = writer.Length;
        writer.U32(0);
        foreach (TpmsAuthCommand auth in Auths)
            auth.Write(writer);
        writer.PatchU32(at, (uint)(writer.Length - at - 4));
    }
}
