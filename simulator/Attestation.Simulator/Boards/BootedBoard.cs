using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Evidence;

namespace Attestation.Simulator.Boards;

/// <summary>A running board: the application layer with its attestation key. Power it off (dispose it) to wipe the key.</summary>
public sealed class BootedBoard : IDisposable
{
    private readonly Board _board;

    internal BootedBoard(Board board, LayerKey attestationKey, DiceChain chain, ulong bootCount, byte[] bootSeed) =>
        (_board, AttestationKey, Chain, BootCount, BootSeed) = (board, attestationKey, chain, bootCount, bootSeed);

    /// <summary>Media type of what <see cref="Attest(byte[])"/> returns.</summary>
    public const string EvidenceMediaType = "application/eat+cwt";

    /// <summary>Secret half included; the last secret on the board.</summary>
    internal LayerKey AttestationKey { get; }

    /// <summary>UDS root first, attestation key's certificate last.</summary>
    public DiceChain Chain { get; }

    public ulong BootCount { get; }

    public byte[] BootSeed { get; }

    /// <summary>Answers a challenge.</summary>
    /// <param name="nonce">8 to 64 bytes.</param>
    /// <returns>The evidence.</returns>
    public byte[] Attest(byte[] nonce) => Attest(nonce, Chain);

    /// <summary>Answers with another chain than the board's own, as firmware in an attacker's hand may.</summary>
    internal byte[] Attest(byte[] nonce, DiceChain chain)
    {
        var claims = new EvidenceClaims(nonce)
        {
            DebugStatus = _board.Lock == LockState.Debug ? DebugStatus.Enabled : DebugStatus.DisabledSinceBoot,
            HasBootCount = true,
            BootCount = BootCount,
            BootSeed = BootSeed,
        };
        DiceResult result = EvidenceWriter.Write(_board.Operations, AttestationKey, chain, claims, out byte[] evidence);
        return result == DiceResult.Ok ? evidence : throw new CryptographicException($"no evidence: {result}");
    }

    public void Dispose() => AttestationKey.Wipe(_board.Operations);
}
