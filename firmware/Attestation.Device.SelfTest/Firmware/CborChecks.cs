using Attestation.Device.Wire;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>The strict CBOR reader (RFC 8949 section 4.2.1): what is encoded in its one form is read, everything else is refused.</summary>
internal static class CborChecks
{
    internal static void Run(SelfTestRun run)
    {
        Number(run, "0", "00", 0);
        Number(run, "23", "17", 23);
        Number(run, "24", "1818", 24);
        Number(run, "2^32", "1b0000000100000000", 0x100000000UL);
        Number(run, "2^64 - 1", "1bffffffffffffffff", 0xFFFFFFFFFFFFFFFFUL);
        Refused(run, "23 in two bytes", "1817");
        Refused(run, "255 in three bytes", "1900ff");
        Refused(run, "2^32 - 1 in nine bytes", "1b00000000ffffffff");
        Refused(run, "a number that is cut off", "19ff");
        Refused(run, "a byte string longer than the data", "43aabb");
        Refused(run, "an indefinite text", "7f6161ff");
        Refused(run, "an indefinite map", "bf0101ff");
        Refused(run, "a map with keys out of order", "a202010101");
        Refused(run, "a map with a key twice", "a201010102");
        Refused(run, "a text that is no UTF-8", "62c328");
        Refused(run, "a text with a surrogate", "63eda080");
        Refused(run, "a text with U+0000", "63610062");
        Refused(run, "nothing", "");
        Texts(run);
        Accepted(run, "a map of an array and bytes", "a2018201200242aabb");
    }

    private static void Number(SelfTestRun run, string name, string encoded, ulong expected)
    {
        CborReader reader = Read(encoded);
        bool isRead = reader.TryReadUnsigned(out ulong value) && reader.IsAtEnd;
        run.Check("CBOR number " + name, isRead && value == expected);
    }

    private static void Refused(SelfTestRun run, string name, string encoded) =>
        run.Check("CBOR refuses " + name, !Read(encoded).TryReadItem(out int _, out int _));

    private static void Accepted(SelfTestRun run, string name, string encoded)
    {
        CborReader reader = Read(encoded);
        run.Check("CBOR takes " + name, reader.TryReadItem(out int _, out int _) && reader.IsAtEnd);
    }

    private static void Texts(SelfTestRun run)
    {
        CborReader reader = Read("664dc3bc6c6572");
        run.Check("CBOR text of five characters", reader.TryReadText(16, out string text) && text.Length == 5 && text[1] == '\u00FC');
        reader = Read("664dc3bc6c6572");
        run.Check("CBOR text longer than allowed", !reader.TryReadText(5, out text) && text == null && reader.Position == 0);
    }

    private static CborReader Read(string encoded)
    {
        byte[] data = Hex.Bytes(encoded);
        return new CborReader(data, 0, data.Length);
    }
}
