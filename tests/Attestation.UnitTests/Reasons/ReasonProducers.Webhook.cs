using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Webhook;
using static Attestation.UnitTests.Gate.Webhook.Reviews;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Webhook => new()
    {
        [GateReasons.WebhookMalformed] = () => AdmissionRequest.TryParse("{}"u8.ToArray(), Prefix, out _, out ParseError error) ? [] : [error.Code],
        [GateReasons.WebhookResource] = () => Denied(Write("CONNECT", Admin, null)),
        [GateReasons.WebhookOtherNode] = () => Denied(Write("CREATE", "system:node:worker-2", Node())),
        [GateReasons.WebhookLabel] = () => Tampered(n => n["metadata"]!.AsObject().Remove("labels")),
        [GateReasons.WebhookAnnotation] = () => Tampered(n => n["metadata"]!.AsObject().Remove("annotations")),
        [GateReasons.WebhookTaint] = () => Tampered(n => n["spec"]!.AsObject().Remove("taints")),
        [GateReasons.WebhookCondition] = () => Tampered(n => n["status"]!.AsObject().Remove("conditions")),
        [GateReasons.WebhookUncordon] = () => Tampered(n => n["spec"]!.AsObject().Remove("unschedulable")),
        [GateReasons.WebhookStoredNode] = () => Raced(),
        [GateReasons.WebhookRegistration] = () => RegistrationCheck.Faults(JsonDocument.Parse("{\"webhooks\": []}").RootElement).Select(_ => GateReasons.WebhookRegistration),
    };

    private static ReasonCode[] Denied(byte[] review) => UnitTests.Gate.Webhook.Reviews.CodeOf(review) is { } code ? [code] : [];

    private static ReasonCode[] Tampered(Action<JsonObject> change) => Denied(Write("UPDATE", Admin, Marked("11").With(change), Marked("10")));

    private static ReasonCode[] Raced()
    {
        AdmissionRequest request = NodeAdmission.AgainstStored(Read(Write("UPDATE", Admin, Node(version: "10"), Node(version: "10"))), Read(Write("CREATE", Admin, Marked("11"))).Node!);
        return [NodeAdmission.Judge(request, Cache(), Ruled, Now).Denial!.Code];
    }
}
