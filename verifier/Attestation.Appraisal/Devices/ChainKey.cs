using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Attestation.Appraisal.Devices;

/// <summary>SHA-256 of everything that a chain's verification depends on besides the time: form, rules, anchors and the chain's bytes.</summary>
internal readonly record struct ChainKey(ulong A, ulong B, ulong C, ulong D)
{
    internal const int Size = SHA256.HashSizeInBytes;

    internal static ChainKey FromDigest(ReadOnlySpan<byte> digest) => MemoryMarshal.Read<ChainKey>(digest);
}
