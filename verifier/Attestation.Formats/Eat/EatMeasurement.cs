namespace Attestation.Formats.Eat;

/// <summary>One entry of the claim measurements (RFC 9711 section 4.2.16): CoAP content format and the measurement in that format.</summary>
public readonly record struct EatMeasurement(int ContentFormat, ReadOnlyMemory<byte> Content);
