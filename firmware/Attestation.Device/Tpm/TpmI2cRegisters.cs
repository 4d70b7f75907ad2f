using System;
using Attestation.Device.Gpio;

namespace Attestation.Device.Tpm;

/// <summary>Registers over I2C: PTP 1.05, the I2C interface of TPM 2.0, whose registers have numbers of their own.
/// <code>
/// write   register (1) ‖ bytes                       read   register (1), then in a message of its own the bytes
/// </code>
/// A TPM that is busy acknowledges nothing; it is asked again.</summary>
public sealed class TpmI2cRegisters : ITpmRegisters
{
    private const byte LocalitySelect = 0x00;
    private const byte Access = 0x04;
    private const byte Status = 0x18;
    private const byte Fifo = 0x24;

    private const int Largest = 32;
    private const int MostTries = 50; // a millisecond apart

    private readonly II2cLine _line;
    private readonly IPause _pause;
    private readonly byte[] _message = new byte[Largest + 1];

    /// <param name="line">To the TPM; 0x2E is the usual address.</param>
    /// <param name="pause">Between two messages, and between tries.</param>
    public TpmI2cRegisters(II2cLine line, IPause pause)
    {
        _line = line;
        _pause = pause;
    }

    public int MostBytes => Largest;

    public bool TryRead(TpmRegister register, byte[] buffer, int offset, int count)
    {
        if (count < 1 || count > Largest)
            return false;
        _message[0] = NumberOf(register);
        bool isRead = TrySend(1) && TryReceive(count);
        if (isRead)
            Array.Copy(_message, 0, buffer, offset, count);
        Array.Clear(_message, 0, _message.Length);
        return isRead;
    }

    /// <summary>Asking for the locality says first which one the registers are of.</summary>
    public bool TryWrite(TpmRegister register, byte[] buffer, int offset, int count)
    {
        if (count < 1 || count > Largest || (register == TpmRegister.Access && !TrySelectLocality()))
            return false;
        _message[0] = NumberOf(register);
        Array.Copy(buffer, offset, _message, 1, count);
        bool isWritten = TrySend(count + 1);
        Array.Clear(_message, 0, _message.Length);
        return isWritten;
    }

    private static byte NumberOf(TpmRegister register) => register == TpmRegister.Access ? Access : register == TpmRegister.Status ? Status : Fifo;

    private bool TrySelectLocality()
    {
        _message[0] = LocalitySelect;
        _message[1] = 0;
        return TrySend(2);
    }

    private bool TrySend(int count)
    {
        for (int i = 0; i < MostTries; i++)
        {
            if (_line.TryWrite(_message, count))
                return true;
            _pause.Wait(1);
        }

        return false;
    }

    /// <summary>Not before the guard time after the register's number: 250 µs.</summary>
    private bool TryReceive(int count)
    {
        for (int i = 0; i < MostTries; i++)
        {
            _pause.Wait(1);
            if (_line.TryRead(_message, count))
                return true;
        }

        return false;
    }
}
