using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Lots;

/// <summary>A signed device record as it came (docs/formats/device-record.cddl). Its content comes out through <see cref="Verify"/>.</summary>
public sealed class UnverifiedDeviceRecord
{
    private readonly UnverifiedCoseSign1 _message;

    private UnverifiedDeviceRecord(UnverifiedCoseSign1 message, DeviceRecord forDisplay) => (_message, ForDisplay) = (message, forDisplay);

    /// <summary>What it says; proven by nothing.</summary>
    public DeviceRecord ForDisplay { get; }

    /// <summary>SHA-256 of the public key that is said to have signed.</summary>
    public ReadOnlyMemory<byte>? KeyId => _message.KeyId;

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out UnverifiedDeviceRecord? record, out ParseError error)
    {
        record = null;
        if (!UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out error))
            return false;
        if (message.Protected.ContentType != DeviceRecord.MediaType || message.ClaimedPayload is not { } payload)
        {
            error = new ParseError(LineReasons.RecordForm, 0, "protected/3");
            return false;
        }
        if (!DeviceRecordCbor.TryParse(payload, out DeviceRecord content, out error))
            return false;
        record = new UnverifiedDeviceRecord(message, content);
        return true;
    }

    /// <summary>The content, once the manufacturer's CoRIM key is known to have signed it.</summary>
    public bool Verify(VerificationKey key, [NotNullWhen(true)] out DeviceRecord? record, out ParseError error)
    {
        record = _message.Verify(key, [], out _, out error) ? ForDisplay : null;
        return record is not null;
    }
}
