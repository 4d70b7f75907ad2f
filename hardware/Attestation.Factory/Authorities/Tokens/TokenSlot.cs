using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>The slot in which the token of a URI sits.</summary>
internal static class TokenSlot
{
    /// <exception cref="FactoryException"><c>factory.token-absent</c>, <c>factory.token-ambiguous</c>, <c>factory.token-gone</c>, <c>factory.token-refused</c>.</exception>
    public static nuint Find(TokenModule module, TokenUri uri)
    {
        nuint[] found = [.. Slots(module).Where(slot => TokenInfo.TryRead(module, slot) is { } token && Matches(token, uri))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new FactoryException(FactoryReasons.TokenAbsent, $"{uri.Token ?? uri.Serial} in {module.Path}"),
            _ => throw new FactoryException(FactoryReasons.TokenAmbiguous, $"{uri.Token ?? uri.Serial} in {module.Path}: {found.Length} tokens"),
        };
    }

    private static nuint[] Slots(TokenModule module)
    {
        nuint count = 0;
        TokenFailure.Check(module.Functions.GetSlotList(1, null, ref count), "C_GetSlotList");
        var slots = new nuint[count];
        TokenFailure.Check(module.Functions.GetSlotList(1, slots, ref count), "C_GetSlotList");
        return slots[..(int)count];
    }

    private static bool Matches(TokenInfo token, TokenUri uri) => (token.Flags & Cryptoki.FlagInitialized) != 0
        && (uri.Token ?? token.Label) == token.Label && (uri.Serial ?? token.Serial) == token.Serial
        && (uri.Manufacturer ?? token.Manufacturer) == token.Manufacturer && (uri.Model ?? token.Model) == token.Model;
}

/// <summary>CK_TOKEN_INFO (PKCS #11 v2.40 section 3.2): label[32] ‖ manufacturer[32] ‖ model[16] ‖ serial[16], padded with blanks, ‖ flags ‖ ...</summary>
internal sealed record TokenInfo(string Label, string Manufacturer, string Model, string Serial, nuint Flags)
{
    /// <summary>204 bytes on 64-bit systems.</summary>
    private const int Room = 512;

    /// <exception cref="FactoryException"><c>factory.token-gone</c></exception>
    public static TokenInfo Read(TokenModule module, nuint slot) =>
        TryRead(module, slot) ?? throw new FactoryException(FactoryReasons.TokenGone, "C_GetTokenInfo failed");

    /// <summary>Null where the token in the slot is broken or just pulled out: no reason not to use the one beside it.</summary>
    public static TokenInfo? TryRead(TokenModule module, nuint slot)
    {
        byte[] info = new byte[Room];
        if (module.Functions.GetTokenInfo(slot, info) != Cryptoki.Ok)
            return null;
        return new TokenInfo(Text(info, 0, 32), Text(info, 32, 32), Text(info, 64, 16), Text(info, 80, 16),
            nuint.Size == 8 ? (nuint)BitConverter.ToUInt64(info, 96) : BitConverter.ToUInt32(info, 96));
    }

    private static string Text(byte[] info, int offset, int length) => Encoding.UTF8.GetString(info, offset, length).TrimEnd(' ', '\0');
}
