using System;
using System.Text;
using Attestation.Dice;

namespace Attestation.Device.Application;

/// <summary>Data that only this device, under the same authority, mode and owner, can read again. docs/formats/sealed-blob.md.
/// <code>
/// offset  0     1      2         6          22             22+n     54+n
///         | 01 | form | version | nonce 16 | ciphertext n | tag 32 |
/// </code>
/// Encrypt-then-MAC with the KDF (HKDF-SHA-512) as pseudo-random function under one key. The nonce is made from the data itself, so a board needs no
/// random numbers: the price is that equal data under an equal purpose gives an equal blob, which everybody can see.</summary>
public static class SealedBlob
{
    /// <summary>Bytes that a blob has more than its data.</summary>
    public const int Overhead = TextOffset + TagSize;

    /// <summary>Bytes of data.</summary>
    public const int MaximumData = 65536;

    /// <summary>Bytes of a purpose in UTF-8.</summary>
    public const int MaximumPurpose = 255;

    private const byte Format = 1;
    private const int FormOffset = 1;
    private const int VersionOffset = 2;
    private const int NonceOffset = 6;
    private const int NonceSize = 16;
    private const int TextOffset = NonceOffset + NonceSize;
    private const int TagSize = 32;
    private const int ChunkSize = 512;

    // The first byte of what the key is used on: no input of one use is one of another.
    private const byte ForNonce = 1;
    private const byte ForStream = 2;
    private const byte ForTag = 3;

    private static readonly byte[] NonceInfo = Encoding.UTF8.GetBytes("Sealed Nonce");
    private static readonly byte[] StreamInfo = Encoding.UTF8.GetBytes("Sealed Stream");
    private static readonly byte[] TagInfo = Encoding.UTF8.GetBytes("Sealed Tag");

    /// <summary>Encrypts.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="secret">Where the key comes from.</param>
    /// <param name="purpose">What the data is for; it is needed again to unseal, so that no blob passes for another.</param>
    /// <param name="data">At most <see cref="MaximumData"/> bytes; not wiped.</param>
    /// <param name="blob">Null after a refusal.</param>
    public static DeviceRefusal Seal(IDiceOperations operations, SealingSecret secret, string purpose, byte[] data, out byte[] blob)
    {
        blob = null;
        byte[] label = LabelOf(purpose);
        if (label == null || data == null || data.Length > MaximumData)
            return DeviceRefusal.SealArgument;
        byte[] sealedData = new byte[Overhead + data.Length];
        WriteHeader(sealedData, secret.Form, secret.Form == SealingSecret.Versioned ? secret.Version : 0);
        byte[] key = new byte[SealingSecret.KeySize];
        try
        {
            DeviceRefusal refusal = secret.Derive(secret.Form, secret.Version, key);
            if (refusal != DeviceRefusal.None)
                return refusal;
            if (!Encrypt(operations, key, label, data, sealedData))
                return DeviceRefusal.SealingFailed;
            blob = sealedData;
            return DeviceRefusal.None;
        }
        finally
        {
            operations.Wipe(key);
        }
    }

    /// <summary>Checks the tag, then decrypts.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="secret">Where the key comes from.</param>
    /// <param name="purpose">As it was sealed.</param>
    /// <param name="blob">Any bytes.</param>
    /// <param name="data">Null after a refusal.</param>
    public static DeviceRefusal Unseal(IDiceOperations operations, SealingSecret secret, string purpose, byte[] blob, out byte[] data)
    {
        data = null;
        byte[] label = LabelOf(purpose);
        if (label == null)
            return DeviceRefusal.SealArgument;
        if (!IsWellFormed(blob))
            return DeviceRefusal.SealedMalformed;
        byte[] key = new byte[SealingSecret.KeySize];
        try
        {
            DeviceRefusal refusal = secret.Derive(blob[FormOffset], ReadVersion(blob), key);
            if (refusal != DeviceRefusal.None)
                return refusal;
            return Decrypt(operations, key, label, blob, out data);
        }
        finally
        {
            operations.Wipe(key);
        }
    }

    /// <summary>The purpose in UTF-8; null when there is none, or it is too long.</summary>
    private static byte[] LabelOf(string purpose)
    {
        byte[] label = purpose == null ? null : Encoding.UTF8.GetBytes(purpose);
        return label != null && label.Length <= MaximumPurpose ? label : null;
    }

    private static bool Encrypt(IDiceOperations operations, byte[] key, byte[] label, byte[] data, byte[] blob)
    {
        byte[] nonce = new byte[NonceSize];
        byte[] tag = new byte[TagSize];
        if (!Authenticate(operations, key, ForNonce, label, blob, NonceOffset, data, 0, data.Length, NonceInfo, nonce))
            return false;
        Array.Copy(nonce, 0, blob, NonceOffset, NonceSize);
        if (!AddStream(operations, key, blob, data, 0, blob, TextOffset, data.Length))
            return false;
        if (!Authenticate(operations, key, ForTag, label, blob, TextOffset, blob, TextOffset, data.Length, TagInfo, tag))
            return false;
        Array.Copy(tag, 0, blob, TextOffset + data.Length, TagSize);
        return true;
    }

