using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Lots;

/// <summary>A signed lot report as it came (docs/formats/lot-report.cddl). Its content comes out through <see cref="Verify"/>.</summary>
public sealed class UnverifiedLotReport
{
    private readonly UnverifiedCoseSign1 _message;

    private UnverifiedLotReport(UnverifiedCoseSign1 message, LotReport forDisplay) => (_message, ForDisplay) = (message, forDisplay);

    /// <summary>What it says; proven by nothing.</summary>
    public LotReport ForDisplay { get; }

    /// <summary>SHA-256 of the public key that is said to have signed.</summary>
    public ReadOnlyMemory<byte>? KeyId => _message.KeyId;

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out UnverifiedLotReport? report, out ParseError error)
    {
        report = null;
        if (!UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out error))
            return false;
        if (message.Protected.ContentType != LotReport.MediaType || message.ClaimedPayload is not { } payload)
        {
            error = new ParseError(LineReasons.ReportForm, 0, "protected/3");
            return false;
        }
        if (!LotReportCbor.TryParse(payload, out LotReport content, out error))
            return false;
        report = new UnverifiedLotReport(message, content);
        return true;
    }

    /// <summary>The content, once the manufacturer's CoRIM key is known to have signed it.</summary>
    public bool Verify(VerificationKey key, [NotNullWhen(true)] out LotReport? report, out ParseError error)
    {
        report = _message.Verify(key, [], out _, out error) ? ForDisplay : null;
        return report is not null;
    }
}
