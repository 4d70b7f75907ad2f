using System.Collections;

namespace Attestation.UnitTests.Rules;

/// <summary>One type per rule of the nanoFramework subset that breaks it, and one that breaks none: what <see cref="NanoScanner"/> is tested
/// on.</summary>
internal static class NanoViolations
{
    internal enum Colour
    {
        Red,
    }

    internal interface IWithBody
    {
        int Seven() => 7;
    }

    internal sealed class Clean
    {
        private readonly byte[] _bytes = new byte[4];

        public int Sum(uint factor)
        {
            unchecked
            {
                ulong sum = 0UL - 1UL;
                for (int i = 0; i < _bytes.Length; i++)
                    sum += (ulong)_bytes[i] * factor;
                System.Array.Clear(_bytes, 0, _bytes.Length);
                return (int)(sum >> 3);
            }
        }
    }

    internal sealed class MissingMember
    {
        public string Name(string text) => text.Replace("a", "b");
    }

    internal sealed class MissingType
    {
        public static object Same(BitArray bits) => bits;
    }

    internal sealed class GenericOfOurs<T>
    {
        public T? Value { get; set; }
    }

    internal sealed class GenericMethod
    {
        public static void Nothing<T>()
        {
        }
    }

    internal sealed class GenericOfTheirs
    {
        public object Make() => new List<int>();
    }

    internal sealed class Function
    {
        public static object Call(Func<int> function) => function;
    }

    internal sealed class MultiDimensional
    {
        public object Make() => new int[2, 2];
    }

    internal sealed class StackMemory
    {
        public static byte First()
        {
            Span<byte> bytes = stackalloc byte[3];
            return bytes[0];
        }
    }

    internal sealed class CheckedAddition
    {
        public static int Add(int a, int b) => checked(a + b);
    }

    internal sealed class Iterator
    {
        public static IEnumerable Numbers()
        {
            yield return null;
        }
    }

    internal sealed class Asynchronous
    {
        public static async Task Nothing() => await Task.Yield();
    }

    internal sealed class BoxedEnum
    {
        public static object Box(Colour colour) => colour;
    }

    internal sealed class EnumText
    {
        public static string Text(Colour colour) => colour.ToString();
    }

    internal sealed class FloatingPoint
    {
        public static int Half(int a) => (int)(a * 0.5);
    }

    internal sealed class Money
    {
        public static decimal Same(decimal amount) => amount;
    }

    internal sealed class SignedShift
    {
        public static long Shift(ulong a) => unchecked((long)a >> 63);
    }

    internal sealed class SignedRemainder
    {
        public static int Digit(uint a) => unchecked((int)a % 10);
    }

    internal sealed class SignedQuotient
    {
        public static int Half(int a) => a / 2;
    }

    internal sealed class SignExtension
    {
        public static long Widen(uint a) => unchecked((long)(int)a);
    }

    internal sealed class ZeroInText
    {
        public static string Label() => "label\0";
    }

    internal static class InitialisedFromElsewhere
    {
        public static readonly object Copy = Read();

        private static object Read() => Elsewhere.Value;
    }

    internal static class Elsewhere
    {
        public static readonly object Value = new();
    }
}
