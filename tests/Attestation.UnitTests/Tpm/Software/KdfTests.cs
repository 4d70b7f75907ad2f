using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>KDFa against the public vectors, KDFe against its formula.</summary>
public sealed class KdfTests
{
    [PublicVectorFact("09-tpm/go-tpm-kdf")]
    public void KdfAGivesEveryPublicVector()
    {
        using JsonDocument vectors = JsonDocument.Parse(PublicVectors.Text("09-tpm/go-tpm-kdf/kdfa.json"));
        int passed = 0;
        foreach (JsonElement v in vectors.RootElement.EnumerateArray())
        {
            byte[] result = Kdf.KdfA((TpmAlgId)v.GetProperty("HashAlg").GetInt32(), Hex(v, "Key"), v.GetProperty("Label").GetString()!,
                Hex(v, "ContextU"), Hex(v, "ContextV"), v.GetProperty("Bits").GetInt32());
            Assert.Equal(v.GetProperty("Result").GetString(), Convert.ToHexStringLower(result));
            passed++;
        }
        Assert.Equal(100, passed);
    }

    /// <summary>Expected values computed with Python's hashlib from the formula alone; the public encapsulation vectors follow in their own tests.</summary>
    [Theory]
    [InlineData("one digest", TpmAlgId.Sha256, 256, "3a0e869c9f610ccf51d96aca362d60e350f75132b1743ad99f83fe0dff8f3427")]
    [InlineData("half a byte", TpmAlgId.Sha256, 140, "0a0e869c9f610ccf51d96aca362d60e350f7")]
    [InlineData("two digests and three bits", TpmAlgId.Sha1, 283, "0492ee278eadd2d907ac3741d69feb783429d4a6cd1b49522550ad0d032b0138bf1760c8")]
    [InlineData("SHA-384", TpmAlgId.Sha384, 384, "98616030bacba526f60119f2a9b41839baad9c7e694b9d4e398d68531a99c2cb029d8ee706e3b7e0b98d6258763e54a1")]
    [InlineData("one bit over two digests", TpmAlgId.Sha512, 1025,
        "010bf4830770faf82333e671eca791cdc6e9426a286f0ffef59852f163c26fdc122c466dd66010eb92546ec8070085de600d22e2257b9540bd40da7fa8d43371cc"
        + "bcadd6e9332d400a5038ea1c3ef70ba7071729f01996884e417cd00c183295e3b1b0ca7e3fa222b0b9bdbf998ebe41baaad1c3af08606f1a375c7d71bfe1f8f9")]
    [InlineData("a single bit", TpmAlgId.Sha256, 1, "00")]
    public void KdfEIsItsFormula(string what, TpmAlgId hash, int bits, string expected)
    {
        _ = what;
        byte[] result = Kdf.KdfE(hash, Run(1), "IDENTITY", Run(0x40), Run(0x80), bits);
        Assert.Equal(expected, Convert.ToHexStringLower(result));
    }

    private static byte[] Run(int first) => [.. Enumerable.Range(first, 32).Select(i => (byte)i)];

    private static byte[] Hex(JsonElement v, string name) => Convert.FromHexString(v.GetProperty(name).GetString()!);
}
