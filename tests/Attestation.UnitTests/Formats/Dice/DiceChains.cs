using System.Formats.Cbor;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Dice;

/// <summary>Puts chains together and verifies them at a fixed time.</summary>
internal static class DiceChains
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A CBOR DiceChain: the root key or a DER certificate, then DER certificates and COSE_Sign1 messages.</summary>
    public static byte[] Encode(VerificationKey? rootKey, IEnumerable<byte[]> entries)
    {
        byte[][] list = [.. entries];
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartArray(list.Length + (rootKey is null ? 0 : 1));
        if (rootKey is not null)
            writer.WriteEncodedValue(CoseKey.Encode(rootKey));
        foreach (byte[] entry in list)
        {
            if (entry[0] == 0x30)
                writer.WriteByteString(entry);
            else
                writer.WriteEncodedValue(entry);
        }
        writer.WriteEndArray();
        return writer.Encode();
    }

    public static UnverifiedDiceChain Read(byte[] cbor)
    {
        Assert.True(UnverifiedDiceChain.TryReadCbor(cbor, out UnverifiedDiceChain chain, out ParseError error), error.ToString());
        return chain;
    }

    public static DiceChainResult Verify(UnverifiedDiceChain chain, VerificationKey udsKey, DiceChainRules rules) =>
        DiceChainVerifier.Verify(chain, new DiceAnchors { UdsKeys = [udsKey] }, rules, Now);

    public static string Describe(DiceChainResult result) => string.Join("; ", result.Findings);
}
