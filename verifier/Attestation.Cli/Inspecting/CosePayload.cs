using Attestation.Formats.Cbor;

namespace Attestation.Cli.Inspecting;

/// <summary>The payload of a COSE_Sign1, for showing it to a person without any key. Nothing in it is proven.</summary>
internal static class CosePayload
{
    internal static bool TryPeek(ReadOnlyMemory<byte> message, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        return StrictCborReader.TryOpen(message, out StrictCborReader reader, out _, message.Length)
            && (reader.PeekTag() is null || reader.TryReadAnyTag(out _))
            && reader.TryStartArray(out int count) && count == 4 && reader.TrySkip() && reader.TrySkip()
            && reader.IsBytes && reader.TryReadBytes(out payload);
    }
}
