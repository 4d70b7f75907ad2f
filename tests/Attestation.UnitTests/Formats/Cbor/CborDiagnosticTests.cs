using Attestation.Formats;
using Attestation.Formats.Cbor;

namespace Attestation.UnitTests.Formats.Cbor;

public sealed class CborDiagnosticTests
{
    [Theory]
    [InlineData("the largest unsigned integer", "1bffffffffffffffff", "18446744073709551615")]
    [InlineData("the smallest negative integer", "3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("bytes", "43010aff", "h'010aff'")]
    [InlineData("text with a quote, an escape and a line feed", "66612262 1b0a5c", "\"a\\\"b\\u001b\\u000a\\\\\"")]
    [InlineData("text that would turn the line around", "63e280ae", "\"\\u202e\"")]
    [InlineData("a whole float", "f93c00", "1.0")]
    [InlineData("not a number", "f97e00", "NaN")]
    [InlineData("minus infinity", "f9fc00", "-Infinity")]
    [InlineData("undefined", "f7", "undefined")]
    [InlineData("an unassigned simple value", "f820", "simple(32)")]
    [InlineData("an empty map", "a0", "{}")]
    [InlineData("a tagged array", "d2 82 01 f6", "18([\n  1,\n  null\n])")]
    [InlineData("a map with a map as key", "a1 a0 f5", "{\n  {}: true\n}")]
    public void PrintsDiagnosticNotation(string description, string hex, string expected)
    {
        Assert.True(CborDiagnostic.TryPrint(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out string text, out ParseError error), $"{description}: {error}");
        Assert.Equal(expected, text);
    }

    [Fact]
    public void RefusesWhatTheReaderRefuses()
    {
        Assert.False(CborDiagnostic.TryPrint(new byte[] { 0x9F, 0xFF }, out string text, out ParseError error));
        Assert.Equal(("", "cbor.indefinite"), (text, error.Code.Id));
    }
}
