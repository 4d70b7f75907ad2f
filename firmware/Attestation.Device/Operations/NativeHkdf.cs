using System;
using Attestation.Dice;

namespace Attestation.Device.Operations;

/// <summary>HKDF-SHA-512 (RFC 5869 section 2) on a native HMAC that takes whole messages only. Every array that held a secret is wiped.</summary>
internal sealed class NativeHkdf
{
    private const int TagSize = 64;
    private const int MostTags = 255;

    private readonly IHmacSha512 _hmac;
    private readonly IDiceOperations _operations;

    /// <param name="hmac">Gave its known answer.</param>
    /// <param name="operations">Wipes.</param>
    internal NativeHkdf(IHmacSha512 hmac, IDiceOperations operations)
    {
        _hmac = hmac;
        _operations = operations;
    }

    /// <summary>Fills the output. False, with nothing of use in it, when the HMAC failed or the output is longer than the function can give.</summary>
    internal bool TryDerive(byte[] ikm, byte[] salt, byte[] info, byte[] output)
    {
        if (ikm.Length == 0 || output.Length > MostTags * TagSize)
            return false;
        byte[] key = new byte[TagSize];
        try
        {
            byte[] extractKey = salt.Length == 0 ? new byte[TagSize] : salt; // section 2.2: no salt is a block of zeros
            return _hmac.TryCompute(extractKey, ikm, key) && TryExpand(key, info, output);
        }
        finally
        {
            _operations.Wipe(key);
        }
    }

    /// <summary>T(i) = HMAC(PRK, T(i-1) ‖ info ‖ i), i from 1; T(0) is empty.</summary>
    private bool TryExpand(byte[] key, byte[] info, byte[] output)
    {
        byte[] first = new byte[info.Length + 1];
        byte[] next = new byte[TagSize + info.Length + 1];
        byte[] tag = new byte[TagSize];
        try
        {
            Array.Copy(info, 0, first, 0, info.Length);
            Array.Copy(info, 0, next, TagSize, info.Length);
            byte counter = 0;
            for (int done = 0; done < output.Length; done += TagSize)
            {
                counter++;
                byte[] message = done == 0 ? first : next;
                message[message.Length - 1] = counter;
                if (!_hmac.TryCompute(key, message, tag))
                    return false;
                int left = output.Length - done;
                Array.Copy(tag, 0, output, done, left < TagSize ? left : TagSize);
                Array.Copy(tag, 0, next, 0, TagSize);
            }

            return true;
        }
        finally
        {
            _operations.Wipe(next);
            _operations.Wipe(tag);
        }
    }
}
