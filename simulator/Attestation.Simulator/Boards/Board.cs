using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Factory;
using Attestation.Formats.Keys;

namespace Attestation.Simulator.Boards;

/// <summary>A virtual board: a UDS fuse with a latch, flash with real image files, a boot ROM, a boot counter. What firmware does on it is
/// Attestation.Dice, the code that runs on real boards; only the hardware is imitated. Not thread-safe, as a board is not.</summary>
public sealed class Board : IDisposable
{
    private readonly EntropySource _bootEntropy;

    /// <param name="operations">The crypto of the board.</param>
    /// <param name="fuse">The board owns it.</param>
    /// <param name="identity">What the factory stored beside it.</param>
    /// <param name="suite">Algorithm and forms of the chain.</param>
    /// <param name="flash">Partitions in boot order: bootloader first.</param>
    /// <param name="bootEntropy">Gives the boot seed of every boot.</param>
    public Board(IDiceOperations operations, UdsFuse fuse, BoardIdentity identity, CryptoSuite suite, IReadOnlyList<FlashPartition> flash, EntropySource bootEntropy)
    {
        ArgumentOutOfRangeException.ThrowIfZero(flash.Count);
        (Operations, Fuse, Identity, Suite, Flash, _bootEntropy) = (operations, fuse, identity, suite, flash, bootEntropy);
    }

    public IDiceOperations Operations { get; }

    public UdsFuse Fuse { get; }

    public BoardIdentity Identity { get; set; }

    public CryptoSuite Suite { get; }

    public IReadOnlyList<FlashPartition> Flash { get; set; }

    public LockState Lock { get; set; } = LockState.Locked;

    /// <summary>The firmware vendor's key that verified boot trusts; null where none was ever set.</summary>
    public VerificationKey? TrustedKey { get; set; }

    /// <summary>An attacker makes the boot code skip its verdict on manifests (voltage or clock glitch). What is measured stays what runs.</summary>
    public bool VerificationGlitched { get; set; }

    /// <summary>Counts boots; survives power cycles.</summary>
    public ulong BootCount { get; set; }

    /// <summary>Open Profile for DICE, "Mode Value Details".</summary>
    public DiceMode Mode => Lock switch
    {
        LockState.Locked => TrustedKey is null ? DiceMode.NotConfigured : DiceMode.Normal,
        LockState.Debug => DiceMode.Debug,
        LockState.Recovery => DiceMode.Recovery,
        _ => DiceMode.NotConfigured,
    };

    /// <summary>Reset, ROM, every partition in turn. The last layer keeps its attestation key and nothing else.</summary>
    /// <param name="layers">Boots only the first so many partitions: what firmware does that stops early. Default: all.</param>
    /// <exception cref="BootRefusedException">Verified boot refused a partition.</exception>
    public BootedBoard Boot(int? layers = null)
    {
        Fuse.Reset();
        BootCount++;
        LayerSecrets secrets = RunRom(out BootChain chain);
        try
        {
            for (int number = 0; number < (layers ?? Flash.Count); number++)
            {
                NextLayer next = new BootStage(this, secrets).Start(number);
                secrets = next.Secrets;
                chain = chain.With(next.Form, next.Certificate);
            }
            LayerKey key = CertifyAttestationKey(secrets, chain.Certificates.Count, out ChainCertificate leaf);
            return new BootedBoard(this, key, chain.With(leaf.Form, leaf.Bytes), BootCount, _bootEntropy.Take(32));
        }
        finally
        {
            secrets.Wipe(Operations);
        }
    }

    public void Dispose() => Fuse.Dispose();

    /// <summary>Reads the UDS, which closes the latch, and derives the key whose certificate is the root of the chain.</summary>
    private LayerSecrets RunRom(out BootChain chain)
    {
        if (!Fuse.TryRead(Operations, out byte[] uds))
            throw new InvalidOperationException("the latch is closed right after a reset");
        try
        {
            Require(LayerKey.Derive(Operations, Suite.Algorithm, uds, out LayerKey key));
            key.Wipe(Operations);
            chain = new BootChain(key.Algorithm, key.PublicKey, Suite.HasCertificateRoot ? Identity.UdsCertificate : null, []);
            return LayerSecrets.FromUds(uds);
        }
        finally
        {
            Operations.Wipe(uds);
        }
    }

    private LayerKey CertifyAttestationKey(LayerSecrets secrets, int position, out ChainCertificate leaf)
    {
        Require(LayerKey.DeriveAttestationKey(Operations, Suite.Algorithm, secrets.CdiAttest, out LayerKey key));
        CertificateForm form = Suite.FormOf(position);
        Require(AttestationKeyCertificate.Issue(Operations, secrets.CdiAttest, Suite.Algorithm, key, form, out byte[] certificate));
        leaf = new ChainCertificate(form, certificate);
        return key;
    }

    private static void Require(DiceResult result)
    {
        if (result != DiceResult.Ok)
            throw new CryptographicException($"the board's DICE failed: {result}");
    }
}
