using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.Verifier.Http;

/// <summary>Compiled JSON of everything that goes over the wire: no reflection at run time.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ProvisioningDocument))]
[JsonSerializable(typeof(DeviceDocument))]
[JsonSerializable(typeof(DeviceListDocument))]
[JsonSerializable(typeof(DeviceRevocationDocument))]
[JsonSerializable(typeof(DeviceRevocationListDocument))]
[JsonSerializable(typeof(EnrolmentDocument))]
[JsonSerializable(typeof(ActivationDocument))]
[JsonSerializable(typeof(NodeDocument))]
[JsonSerializable(typeof(NodeListDocument))]
[JsonSerializable(typeof(VerdictListDocument))]
[JsonSerializable(typeof(ReasonDocument))]
[JsonSerializable(typeof(ReasonListDocument))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Bodies are never put into HTML: plus signs of media types and apostrophes stay readable.</summary>
    public static ApiJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