    private static DeviceRefusal Decrypt(IDiceOperations operations, byte[] key, byte[] label, byte[] blob, out byte[] data)
    {
        data = null;
        int size = blob.Length - Overhead;
        byte[] tag = new byte[TagSize];
        try
        {
            if (!Authenticate(operations, key, ForTag, label, blob, TextOffset, blob, TextOffset, size, TagInfo, tag))
                return DeviceRefusal.SealingFailed;
            if (!IsEqual(tag, blob, TextOffset + size))
                return DeviceRefusal.SealedForAnother;
        }
        finally
        {
            operations.Wipe(tag); // of a forged blob it is the tag that the forger wants
        }

        byte[] text = new byte[size];
        if (AddStream(operations, key, blob, blob, TextOffset, text, 0, size))
            data = text;
        else
            operations.Wipe(text);
        return data != null ? DeviceRefusal.None : DeviceRefusal.SealingFailed;
    }

    /// <summary>KDF(size of result, use ‖ u8 length of purpose ‖ purpose ‖ header ‖ text, key, info): HKDF's extract step is HMAC under the key.</summary>
    /// <param name="headerSize">How much of the blob's beginning is covered.</param>
    private static bool Authenticate(
        IDiceOperations operations, byte[] key, byte use, byte[] label, byte[] blob, int headerSize, byte[] text, int offset, int count, byte[] info, byte[] result)
    {
        byte[] message = new byte[2 + label.Length + headerSize + count];
        try
        {
            message[0] = use;
            message[1] = (byte)label.Length;
            Array.Copy(label, 0, message, 2, label.Length);
            Array.Copy(blob, 0, message, 2 + label.Length, headerSize);
            Array.Copy(text, offset, message, 2 + label.Length + headerSize, count);
            return operations.Kdf(message, key, info, result);
        }
        finally
        {
            operations.Wipe(message); // the data is in it when the nonce is made
        }
    }

    /// <summary>to = from ⊕ KDF(512, 02 ‖ nonce ‖ u32 chunk, key, "Sealed Stream") ‖ .., chunks from 0.</summary>
    /// <param name="blob">Where the nonce stands already.</param>
    private static bool AddStream(IDiceOperations operations, byte[] key, byte[] blob, byte[] from, int fromOffset, byte[] to, int toOffset, int count)
    {
        byte[] stream = new byte[ChunkSize];
        byte[] position = new byte[1 + NonceSize + 4];
        position[0] = ForStream;
        Array.Copy(blob, NonceOffset, position, 1, NonceSize);
        try
        {
            for (int done = 0; done < count; done += ChunkSize)
            {
                WriteUInt32((uint)done / ChunkSize, position, 1 + NonceSize);
                if (!operations.Kdf(position, key, StreamInfo, stream))
                    return false;
                int end = count - done < ChunkSize ? count - done : ChunkSize;
                for (int i = 0; i < end; i++)
                    to[toOffset + done + i] = (byte)(from[fromOffset + done + i] ^ stream[i]);
            }

            return true;
        }
        finally
        {
            operations.Wipe(stream);
        }
    }

    private static void WriteHeader(byte[] blob, int form, uint version)
    {
        blob[0] = Format;
        blob[FormOffset] = (byte)form;
        WriteUInt32(version, blob, VersionOffset);
    }

    /// <summary>Format, form, sizes; an unversioned blob has version 0.</summary>
    private static bool IsWellFormed(byte[] blob) =>
        blob != null
        && blob.Length >= Overhead
        && blob.Length <= Overhead + MaximumData
        && blob[0] == Format
        && (blob[FormOffset] == SealingSecret.Versioned || (blob[FormOffset] == SealingSecret.Unversioned && ReadVersion(blob) == 0));

    private static uint ReadVersion(byte[] blob) =>
        ((uint)blob[VersionOffset] << 24) | ((uint)blob[VersionOffset + 1] << 16) | ((uint)blob[VersionOffset + 2] << 8) | blob[VersionOffset + 3];

    private static void WriteUInt32(uint value, byte[] bytes, int offset)
    {
        bytes[offset] = (byte)(value >> 24);
        bytes[offset + 1] = (byte)(value >> 16);
        bytes[offset + 2] = (byte)(value >> 8);
        bytes[offset + 3] = (byte)value;
    }

    /// <summary>Looks at every byte, whatever the first ones are.</summary>
    private static bool IsEqual(byte[] expected, byte[] bytes, int offset)
    {
        int difference = 0;
        for (int i = 0; i < expected.Length; i++)
            difference |= expected[i] ^ bytes[offset + i];
        return difference == 0;
    }
}
