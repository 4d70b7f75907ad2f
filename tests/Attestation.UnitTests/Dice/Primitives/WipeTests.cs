using System.Collections;
using System.Reflection;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>After Wipe nothing in the scratch depends on the secret: two objects used with different secrets hold the same bytes again.</summary>
public sealed class WipeTests
{
    private static readonly WeierstrassCurve Curve = new(P256Field.Instance, P256Order.Instance, P256Field.Instance.B, P256Table.Words);

    [Fact]
    public void Ecdsa_key_generation() => Compare(() => new Ecdsa(Curve), (ecdsa, secret) => ecdsa.GeneratePrivateKey(secret, new byte[32]), ecdsa => ecdsa.Wipe());

    [Fact]
    public void Ecdsa_public_key() => Compare(() => new Ecdsa(Curve), (ecdsa, secret) => ecdsa.DerivePublicKey(secret, new byte[64]), ecdsa => ecdsa.Wipe());

    [Fact]
    public void Ecdsa_signature() => Compare(() => new Ecdsa(Curve), (ecdsa, secret) => ecdsa.Sign(secret, new byte[32], new byte[64]), ecdsa => ecdsa.Wipe());

    [Fact]
    public void Eddsa_public_key() => Compare(() => new Eddsa(), (eddsa, secret) => eddsa.DerivePublicKey(secret, new byte[32]), eddsa => eddsa.Wipe());

    [Fact]
    public void Eddsa_signature() =>
        Compare(() => new Eddsa(), (eddsa, secret) => eddsa.Sign(secret, new byte[32], secret, 0, 32, new byte[64]), eddsa => eddsa.Wipe());

    [Fact]
    public void Hmac() => Compare(() => new HmacSha512(), (mac, secret) => mac.SetKey(secret, 0, 32), mac => mac.Wipe());

    [Fact]
    public void Hash_in_the_middle_of_a_message() => Compare(() => new Sha256(), (hash, secret) => hash.Update(secret, 0, 32), hash => hash.Wipe());

    private static void Compare<T>(Func<T> create, Action<T, byte[]> use, Action<T> wipe)
        where T : class
    {
        T first = create(), second = create();
        use(first, [.. Enumerable.Repeat((byte)0x11, 32)]);
        use(second, [.. Enumerable.Repeat((byte)0x2E, 32)]);
        Assert.NotEqual(Contents(first), Contents(second));
        wipe(first);
        wipe(second);
        Assert.Equal(Contents(first), Contents(second));
    }

    /// <summary>Every number that the object holds, through its fields and arrays, in order. Shared read-only parameters stay out.</summary>
    private static List<object> Contents(object root)
    {
        List<object> values = [];
        Collect(root, values, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return values;
    }

    private static void Collect(object? item, List<object> values, HashSet<object> seen)
    {
        if (item is null or WeierstrassCurve or PrimeField)
            return;
        if (item.GetType().IsPrimitive)
        {
            values.Add(item);
            return;
        }

        if (!seen.Add(item))
            return;
        if (item is Array array)
        {
            foreach (object? element in (IEnumerable)array)
                Collect(element, values, seen);
            return;
        }

        for (Type? type = item.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Collect(field.GetValue(item), values, seen);
        }
    }
}
