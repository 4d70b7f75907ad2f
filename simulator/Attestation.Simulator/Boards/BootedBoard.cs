using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Formats;

namespace Attestation.Simulator.Boards;

/// <summary>A running board: the application layer with its attestation key. Power it off (dispose it) to wipe the key.</summary>
public sealed class BootedBoard : IDisposable
{
    private readonly Board _board;
    private readonly LayerKey _attestationKey;

    internal BootedBoard(Board board, LayerKey attestationKey, BootChain chain, ulong bootCount, byte[] bootSeed) =>
        (_board, _attestationKey, Chain, BootCount, BootSeed) = (board, attestationKey, chain, bootCount, bootSeed);

    /// <summary>Media type of what <see cref="Attest(byte[])"/> returns.</summary>
    public const string EvidenceMediaType = MediaTypes.DeviceEvidence;

    /// <summary>Certificates of this boot, the attestation key's last.</summary>
    public BootChain Chain { get; }

    public ulong BootCount { get; }

    public byte[] BootSeed { get; }

    /// <summary>Answers a challenge.</summary>
    /// <param name="nonce">8 to 64 bytes.</param>
    /// <returns>The evidence.</returns>
    public byte[] Attest(byte[] nonce) => Attest(nonce, Chain, _attestationKey);

    /// <summary>Answers with another chain or key than the board's own, as an attacker would.</summary>
    /// <param name="nonce">8 to 64 bytes.</param>
    /// <param name="chain">Goes into the evidence as it is.</param>
    /// <param name="key">Signs; null: this board's attestation key.</param>
    public byte[] Attest(byte[] nonce, BootChain chain, LayerKey? key = null)
    {
        var claims = new EvidenceClaims(nonce)
        {
            DebugStatus = _board.Lock == LockState.Debug ? DebugStatus.Enabled : DebugStatus.DisabledSinceBoot,
            HasBootCount = true,
            BootCount = BootCount,
            BootSeed = BootSeed,
        };
        DiceResult result = EvidenceWriter.Write(_board.Operations, key ?? _attestationKey, chain.ToDiceChain(), claims, out byte[] evidence);
        return result == DiceResult.Ok ? evidence : throw new CryptographicException($"no evidence: {result}");
    }

    /// <summary>The attestation key for a TLS client, as a board hands it to its TLS stack; the caller disposes it. P-256 and P-384.</summary>
    public ECDsa TlsKey()
    {
        int size = _attestationKey.PublicKey.Length / 2;
        byte[]? secret = _attestationKey.ExportPrivateKey();
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = size == 48 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = _attestationKey.PublicKey[..size], Y = _attestationKey.PublicKey[size..] },
                D = secret,
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public void Dispose() => _attestationKey.Wipe(_board.Operations);
}
