using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inspecting;

/// <summary>Formats that carry no meaning of their own: keys, COSE messages, CBOR.</summary>
internal static class PlainInspection
{
    internal static Description Key(string kind, VerificationKey key) => new(kind, Values.Key(key));

    /// <summary>Any COSE_Sign1: headers, and the payload in diagnostic notation. Its signature is not checked: no key was given.</summary>
    internal static Description Cose(UnverifiedCoseSign1 message, ReadOnlyMemory<byte> bytes) => new("COSE_Sign1", new JsonObject
    {
        ["algorithm"] = StandardNames.Of(message.Algorithm),
        ["contentType"] = message.Protected.ContentType ?? message.Protected.ContentFormat?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["keyId"] = Values.Hex(message.KeyId),
        ["certificates"] = message.X5Chain.Count == 0 ? null : message.X5Chain.Count,
        ["payload"] = CosePayload.TryPeek(bytes, out ReadOnlyMemory<byte> payload) ? Diagnostic(payload) : null,
        ["diagnostic"] = Diagnostic(bytes),
    });

    internal static Description Cbor(ReadOnlyMemory<byte> bytes) => new("CBOR", new JsonObject { ["diagnostic"] = Diagnostic(bytes) });

    private static string? Diagnostic(ReadOnlyMemory<byte> bytes) => CborDiagnostic.TryPrint(bytes, out string text, out ParseError _) ? text : null;
}
