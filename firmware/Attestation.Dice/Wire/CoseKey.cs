namespace Attestation.Dice.Wire;

/// <summary>A public key as COSE_Key (RFC 9052 section 7), in the field order of the Open Profile's certificates:
/// <code>
/// Ed25519       {1: 1 (OKP), 3: -8, 4: [2 (verify)], -1: 6, -2: bstr x}
/// P-256, P-384  {1: 2 (EC2), 3: -7 | -35, 4: [2], -1: 1 | 2, -2: bstr x, -3: bstr y}
/// </code>
/// </summary>
public static class CoseKey
{
    private const int KeyType = 1;
    private const int Algorithm = 3;
    private const int KeyOperations = 4;
    private const int Curve = -1;
    private const int X = -2;
    private const int Y = -3;
    private const int OperationVerify = 2;

    public static byte[] Encode(DiceAlgorithm algorithm, byte[] publicKey)
    {
        bool isOctetKeyPair = algorithm == DiceAlgorithm.Ed25519;
        int curve = isOctetKeyPair ? 6 : algorithm == DiceAlgorithm.P256 ? 1 : 2;
        int coordinate = isOctetKeyPair ? publicKey.Length : (int)((uint)publicKey.Length >> 1);

        CborWriter writer = new CborWriter(24 + publicKey.Length)
            .Map(isOctetKeyPair ? 5 : 6)
            .Integer(KeyType).Integer(isOctetKeyPair ? 1 : 2)
            .Integer(Algorithm).Integer((int)algorithm)
            .Integer(KeyOperations).Array(1).Integer(OperationVerify)
            .Integer(Curve).Integer(curve)
            .Integer(X).Bytes(publicKey, 0, coordinate);
        if (!isOctetKeyPair)
            writer.Integer(Y).Bytes(publicKey, coordinate, coordinate);
        return writer.ToArray();
    }
}
