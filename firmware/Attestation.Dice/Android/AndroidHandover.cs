using Attestation.Dice.Evidence;
using Attestation.Dice.Wire;

namespace Attestation.Dice.Android;

/// <summary>The hand-over between boot stages of the Android Profile for DICE: {1: bstr CDI_Attest, 2: bstr CDI_Seal, ? 3:
/// DiceCertChain}.</summary>
public static class AndroidHandover
{
    private const int CdiAttest = 1;
    private const int CdiSeal = 2;
    private const int Chain = 3;

    /// <summary>Encodes the map. It holds secrets: the caller wipes it after copying it to where the next stage looks.</summary>
    /// <param name="operations">Wipes the working buffer.</param>
    /// <param name="secrets">The next layer's CDIs; not wiped.</param>
    /// <param name="chain">The chain so far; null leaves it out. The profile allows CBOR certificates only, below a COSE_Key.</param>
    /// <param name="handover">The map, or null after a failure.</param>
    public static DiceResult Encode(IDiceOperations operations, LayerSecrets secrets, DiceChain chain, out byte[] handover)
    {
        handover = null;
        if (secrets == null || !secrets.IsValid() || (chain != null && !chain.IsAndroid))
            return DiceResult.InvalidInput;
        CborWriter cbor = new CborWriter(96);
        try
        {
            cbor.Map(chain != null ? 3 : 2)
                .Integer(CdiAttest).Bytes(secrets.CdiAttest)
                .Integer(CdiSeal).Bytes(secrets.CdiSeal);
            if (chain != null)
                cbor.Integer(Chain).Raw(chain.Encode());
            handover = cbor.ToArray();
            return DiceResult.Ok;
        }
        finally
        {
            cbor.Wipe(operations);
        }
    }
}
