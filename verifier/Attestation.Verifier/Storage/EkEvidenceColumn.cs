using System.Text.Json;
using System.Text.Json.Serialization;
using Attestation.Appraisal.EndorsementKeys;

namespace Attestation.Verifier.Storage;

/// <summary>The certificates of an endorsement key as one column: a JSON array of base64, the key's own first.</summary>
internal static class EkEvidenceColumn
{
    public static string Write(EkEvidence evidence) =>
        JsonSerializer.Serialize([.. evidence.Certificates.Select(c => c.ToArray())], CertificateListJson.Default.ByteArrayArray);

    public static EkEvidence Read(byte[] ekPublic, string certificates) => new(
        ekPublic, [.. JsonSerializer.Deserialize(certificates, CertificateListJson.Default.ByteArrayArray)!.Select(c => new ReadOnlyMemory<byte>(c))]);
}

[JsonSerializable(typeof(byte[][]))]
internal sealed partial class CertificateListJson : JsonSerializerContext;
