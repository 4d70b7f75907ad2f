namespace Attestation.Formats.Dice;

/// <summary>
/// What a layer's certificate says about the layer that holds its subject key: Open Profile for DICE, "X.509 Certificates" and "CBOR Certificates".
/// A value is null where the certificate leaves it out. Bytes are slices of the certificate, as they came.
/// </summary>
public sealed record DiceInputs
{
    /// <summary>Usually 64 bytes (SHA-512); the Android profile also has 32 and 48.</summary>
    public ReadOnlyMemory<byte>? CodeHash { get; internal set; }

    public ReadOnlyMemory<byte>? CodeDescriptor { get; internal set; }

    /// <summary>Hash of the configuration descriptor; null where the configuration is inline.</summary>
    public ReadOnlyMemory<byte>? ConfigurationHash { get; internal set; }

    /// <summary>The descriptor, or with no <see cref="ConfigurationHash"/> the 64 bytes of inline configuration.</summary>
    public ReadOnlyMemory<byte>? ConfigurationDescriptor { get; internal set; }

    public ReadOnlyMemory<byte>? AuthorityHash { get; internal set; }

    public ReadOnlyMemory<byte>? AuthorityDescriptor { get; internal set; }

    public DiceMode? Mode { get; internal set; }

    public string? ProfileName { get; internal set; }

    /// <summary>The configuration as it was measured, where it is inline: no hash, and 64 bytes in the descriptor's place.</summary>
    public ReadOnlyMemory<byte>? InlineConfiguration =>
        ConfigurationHash is null && ConfigurationDescriptor is { Length: 64 } inline ? inline : default(ReadOnlyMemory<byte>?);
}
