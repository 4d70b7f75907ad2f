using System;
using System.Security.Cryptography;
using Attestation.Device.Operations;

namespace Attestation.Device.Board.Operations;

/// <summary>HMAC-SHA-512 of the interpreter (Mbed TLS on every board that has it).</summary>
public sealed class NativeHmacSha512 : IHmacSha512
{
    private const int TagSize = 64;

    public bool TryCompute(byte[] key, byte[] message, byte[] tag)
    {
        byte[] result = HMACSHA512.HashData(key, message);
        if (result == null || result.Length != TagSize || tag.Length != TagSize)
            return false;
        Array.Copy(result, 0, tag, 0, TagSize);
        Array.Clear(result, 0, TagSize); // it may be a key
        return true;
    }
}
