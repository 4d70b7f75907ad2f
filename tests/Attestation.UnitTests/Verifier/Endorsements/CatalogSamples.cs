using Attestation.Appraisal.Policies;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Verifier.Storage;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Verifier.Endorsements;

/// <summary>A catalogue that trusts one signer, and CoRIMs for it.</summary>
internal static class CatalogSamples
{
    public const string Signed = "application/rim+cose";
    public const string Unsigned = "application/rim+cbor";

    public static CorimManifest Release => new()
    {
        Id = TypedItem.OfText("a release"),
        Comids = [new Comid { TagId = TypedItem.OfText("a comid"), References = [Triple] }],
    };

    /// <summary>Names no layer, so no appraisal would find it.</summary>
    public static CorimManifest Useless => Release with
    {
        Comids = [new Comid { TagId = TypedItem.OfText("a comid"), References = [Triple with { Environment = new CorimEnvironment { Vendor = "Acme" } }] }],
    };

    public static byte[] Sign(CorimManifest corim, SigningKey key, CorimValidity? validity = null) => SignedCorimWriter.Sign(corim, key, "a release process", validity);

    /// <summary>A catalogue over a store, that trusts the keys given.</summary>
    public static EndorsementCatalog Open(TestFolder folder, SqliteStore store, Policy policy, params VerificationKey[] trusted)
    {
        Directory.CreateDirectory(folder["keys"]);
        foreach (string file in Directory.GetFiles(folder["keys"]))
            File.Delete(file);
        for (int i = 0; i < trusted.Length; i++)
            File.WriteAllText(folder[$"keys/signer{i}.pem"], trusted[i].ToPem());
        return new EndorsementCatalog(new VerifierOptions { CorimKeys = folder["keys"] }, policy, store, NullLogger<EndorsementCatalog>.Instance);
    }

    /// <summary>Submits to a fresh catalogue that trusts the P-256 test key.</summary>
    public static SubmissionRefusal? Submit(string mediaType, byte[] document, Policy? policy = null)
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        return Open(folder, store, policy ?? Policy.Default, TestKeys.P256.PublicKey)
            .Submit(new StoredEndorsement(mediaType, document), StoreSamples.Noon, out _);
    }

    private static ValueTriple Triple => new(
        new CorimEnvironment { Vendor = "Acme", Model = "Lamp", Layer = 0 },
        [new CorimMeasurement(TypedItem.OfText("code"), new MeasurementValues { Digests = [new CorimDigest(CorimDigest.Sha256, new byte[32])] }, [])]);
}
