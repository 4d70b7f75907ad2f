using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>What a verifier trusts at the top of DICE chains. The operator put it there; nothing in it came with evidence.</summary>
public sealed record DiceAnchors
{
    public static readonly DiceAnchors None = new();

    private readonly EnrolledKeys _keys = new([]);
    private readonly EnrolledHashes _hashes = new([]);

    /// <summary>UDS public keys of enrolled devices. Indexed when set; later changes to the list do not count.</summary>
    public IReadOnlyList<VerificationKey> UdsKeys
    {
        get;
        init => (field, _keys) = (value, new EnrolledKeys(value));
    } = [];

    /// <summary>
    /// SHA-256 of the raw UDS public keys of enrolled devices (<see cref="VerificationKey.Thumbprint"/>). The chain must bring the key itself.
    /// Indexed when set; later changes to the list do not count.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> UdsKeyHashes
    {
        get;
        init => (field, _hashes) = (value, new EnrolledHashes(value));
    } = [];

    /// <summary>
    /// Further enrolled devices, asked by key: an index that grows from set to set, where a list would be copied each time. Null: none.
    /// </summary>
    public Predicate<VerificationKey>? EnrolledElsewhere { get; init; }

    /// <summary>Manufacturer CA certificates, each trusted by itself.</summary>
    public IReadOnlyList<UnverifiedCertificate> Authorities { get; init; } = [];

    /// <summary>Certificates that may be needed between a manufacturer CA and a UDS certificate. Not trusted: their signatures are checked.</summary>
    public IReadOnlyList<UnverifiedCertificate> Intermediates { get; init; } = [];

    /// <summary>Is this the UDS public key of an enrolled device, by key or by hash, here or elsewhere?</summary>
    public bool Enrols(VerificationKey key) => _keys.Contains(key) || _hashes.Contains(key) || (EnrolledElsewhere is { } elsewhere && elsewhere(key));

    /// <summary>Enrolled keys that bear this identifier (<see cref="DiceId"/>).</summary>
    internal IEnumerable<VerificationKey> EnrolledWithId(string id) => _keys.WithId(id);
}
