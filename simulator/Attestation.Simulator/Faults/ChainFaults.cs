using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Factory;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of the certificates between the UDS and the attestation key.</summary>
internal static class ChainFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("forged-certificate", FaultStage.Chain, "changed image, and the genuine hash written into its certificate", "dice.chain.signature", Forge),
        new("resigned-leaf", FaultStage.Chain, "leaf for the attacker's key, issued by the attacker in the layer's name", "dice.chain.signature", ResignLeaf),
        new("truncated-chain", FaultStage.Chain, "bootloader answers itself and measures no application", "dice.layer.missing", Truncate),
        new("dropped-certificate", FaultStage.Chain, "certificate of the application left out", "dice.chain.linkage", Drop),
        new("chain-of-another", FaultStage.Chain, "another genuine device's chain in front of one's own signature", "cose.signature", Borrow),
        new("flipped-chain-bit", FaultStage.Chain, "one bit of a layer certificate's signature flipped", "dice.chain.signature", FlipCertificate),
    ];

    private static async Task<VerifierAnswer> Forge(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        FlashPartition application = device.Board.Flash[^1];
        byte[] genuine = SHA512.HashData(application.Image);
        application.Image[0] ^= 0x01;
        device.Board.VerificationGlitched = true;
        using BootedBoard running = device.Board.Boot();
        byte[] evil = SHA512.HashData(application.Image);
        return await bench.AnswerAsync(nonce => running.Attest(nonce, Edit(running.Chain, ^2, certificate => ByteEdits.Replace(certificate, evil, genuine))));
    }

    private static async Task<VerifierAnswer> ResignLeaf(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        (LayerKey key, byte[] leaf) = AttackersLeaf(bench, running);
        return await bench.AnswerAsync(nonce => running.Attest(nonce, Edit(running.Chain, ^1, _ => leaf), key));
    }

    /// <summary>The bootloader's code is genuine, but it answers instead of starting the application.</summary>
    private static async Task<VerifierAnswer> Truncate(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot(layers: device.Board.Flash.Count - 1);
        return await bench.AnswerAsync(running);
    }

    private static async Task<VerifierAnswer> Drop(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        BootChain shorter = running.Chain with { Certificates = [.. running.Chain.Certificates.SkipLast(2), running.Chain.Certificates[^1]] };
        return await bench.AnswerAsync(nonce => running.Attest(nonce, shorter));
    }

    private static async Task<VerifierAnswer> Borrow(FaultBench bench)
    {
        WorldDevice victim = await bench.EnrolAsync("-victim");
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard genuine = victim.Board.Boot();
        using BootedBoard running = device.Board.Boot();
        return await bench.AnswerAsync(nonce => running.Attest(nonce, genuine.Chain));
    }

    private static async Task<VerifierAnswer> FlipCertificate(FaultBench bench)
    {
        WorldDevice device = await bench.EnrolAsync();
        using BootedBoard running = device.Board.Boot();
        return await bench.AnswerAsync(nonce => running.Attest(nonce, Edit(running.Chain, 0, ByteEdits.FlipLastBit)));
    }

    /// <summary>A key pair of the attacker's and a certificate for it: made by a CDI key of the attacker's, then given the issuer's name and key id of the genuine
    /// layer, which the attacker can read but not sign for.</summary>
    private static (LayerKey Key, byte[] Leaf) AttackersLeaf(FaultBench bench, BootedBoard running)
    {
        IDiceOperations operations = bench.World.Operations;
        DiceAlgorithm algorithm = running.Chain.Algorithm;
        byte[] secret = bench.World.EntropyFor("attacker " + bench.Name).Take(DiceSizes.Cdi);
        Require(LayerKey.Derive(operations, algorithm, secret, out LayerKey issuer));
        Require(LayerKey.DeriveAttestationKey(operations, algorithm, secret, out LayerKey key));
        Require(AttestationKeyCertificate.Issue(operations, secret, algorithm, key, CertificateForm.X509, out byte[] leaf));
        byte[] genuineId = SubjectId(running.Chain.Certificates[^2].Bytes);
        leaf = ByteEdits.Replace(leaf, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(issuer.Id)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(genuineId)));
        return (key, ByteEdits.Replace(leaf, issuer.Id, genuineId));
    }

    /// <summary>An X.509 CDI certificate's serial number is its subject's CDI_ID.</summary>
    private static byte[] SubjectId(byte[] der)
    {
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(der);
        byte[] id = new byte[DiceSizes.Id];
        ReadOnlySpan<byte> serial = certificate.SerialNumberBytes.Span;
        serial.CopyTo(id.AsSpan(id.Length - serial.Length));
        return id;
    }

    private static BootChain Edit(BootChain chain, Index which, Func<byte[], byte[]> edit)
    {
        ChainCertificate[] certificates = [.. chain.Certificates];
        certificates[which] = certificates[which] with { Bytes = edit(certificates[which].Bytes) };
        return chain with { Certificates = certificates };
    }

    private static void Require(DiceResult result)
    {
        if (result != DiceResult.Ok)
            throw new CryptographicException($"the attacker's DICE failed: {result}");
    }
}
