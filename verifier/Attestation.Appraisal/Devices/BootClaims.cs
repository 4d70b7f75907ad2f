namespace Attestation.Appraisal.Devices;

/// <summary>RFC 9711 section 4.3.1 bootcount and 4.3.2 bootseed; null where the evidence has none.</summary>
internal readonly record struct BootClaims(ulong? Count, ReadOnlyMemory<byte>? Seed);
