using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.RelyingParty.Devices;

/// <summary>
/// Says whether a client certificate belongs to a device of a known manufacturer: its DICE chain (Open Profile for DICE, or TCG) is verified in the steps
/// of <see cref="DiceChainVerifier"/>. Immutable; any number of threads may use one.
/// </summary>
/// <param name="anchors">Manufacturer CAs and enrolled UDS keys.</param>
/// <param name="known">Certificates that complete chains of which only the end comes.</param>
/// <param name="rules">What the devices' class may do; Open DICE with an attestation key at the end where not given.</param>
public sealed class DeviceCertificateCheck(DiceAnchors anchors, KnownCertificates? known = null, DiceChainRules? rules = null)
{
    /// <param name="leafFirst">Certificates in DER, the client's own first; the others may be missing as far as they are known.</param>
    /// <param name="now">The time for which they must be valid.</param>
    /// <param name="heldKey">The key that the client proved to hold; null where the first certificate came out of the TLS handshake itself.</param>
    public DeviceCheckOutcome Check(IReadOnlyList<ReadOnlyMemory<byte>> leafFirst, DateTimeOffset now, VerificationKey? heldKey = null)
    {
        if (!TryRead(leafFirst, out List<UnverifiedCertificate> certificates, out ParseError error))
            return DeviceCheckOutcome.Bad(error.Code, error.ToString());
        certificates = (known ?? KnownCertificates.None).Complete(certificates, UnverifiedDiceChain.MaxElements);
        if (!UnverifiedDiceChain.TryReadX509([.. certificates.Select(c => c.Der)], leafFirst: true, out UnverifiedDiceChain chain, out error))
            return DeviceCheckOutcome.Bad(error.Code, error.ToString());
        DiceChainResult result = DiceChainVerifier.Verify(chain, anchors, rules ?? DiceChainRules.OpenDice, now);
        if (result.Chain is not { } verified)
            return DeviceCheckOutcome.Bad(result.Findings[0].Code, Describe(result.Findings));
        if (heldKey is not null && !verified.LeafKey.Equals(heldKey))
            return DeviceCheckOutcome.Bad(RelyingPartyReasons.HeldKey, $"holds {heldKey}, the chain ends in {verified.LeafKey}");
        return DeviceCheckOutcome.Good(Device(verified, certificates.Min(c => c.ForDisplay.NotAfter)));
    }

    private static bool TryRead(IReadOnlyList<ReadOnlyMemory<byte>> leafFirst, out List<UnverifiedCertificate> certificates, out ParseError error)
    {
        certificates = [];
        error = leafFirst.Count switch
        {
            0 => new ParseError(DiceReasons.ChainForm, 0, ""),
            > UnverifiedDiceChain.MaxElements => new ParseError(DiceReasons.ChainLength, 0, ""),
            _ => default,
        };
        if (error.Code is not null)
            return false;
        foreach (ReadOnlyMemory<byte> der in leafFirst)
        {
            if (!UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out error))
            {
                error = error.Within($"x5chain[{certificates.Count}]");
                return false;
            }
            certificates.Add(certificate);
        }
        return true;
    }

    /// <summary>Names come from the certificate that somebody trusted vouches for; a layer could give itself any.</summary>
    private static VerifiedDevice Device(VerifiedDiceChain chain, DateTimeOffset expires) => new(
        Convert.ToHexStringLower(chain.RootKey.Thumbprint.Span),
        chain.UdsCertificate?.Ueid is { } ueid ? Convert.ToHexStringLower(ueid.Span) : null,
        chain.UdsCertificate?.Subject.SerialNumber,
        chain.LeafKey,
        expires,
        chain);

    private static string Describe(IReadOnlyList<ChainFinding> findings) =>
        string.Join("; ", findings.Take(4).Select(f => $"{f.Where}: {f.Code.Id}, expected {f.Expected}, found {f.Actual}"));
}
