using System.Runtime.InteropServices;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>Finds objects of a token and reads their attributes (PKCS #11 v2.40 section 5.7).</summary>
internal static class TokenObjects
{
    /// <summary>Two are as bad as many.</summary>
    private const int Enough = 8;

    /// <summary>A longer attribute belongs to no key on a curve.</summary>
    private const int MaxLength = 4096;

    /// <summary>Handles of the objects that have all of these attributes.</summary>
    public static nuint[] Find(TokenModule module, nuint session, params (nuint Type, byte[] Value)[] wanted)
    {
        GCHandle[] pins = [.. wanted.Select(attribute => GCHandle.Alloc(attribute.Value, GCHandleType.Pinned))];
        try
        {
            CryptokiFunctions.Attribute[] template = [.. wanted.Select((attribute, i) => new CryptokiFunctions.Attribute
            {
                Type = attribute.Type,
                Value = pins[i].AddrOfPinnedObject(),
                Length = (nuint)attribute.Value.Length,
            })];
            TokenFailure.Check(module.Functions.FindObjectsInit(session, template, (nuint)template.Length), "C_FindObjectsInit");
        }
        finally
        {
            Array.ForEach(pins, pin => pin.Free());
        }
        var handles = new nuint[Enough];
        nuint result = module.Functions.FindObjects(session, handles, Enough, out nuint count);
        module.Functions.FindObjectsFinal(session);
        TokenFailure.Check(result, "C_FindObjects");
        return handles[..(int)count];
    }

    /// <summary>The attribute's bytes, empty where the object does not have it or does not tell.</summary>
    public static byte[] Read(TokenModule module, nuint session, nuint handle, nuint type)
    {
        var attribute = new CryptokiFunctions.Attribute { Type = type };
        nuint result = module.Functions.GetAttributeValue(session, handle, ref attribute, 1);
        if (result != Cryptoki.Ok || attribute.Length == Cryptoki.Unavailable || attribute.Length is 0 or > MaxLength)
            return [];
        byte[] value = new byte[attribute.Length];
        GCHandle pin = GCHandle.Alloc(value, GCHandleType.Pinned);
        try
        {
            attribute.Value = pin.AddrOfPinnedObject();
            return module.Functions.GetAttributeValue(session, handle, ref attribute, 1) == Cryptoki.Ok ? value : [];
        }
        finally
        {
            pin.Free();
        }
    }

    /// <summary>A CK_ULONG as attribute value.</summary>
    public static byte[] Number(nuint value) => nuint.Size == 8 ? BitConverter.GetBytes((ulong)value) : BitConverter.GetBytes((uint)value);
}
