using Attestation.Factory.Releases;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

/// <summary>What lets a board end the identity that its present owner knows. docs/formats/owner-authorisation.cddl.</summary>
/// <param name="Action">What the board is to do.</param>
/// <param name="Ueid">Of the one board that it is for, 33 bytes.</param>
/// <param name="Counter">Greater than that of every authorisation which this board has carried out.</param>
/// <param name="NewOwner">Rotate only: who may authorise the next rotation; null: nobody but the manufacturer.</param>
public sealed partial record OwnerAuthorisation(OwnerAction Action, ReadOnlyMemory<byte> Ueid, ulong Counter, VerificationKey? NewOwner)
{
    /// <summary>Of a signed authorisation, bytes.</summary>
    public const int Largest = 512;

    private const int UeidSize = 33;
    private const int ActionKey = 1, UeidKey = 2, CounterKey = 3, NewOwnerKey = 4;

    /// <summary>COSE_Sign1 by the owner's key, or by the firmware key.</summary>
    /// <exception cref="FactoryException"><c>factory.owner-key</c>, <c>factory.owner-unfit</c>.</exception>
    public byte[] Sign(SigningKey key)
    {
        RefuseKind(key.PublicKey);
        return new CoseSign1Writer().Sign(key, Encode());
    }

    /// <exception cref="FactoryException"><c>factory.owner-key</c>, <c>factory.owner-unfit</c>.</exception>
    public byte[] Encode()
    {
        if (Ueid.Length != UeidSize)
            throw new FactoryException(OwnershipReasons.OwnerUnfit, $"The UEID has {Ueid.Length} bytes.");
        if (NewOwner is not null && Action != OwnerAction.Rotate)
            throw new FactoryException(OwnershipReasons.OwnerUnfit, $"{Action} leaves no owner behind.");
        var map = new CborMapBuilder().Add(ActionKey, NameOf(Action)).Add(UeidKey, Ueid).Add(CounterKey, w => w.WriteUInt64(Counter));
        if (NewOwner is { } owner)
        {
            RefuseKind(owner);
            map.Add(NewOwnerKey, w => OwnerKeyCbor.Write(w, owner));
        }
        return map.Encode();
    }

    public static string NameOf(OwnerAction action) => action switch
    {
        OwnerAction.Rotate => "rotate",
        OwnerAction.Return => "return",
        _ => "decommission",
    };

    private static void RefuseKind(VerificationKey key)
    {
        if (!BoardMessage.CanVerify(key))
            throw new FactoryException(OwnershipReasons.OwnerKey, $"It is {key}.");
    }
}
