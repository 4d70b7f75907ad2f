using System.Formats.Cbor;
using Attestation.Device.Protocol;

namespace Attestation.UnitTests.Device.Protocol;

/// <summary>Answers of a device, read with a CBOR reader that is not the firmware's.</summary>
internal static class Answers
{
    /// <summary>Asks a table directly, without a line.</summary>
    public static byte[] Of(CommandTable table, byte[] request) => table.Answer(request, request.Length);

    /// <summary>0, or the number of the refusal.</summary>
    public static int NumberOf(byte[] answer)
    {
        var reader = new CborReader(answer, CborConformanceMode.Canonical);
        reader.ReadStartArray();
        return reader.ReadInt32();
    }
}
