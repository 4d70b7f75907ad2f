using System.Text.Json;
using System.Text.RegularExpressions;
using Attestation.Formats;
using Attestation.Formats.Cbor;

namespace Attestation.UnitTests.Formats.Cbor;

/// <summary>
/// Public CBOR vectors (RFC 8949 appendices A and F and the working group's). Part of them is valid CBOR that this project refuses on
/// purpose: indefinite lengths and longer encodings than needed. The counts say how many and why.
/// </summary>
public sealed partial class CborPublicVectorTests
{
    [PublicVectorFact("05-cbor")]
    public void EveryItemOfAppendixFIsRefused()
    {
        using JsonDocument file = JsonDocument.Parse(PublicVectors.Text("05-cbor/rfc8949_appendix_f.json"));
        string[] cases = [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("hex").GetString()!)];
        Assert.Equal(94, cases.Length);
        Assert.All(cases, hex => Assert.False(CborWellFormed.TryCheck(Convert.FromHexString(hex), out _), hex));
    }

    [PublicVectorTheory("05-cbor")]
    [InlineData("unsigned integers", "rfc8949-appendixA/mt0.edn", "accepted 11")]
    [InlineData("negative integers", "rfc8949-appendixA/mt1.edn", "accepted 5")]
    [InlineData("byte strings", "rfc8949-appendixA/mt2.edn", "accepted 2")]
    [InlineData("texts", "rfc8949-appendixA/mt3.edn", "accepted 7")]
    [InlineData("arrays", "rfc8949-appendixA/mt4.edn", "accepted 4")]
    [InlineData("maps", "rfc8949-appendixA/mt5.edn", "accepted 5")]
    [InlineData("tags", "rfc8949-appendixA/mt6.edn", "accepted 8")]
    [InlineData("floats", "rfc8949-appendixA/mt7-float.edn", "accepted 22")]
    [InlineData("simple values", "rfc8949-appendixA/mt7-simple.edn", "accepted 6")]
    [InlineData("indefinite lengths", "rfc8949-appendixA/streaming.edn", "cbor.indefinite 11")]
    [InlineData("RFC 8949, good ones", "rfc8949/good.edn", "accepted 73, cbor.depth 3, cbor.not-minimal 12")]
    [InlineData("tags and their encodings at length", "spike/spike.edn", "accepted 1083, cbor.not-minimal 82")]
    public void TheWorkingGroupsFilesAreAcceptedOrRefusedForAStatedReason(string description, string file, string expected)
    {
        Assert.Equal(expected, Tally(PublicVectors.Text("05-cbor/cbor-wg/" + file)));
    }

    [PublicVectorTheory("05-cbor")]
    [InlineData("rfc8949-appendixA/mt0")]
    [InlineData("rfc8949-appendixA/mt1")]
    [InlineData("rfc8949-appendixA/mt2")]
    [InlineData("rfc8949-appendixA/mt3")]
    [InlineData("rfc8949-appendixA/mt4")]
    [InlineData("rfc8949-appendixA/mt5")]
    [InlineData("rfc8949-appendixA/mt6")]
    [InlineData("rfc8949-appendixA/mt7-float")]
    [InlineData("rfc8949-appendixA/mt7-simple")]
    public void AWholeFileOfVectorsIsOneAcceptedItem(string file) =>
        Assert.True(CborWellFormed.TryCheck(PublicVectors.Bytes($"05-cbor/cbor-wg/{file}.cbor"), out ParseError error), error.ToString());

    private static string Tally(string edn)
    {
        var outcomes = Encoded().Matches(edn)
            .Select(m => Convert.FromHexString(m.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)))
            .Select(bytes => CborWellFormed.TryCheck(bytes, out ParseError error) ? "accepted" : error.Code.Id)
            .CountBy(o => o).OrderBy(o => o.Key, StringComparer.Ordinal);
        return string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"));
    }

    [GeneratedRegex("\"encoded\": h'([0-9a-fA-F ]*)'")]
    private static partial Regex Encoded();
}
