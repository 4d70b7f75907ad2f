namespace Attestation.Dice.Wire;

/// <summary>COSE_Sign1 (RFC 9052 section 4.2): [protected bstr {1: alg}, unprotected map, payload bstr, signature bstr], without a tag.
/// The signature is over Sig_structure ["Signature1", protected, external_aad = h'', payload] (section 4.4).</summary>
internal static class CoseSign1
{
    /// <summary>Room that everything but payload, unprotected map and signature takes, a tag included.</summary>
    internal const int Overhead = 32;

    private static readonly byte[] NoExternalData = new byte[0];

    /// <summary>Signs; null when the operation failed.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="signer">The key pair.</param>
    /// <param name="unprotected">An encoded map.</param>
    /// <param name="payload">The bytes to sign.</param>
    public static byte[] Sign(IDiceOperations operations, LayerKey signer, byte[] unprotected, byte[] payload)
    {
        byte[] header = Header(signer);
        byte[] signature = Signature(operations, signer, header, payload);
        if (signature == null)
            return null;
        return new CborWriter(Overhead + unprotected.Length + payload.Length + signature.Length)
            .Array(4).Bytes(header).Raw(unprotected).Bytes(payload).Bytes(signature).ToArray();
    }

    /// <summary>The protected header.</summary>
    internal static byte[] Header(LayerKey signer) => new CborWriter(8).Map(1).Integer(1).Integer((int)signer.Algorithm).ToArray();

    /// <summary>Over the Sig_structure; null when the operation failed.</summary>
    internal static byte[] Signature(IDiceOperations operations, LayerKey signer, byte[] header, byte[] payload)
    {
        byte[] toBeSigned = new CborWriter(Overhead + payload.Length)
            .Array(4).Text("Signature1").Bytes(header).Bytes(NoExternalData).Bytes(payload).ToArray();
        return signer.Sign(operations, toBeSigned, 0, toBeSigned.Length);
    }
}
