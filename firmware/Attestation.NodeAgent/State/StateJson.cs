using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.NodeAgent.State;

/// <summary>The forms of the agent's own files and of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(EnrolmentRecord))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(EnrolmentReport))]
[JsonSerializable(typeof(Joining.JoinRecord))]
[JsonSerializable(typeof(JoinReport))]
internal sealed partial class StateJson : JsonSerializerContext;
