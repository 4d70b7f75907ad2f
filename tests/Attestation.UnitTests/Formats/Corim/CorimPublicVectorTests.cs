using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Corim;

/// <summary>
/// CoRIMs and CoMIDs of veraison/corim, cocli, corim-store and services. "invalid" in a name means: invalid for the profile (PSA, CCA), which
/// this project does not implement; as CoRIMs those files are valid and read as such, and appraisal refuses profiles it does not know.
/// </summary>
public sealed class CorimPublicVectorTests
{
    [PublicVectorTheory("06-veraison")]
    [InlineData("CoRIMs of veraison/corim", "corim/corim/testcases/*.cbor", "read: 6, read, same bytes: 2, verified: 3")]
    [InlineData("CoRIMs by the CCA profile", "corim/profiles/cca/testcases/*.cbor", "corim.digest at byte 194 (1/0/4/0/0/0/1/2/0): 1, read: 6")]
    [InlineData("CoRIMs by the PSA profile", "corim/profiles/psa/testcases/*.cbor", "read: 4")]
    [InlineData("CoRIMs of cocli", "cocli/cmd-testcases/*corim*.cbor", "corim.id at byte 0: 1, verified: 2")]
    [InlineData("CoRIMs of cocli, data", "cocli/data/corim/*.cbor", "cbor.trailing at byte 119: 1, cbor.type at byte 132 (1/0/4/0/0/0/1/3): 1, read: 2")]
    [InlineData("CoRIMs of corim-store", "corim-store/*.c*", "read, same bytes: 3, verified: 6")]
    [InlineData("end-to-end endorsements", "services/end-to-end/*endorsements.cbor", "read: 3")]
    [InlineData("provisioning", "services/provisioning/*.cbor", "corim.key at byte 120 (1/0/4/2/0/0): 1, corim.key at byte 170 (1/0/4/2/0/0): 1, corim.key at byte 202 (1/0/4/2/0/0): 2, read: 4")]
    [InlineData("schemes: arm-cca", "services/schemes/arm-cca/test/corim/*.cbor", "read: 1, read, same bytes: 1")]
    [InlineData("schemes: psa", "services/schemes/psa-iot/test/corim/*.cbor", "read, same bytes: 1")]
    [InlineData("schemes: riot", "services/schemes/riot/test/corim/*.cbor", "read, same bytes: 1")]
    [InlineData("schemes: parsec-tpm", "services/schemes/parsec-tpm/test/corim/*.cbor", "read, same bytes: 1")]
    [InlineData("schemes: sevsnp", "services/schemes/sevsnp/test/corim/*.cbor", "read, same bytes: 1")]
    [InlineData("schemes: enacttrust", "services/schemes/tpm-enacttrust/test/corim/*.cbor", "read, same bytes: 1")]
    public void Corims(string description, string files, string expected)
    {
        Assert.Equal(expected, Tally(files, Read));
    }

    [PublicVectorTheory("06-veraison")]
    [InlineData("CoMIDs of veraison/corim", "corim/comid/testcases/*.cbor", "read, other bytes: 2, read, part not used: 7, read, same bytes: 11")]
    [InlineData("CoMIDs by the TDX profile", "corim/profiles/tdx/testcases/*.cbor", "read, other bytes: 3")]
    [InlineData("CoMIDs of cocli", "cocli/data/comid/*.cbor", "corim.key at byte 175 (4/2/0/0): 1, read, same bytes: 7")]
    [InlineData("CoMIDs of cocli, test cases", "cocli/cmd-testcases/*comid.cbor", "read, other bytes: 1")]
    public void Comids(string description, string files, string expected)
    {
        Assert.Equal(expected, Tally(files, bytes => Comid.TryParse(bytes, out Comid? comid, out ParseError error) ? Encoded(comid, bytes) : error.ToString()));
    }

    private static string Encoded(Comid comid, byte[] bytes) => comid.Encode().AsSpan().SequenceEqual(bytes) ? "read, same bytes" : comid.NotUsed.Count > 0 ? "read, part not used" : "read, other bytes";

    private static string Read(byte[] bytes)
    {
        ParseError error;
        if (!UnverifiedSignedCorim.LooksSigned(bytes))
            return CorimManifest.TryParse(bytes, out CorimManifest? corim, out error) ? corim.Encode().AsSpan().SequenceEqual(bytes) ? "read, same bytes" : "read" : error.ToString();
        if (!UnverifiedSignedCorim.TryParse(bytes, out UnverifiedSignedCorim? signed, out error))
            return error.ToString();
        if (signed.Verify(SignerKey(), out _, out error))
            return "verified";
        return error.Code.Id != "cose.signature" || !signed.Verify(StoreKey(), out _, out error) ? error.ToString() : "verified";
    }

    private static VerificationKey SignerKey() => Jwk("06-veraison/corim/corim/testcases/src/ec-p256.jwk");

    private static VerificationKey StoreKey() => Jwk("06-veraison/corim-store/key.pub.jwk");

    private static VerificationKey Jwk(string path)
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text(path));
        return TestKeys.Public(json.RootElement);
    }

    private static string Tally(string files, Func<byte[], string> read)
    {
        int slash = files.LastIndexOf('/');
        var outcomes = PublicVectors.Files("06-veraison/" + files[..slash], files[(slash + 1)..]).Select(f => (Path.GetFileName(f), read(File.ReadAllBytes(f)))).ToList();
        Assert.NotEmpty(outcomes);
        return string.Join(", ", outcomes.CountBy(o => o.Item2).OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}"));
    }
}
