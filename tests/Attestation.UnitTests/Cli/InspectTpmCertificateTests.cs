using System.Text.Json.Nodes;
using Attestation.UnitTests.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest inspect</c> shows certificates of TPMs that the strict reader refuses, and says so first.</summary>
public sealed class InspectTpmCertificateTests
{
    [Theory]
    [InlineData("padded", "padding-ff", "00 or FF follow the certificate")]
    [InlineData("wrapped", "wrapped", "the certificate lies in an OCTET STRING")]
    [InlineData("BER", "boolean-one", "a TRUE is not FF")]
    [InlineData("signed with SHA-1", "sha1-root", "x509.algorithm: ")]
    [InlineData("a critical extension nobody knows", "unknown-critical", "x509.unknown-critical: ")]
    public void ItIsShownWithItsDeviations(string about, string file, string lint)
    {
        (int exit, JsonObject document) = Attest.Json("inspect", Path.Combine(EkCase.Folder, file + ".der"));
        string[] lines = [.. document["findings"]!.AsArray().Select(Line)];
        Assert.True(exit == 0 && lines.Any(line => line.Contains(lint, StringComparison.Ordinal)), $"{about}: {string.Join("; ", lines)}");
        Assert.Contains("the strict reader refuses the certificate; read as certificates of TPMs are, everything else refuses it", lines[0], StringComparison.Ordinal);
    }

    private static string Line(JsonNode? finding) => $"{finding!["rule"]} {finding["sentence"]}: {finding["found"]}";

    [Theory]
    [InlineData("cut short", "truncated")]
    [InlineData("an indefinite length", "indefinite-length")]
    public void WhatCannotBeReadIsMalformed(string about, string file) =>
        Assert.True(Attest.Run("inspect", Path.Combine(EkCase.Folder, file + ".der")).ExitCode == 2, about);

    [Fact]
    public void TheTpmIsNamed()
    {
        (_, JsonObject document) = Attest.Json("inspect", Path.Combine(EkCase.Folder, "good-p256.der"));
        Assert.Contains("id:58595A00 (XYZ)", document.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(document["findings"]!.AsArray(), f => f!["severity"]!.ToString() == "problem");
    }
}
