using Attestation.Formats.Reasons;
using Attestation.Gate.ForwardAuth;
using Attestation.UnitTests.Gate.ForwardAuth;
using static Attestation.UnitTests.Gate.ForwardAuth.ForwardSamples;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> ForwardAuthentication => new()
    {
        [ForwardAuthReasons.Missing] = () => Forwarded(Request()),
        [ForwardAuthReasons.Policy] = () => Forwarded(Request("other")),
        [ForwardAuthReasons.Certificate] = () => Forwarded(Request("bound", DeviceToken(), "?")),
        [ForwardAuthReasons.Header] = () => Forwarded(Request() with { Tokens = ["a", "b"] }),
        [ForwardAuthReasons.Proxy] = () => EndpointTests.AnswerTo("203.0.113.9").GetAwaiter().GetResult(),
    };

    private static ReasonCode[] Forwarded(ForwardRequest request) => ForwardSamples.Judge().Judge(request, Now).Reason is { } reason ? [reason] : [];
}
