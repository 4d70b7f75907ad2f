using Attestation.Dice;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Manifest;

/// <summary>A public key whose signatures a board obeys: ECDSA on P-256 with SHA-256 (ES256) or Ed25519 (EdDSA).</summary>
public sealed class FirmwareKey
{
    private const int Es256 = -7;
    private const int EdDsa = -8;

    private readonly byte[] _publicKey;

    /// <param name="algorithm">P256 or Ed25519; with another one nothing verifies.</param>
    /// <param name="publicKey">x ‖ y, 64 bytes, or 32 bytes.</param>
    public FirmwareKey(DiceAlgorithm algorithm, byte[] publicKey)
    {
        Algorithm = algorithm;
        _publicKey = publicKey;
    }

    public DiceAlgorithm Algorithm { get; }

    /// <summary>Raw, not to be changed.</summary>
    public byte[] PublicKey => _publicKey;

    /// <summary>The COSE algorithm (RFC 9053 section 2) of its signatures; 0 when it cannot verify any.</summary>
    public int CoseAlgorithm
    {
        get
        {
            if (_publicKey == null)
                return 0;
            if (Algorithm == DiceAlgorithm.P256 && _publicKey.Length == P256.PublicKeySize)
                return Es256;
            return Algorithm == DiceAlgorithm.Ed25519 && _publicKey.Length == Ed25519.PublicKeySize ? EdDsa : 0;
        }
    }

    /// <summary>True for a signature by this key over the whole message.</summary>
    public bool Verify(byte[] message, byte[] signature)
    {
        switch (CoseAlgorithm)
        {
            case Es256:
                byte[] digest = new byte[Sha256.Size];
                Sha256.Hash(message, 0, message.Length, digest, 0);
                return P256.Verify(_publicKey, digest, signature);
            case EdDsa:
                return Ed25519.Verify(_publicKey, message, 0, message.Length, signature);
            default:
                return false;
        }
    }

    /// <summary>Gives back the memory of the tables that verifying took: for a board whose own keys are of another curve.</summary>
    internal void ForgetTables()
    {
        if (Algorithm == DiceAlgorithm.P256)
            P256.Forget();
        else
            Ed25519.Forget();
    }
}
