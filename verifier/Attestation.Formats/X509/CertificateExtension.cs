namespace Attestation.Formats.X509;

/// <summary>One extension (RFC 5280 section 4.2): dotted identifier, criticality, the content of its OCTET STRING.</summary>
public sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);

/// <summary>BasicConstraints (RFC 5280 section 4.2.1.9).</summary>
/// <param name="IsCa">cA.</param>
/// <param name="PathLength">How many CA certificates may follow below this one; null is any number.</param>
public sealed record BasicConstraints(bool IsCa, int? PathLength);
