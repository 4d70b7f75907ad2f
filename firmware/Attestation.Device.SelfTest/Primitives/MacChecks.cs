using System.Text;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Primitives;

/// <summary>HMAC against RFC 4231 (test cases 1, 2 and 6) and HKDF against RFC 5869 appendix A.</summary>
internal static class MacChecks
{
    internal static void Run(SelfTestRun run)
    {
        Hmac256(run);
        Hmac384(run);
        Hmac512(run);
        KeyDerivation(run);
    }

    private static void Hmac256(SelfTestRun run)
    {
        Short(run, "RFC 4231 case 1, HMAC-SHA-256", new HmacSha256(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        Text(run, "RFC 4231 case 2, HMAC-SHA-256", new HmacSha256(), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        LongKey(run, "RFC 4231 case 6, HMAC-SHA-256", new HmacSha256(), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    private static void Hmac384(SelfTestRun run)
    {
        Short(run, "RFC 4231 case 1, HMAC-SHA-384", new HmacSha384(),
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6");
        Text(run, "RFC 4231 case 2, HMAC-SHA-384", new HmacSha384(),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
        LongKey(run, "RFC 4231 case 6, HMAC-SHA-384", new HmacSha384(),
            "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952");
    }

    private static void Hmac512(SelfTestRun run)
    {
        Short(run, "RFC 4231 case 1, HMAC-SHA-512", new HmacSha512(),
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
        Text(run, "RFC 4231 case 2, HMAC-SHA-512", new HmacSha512(),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
        LongKey(run, "RFC 4231 case 6, HMAC-SHA-512", new HmacSha512(),
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
    }

    private static void KeyDerivation(SelfTestRun run)
    {
        byte[] ikm = Filled(22, 0x0B);
        byte[] output = new byte[42];
        byte[] nothing = new byte[0];
        Hkdf.DeriveSha256(ikm, Counting(0, 13), Counting(0xF0, 10), output);
        run.Check("RFC 5869 A.1, HKDF-SHA-256", "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", output);
        Hkdf.DeriveSha256(ikm, nothing, nothing, output);
        run.Check("RFC 5869 A.3, no salt, no info", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8", output);
        byte[] longer = new byte[82];
        Hkdf.DeriveSha256(Counting(0, 80), Counting(0x60, 80), Counting(0xB0, 80), longer);
        run.Check("RFC 5869 A.2, longer than two blocks",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87", longer);
        Hkdf.DeriveSha512(ikm, Counting(0, 13), Counting(0xF0, 10), output);
        run.Check("HKDF-SHA-512 of the inputs of RFC 5869 A.1", "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb", output);
    }

    private static void Short(SelfTestRun run, string name, Hmac mac, string tag) => Check(run, name, mac, Filled(20, 0x0B), "Hi There", tag);

    private static void Text(SelfTestRun run, string name, Hmac mac, string tag) =>
        Check(run, name, mac, Encoding.UTF8.GetBytes("Jefe"), "what do ya want for nothing?", tag);

    private static void LongKey(SelfTestRun run, string name, Hmac mac, string tag) =>
        Check(run, name, mac, Filled(131, 0xAA), "Test Using Larger Than Block-Size Key - Hash Key First", tag);

    private static void Check(SelfTestRun run, string name, Hmac mac, byte[] key, string message, string tag)
    {
        byte[] data = Encoding.UTF8.GetBytes(message);
        byte[] actual = new byte[mac.Size];
        mac.SetKey(key, 0, key.Length);
        mac.Update(data, 0, data.Length);
        mac.Finish(actual, 0);
        run.Check(name, tag, actual);
    }

    private static byte[] Filled(int size, byte value)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = value;
        return bytes;
    }

    private static byte[] Counting(int first, int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)(first + i);
        return bytes;
    }
}
