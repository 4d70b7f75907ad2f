namespace Attestation.Device.SelfTest.Primitives;

/// <summary>The integer arithmetic that the primitives rely on. An interpreter may hold a sign beside each number and lose it in a cast: every line here is a
/// shape that the code uses, with operands that no compiler can fold away.</summary>
internal static class ArithmeticChecks
{
    private static readonly ulong[] Wide = { 0xFFFFFFFFFFFFFFFFUL, 0x8000000000000000UL, 1UL, 0UL, 0x123456789ABCDEF0UL };

    private static readonly uint[] Narrow = { 0xFFFFFFFFU, 0x80000000U, 1U, 0U, 0x89ABCDEFU };

    private static readonly byte[] Octets = { 0xFF, 0x80, 0x01, 0x00 };

    internal static void Run(SelfTestRun run)
    {
        Shifts(run);
        Masks(run);
        Products(run);
        Conversions(run);
        run.Check("comparison of numbers with the top bit", Wide[1] > Wide[2] && Wide[0] > Wide[4] && Narrow[0] > Narrow[2] && Narrow[1] >= Narrow[4] == false);
        run.Check("remainder without a sign", 5, Wide[0] % 10);
        run.Check("quotient without a sign", 0x1999999999999999UL, Wide[0] / 10);
    }

    private static void Shifts(SelfTestRun run)
    {
        ulong wide = Wide[0];
        uint narrow = Narrow[1];
        run.Check("64-bit shift to the right brings zeros", 1, wide >> 63);
        run.Check("32-bit shift to the right brings zeros", 1, narrow >> 31);
        run.Check("shift after a cast from 64 to 32 bits", 0x0FFFFFFF, (uint)wide >> 4);
        run.Check("rotation", 0x0123456789ABCDEFUL, (Wide[4] >> 4) | (Wide[4] << 60));
        int distance = Octets[2] + 6;
        run.Check("shift by a number that is not known", 0x1FFFFFFFFFFFFFFUL, wide >> distance);
        uint word = ((uint)Octets[0] << 24) | ((uint)Octets[1] << 16) | ((uint)Octets[2] << 8) | Octets[3];
        run.Check("word from bytes with the top bit", 0xFF800100UL, word);
    }

    private static void Masks(SelfTestRun run)
    {
        ulong difference = Wide[3] - Wide[2];
        run.Check("borrow of a difference", 1, difference >> 63);
        run.Check("mask of a bit that is set", 0xFFFFFFFFFFFFFFFFUL, 0UL - (difference >> 63));
        run.Check("mask of a bit that is not set", 0, 0UL - (Wide[2] >> 63));
        uint bits = (uint)Octets[0] ^ Octets[1];
        run.Check("equality as a bit", 0, (bits - 1) >> 31);
        run.Check("selection by a mask", Wide[4], Wide[2] ^ ((Wide[2] ^ Wide[4]) & (0UL - (difference >> 63))));
    }

    private static void Products(SelfTestRun run)
    {
        run.Check("product of two words in 64 bits", 0xFFFFFFFE00000001UL, (ulong)Narrow[0] * Narrow[0]);
        run.Check("product modulo 2^64", 0xEDCBA98765432110UL, Wide[4] * Wide[0]);
        run.Check("sum modulo 2^64", 0x123456789ABCDEEFUL, Wide[4] + Wide[0]);
        uint sum = Narrow[0] + Narrow[4];
        run.Check("sum modulo 2^32", 0x89ABCDEEUL, sum);
        uint product = Narrow[4] * Narrow[0];
        run.Check("product modulo 2^32", 0x76543211UL, product);
    }

    private static void Conversions(SelfTestRun run)
    {
        uint half = (uint)(Wide[4] >> 16);
        byte last = (byte)Wide[4];
        byte first = (byte)(Narrow[4] >> 24);
        run.Check("the low half of a long word", 0x56789ABCUL, half);
        run.Check("the last byte of a long word", 0xF0, last);
        run.Check("the first byte of a word", 0x89, first);
        ulong widened = Narrow[1];
        run.Check("a word widens without a sign", 0x80000000UL, widened);
        int index = (int)(Wide[4] & 15) + Octets[2];
        run.Check("an index from a long word", Octets[index], 0x80);
        long count = Octets[0];
        ulong bits = (ulong)count << 3;
        run.Check("a length in bits", 0x7F8, bits);
    }
}
