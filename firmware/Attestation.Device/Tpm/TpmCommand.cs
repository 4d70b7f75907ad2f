using System;

namespace Attestation.Device.Tpm;

/// <summary>A command as bytes, big-endian: TPM 2.0 Part 1, clause 18.
/// <code>
/// tag (2): 8001, or 8002 with sessions ‖ size (4) ‖ command code (4) ‖ handles (4 each) ‖ [size (4) ‖ authorisation] ‖ parameters
/// </code></summary>
internal sealed class TpmCommand
{
    internal const int HeaderSize = 10;

    private const int Capacity = 256;
    private const uint NoSessions = 0x8001;
    private const uint Sessions = 0x8002;
    private const uint Password = 0x40000009; // TPM_RS_PW

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length = HeaderSize;

    internal TpmCommand(uint code)
    {
        Put(0, NoSessions, 2);
        Put(6, code, 4);
    }

    /// <summary>The response has an authorisation area as well.</summary>
    internal bool HasSessions { get; private set; }

    internal TpmCommand Handle(uint handle) => Append(handle, 4);

    internal TpmCommand Number16(uint value) => Append(value, 2);

    internal TpmCommand Number32(uint value) => Append(value, 4);

    /// <summary>A TPM2B: size (2) ‖ bytes.</summary>
    internal TpmCommand Sized(byte[] bytes)
    {
        Append((uint)bytes.Length, 2);
        Array.Copy(bytes, 0, _bytes, _length, bytes.Length);
        _length += bytes.Length;
        return this;
    }

    /// <summary>One password session (Part 1, clause 19.4): size ‖ TPM_RS_PW ‖ no nonce ‖ no attributes ‖ the password. Comes after the handles.</summary>
    internal TpmCommand Authorise(byte[] password)
    {
        HasSessions = true;
        Put(0, Sessions, 2);
        Append((uint)(9 + password.Length), 4);
        Append(Password, 4);
        Append(0, 2);
        Append(0, 1);
        return Sized(password);
    }

    /// <summary>The command whole.</summary>
    internal byte[] ToArray()
    {
        Put(2, (uint)_length, 4);
        byte[] command = new byte[_length];
        Array.Copy(_bytes, 0, command, 0, _length);
        return command;
    }

    internal void Wipe() => Array.Clear(_bytes, 0, _bytes.Length);

    private TpmCommand Append(uint value, int size)
    {
        Put(_length, value, size);
        _length += size;
        return this;
    }

    private void Put(int offset, uint value, int size)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            _bytes[offset + i] = (byte)value;
            value >>= 8;
        }
    }
}
