using System;

namespace Attestation.Device.Tpm;

/// <summary>A response as it came, read strictly: TPM 2.0 Part 1, clause 18.
/// <code>
/// without sessions, and errors   tag 8001 (2) ‖ size (4) ‖ response code (4) ‖ parameters; none in an error
/// with a password session        tag 8002 (2) ‖ size (4) ‖ 0 (4) ‖ size of parameters (4) ‖ parameters ‖ no nonce (2) ‖ attributes (1) ‖ no HMAC (2)
/// </code></summary>
internal sealed class TpmResponse
{
    private const int AuthorisationSize = 5;

    private readonly byte[] _bytes;
    private int _position;
    private int _end;

    private TpmResponse(byte[] bytes) => _bytes = bytes;

    /// <summary>0: done. Part 2, clause 6.6.</summary>
    internal uint Code { get; private set; }

    /// <summary>Bytes of parameters that were not taken yet.</summary>
    internal int Left => _end - _position;

    /// <summary>True when every parameter was taken.</summary>
    internal bool IsAtEnd => Left == 0;

    /// <param name="bytes">Holds the response from its beginning, and belongs to the new object.</param>
    /// <param name="length">Of the response.</param>
    /// <param name="hasSessions">Of the command.</param>
    /// <param name="response">Null when these bytes are no response to it.</param>
    internal static bool TryRead(byte[] bytes, int length, bool hasSessions, out TpmResponse response)
    {
        TpmResponse candidate = new TpmResponse(bytes) { _end = length };
        response = candidate.TryReadHeader(length, hasSessions) ? candidate : null;
        return response != null;
    }

    internal bool TryTake16(out int value)
    {
        bool isThere = TryTake(2, out uint number);
        value = (int)number;
        return isThere;
    }

    internal bool TryTake32(out uint value) => TryTake(4, out value);

    /// <summary>A TPM2B of exactly this size, as a copy.</summary>
    internal bool TryTakeSized(int size, out byte[] value)
    {
        value = null;
        if (!TryTake16(out int length) || length != size || _end - _position < size)
            return false;
        value = new byte[size];
        Array.Copy(_bytes, _position, value, 0, size);
        _position += size;
        return true;
    }

    /// <summary>A TPM2B that does not matter.</summary>
    internal bool TryPassSized(int longest)
    {
        if (!TryTake16(out int length) || length > longest || _end - _position < length)
            return false;
        _position += length;
        return true;
    }

    private bool TryReadHeader(int length, bool hasSessions)
    {
        if (!TryTake(2, out uint tag) || !TryTake(4, out uint size) || !TryTake(4, out uint code) || size != (uint)length)
            return false;
        Code = code;
        if (code != 0)
            return tag == 0x8001 && IsAtEnd;
        if (!hasSessions)
            return tag == 0x8001;
        return tag == 0x8002 && TryTake(4, out uint parameters) && parameters <= (uint)length && TryFence((int)parameters);
    }

    /// <summary>The authorisation area of one password session follows the parameters, and nothing else.</summary>
    private bool TryFence(int parameters)
    {
        int end = _position + parameters;
        if (_end - end != AuthorisationSize)
            return false;
        bool isEmpty = _bytes[end] == 0 && _bytes[end + 1] == 0 && _bytes[end + 3] == 0 && _bytes[end + 4] == 0;
        _end = end;
        return isEmpty;
    }

    private bool TryTake(int size, out uint value)
    {
        value = 0;
        if (_end - _position < size)
            return false;
        for (int i = 0; i < size; i++)
            value = (value << 8) | _bytes[_position + i];
        _position += size;
        return true;
    }
}
