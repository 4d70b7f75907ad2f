namespace Attestation.Dice;

/// <summary>The fixed lengths of the Open Profile for DICE ("Input Values", "Computing CDI Values", "Deriving Identifiers"), in
/// bytes.</summary>
public static class DiceSizes
{
    /// <summary>UDS and CDI values.</summary>
    public const int Cdi = 32;

    /// <summary>Code, authority and hidden input, and an inline configuration.</summary>
    public const int Input = 64;

    /// <summary>SHA-512.</summary>
    public const int Hash = 64;

    /// <summary>The seed of a key pair.</summary>
    public const int Seed = 32;

    /// <summary>UDS_ID and CDI_ID.</summary>
    public const int Id = 20;
}
