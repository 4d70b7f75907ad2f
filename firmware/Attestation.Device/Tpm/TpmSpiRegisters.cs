using System;
using Attestation.Device.Gpio;

namespace Attestation.Device.Tpm;

/// <summary>Registers over SPI: PTP 1.05 clause 7.4.5, the bit protocol and its flow control.
/// <code>
/// host  1 read / 0 write (1 bit) ‖ 0 (1) ‖ bytes - 1 (6) ‖ address (24, big-endian): D4 0r rr, locality 0  | 00 ..        | bytes of a write
/// TPM   .. .. .. bit 0: ready                                                                              | bit 0: ready | bytes of a read
/// </code>
/// A TPM that is not ready in the last byte of the address inserts wait states, a byte each, until one has bit 0 set.</summary>
public sealed class TpmSpiRegisters : ITpmRegisters
{
    private const int Largest = 64;
    private const int HeaderSize = 4;
    private const int EagerWaitStates = 64;
    private const int MostWaitStates = 1000; // the later ones a millisecond apart: TIMEOUT_A is 750

    private readonly ISpiLine _line;
    private readonly IPause _pause;
    private readonly byte[] _out = new byte[Largest];
    private readonly byte[] _in = new byte[Largest];

    /// <param name="line">To the TPM.</param>
    /// <param name="pause">Between wait states, when there are many.</param>
    public TpmSpiRegisters(ISpiLine line, IPause pause)
    {
        _line = line;
        _pause = pause;
    }

    public int MostBytes => Largest;

    public bool TryRead(TpmRegister register, byte[] buffer, int offset, int count)
    {
        bool isRead = TryBegin(0x80, register, count) && TryTransfer(count, false);
        if (isRead)
            Array.Copy(_in, 0, buffer, offset, count);
        Wipe();
        return isRead;
    }

    public bool TryWrite(TpmRegister register, byte[] buffer, int offset, int count)
    {
        bool isReady = TryBegin(0, register, count);
        if (isReady)
        {
            Array.Copy(buffer, offset, _out, 0, count);
            isReady = TryTransfer(count, false);
        }

        Wipe();
        return isReady;
    }

    private bool TryBegin(int direction, TpmRegister register, int count)
    {
        if (count < 1 || count > Largest)
            return false;
        uint address = (uint)(int)register;
        _out[0] = (byte)(direction | (count - 1));
        _out[1] = 0xD4;
        _out[2] = (byte)(address >> 8);
        _out[3] = (byte)address;
        if (!TryTransfer(HeaderSize, true))
            return false;
        Array.Clear(_out, 0, HeaderSize);
        return IsReady(HeaderSize - 1) || TryPassWaitStates();
    }

    private bool TryPassWaitStates()
    {
        for (int i = 1; i < MostWaitStates; i++)
        {
            if (i > EagerWaitStates)
                _pause.Wait(1);
            if (!TryTransfer(1, true))
                return false;
            if (IsReady(0))
                return true;
        }

        TryTransfer(1, false); // taking the select away ends the transaction
        return false;
    }

    private bool TryTransfer(int count, bool keepSelected) => _line.TryTransfer(_out, _in, count, keepSelected);

    private bool IsReady(int at) => (_in[at] & 1) != 0;

    private void Wipe()
    {
        Array.Clear(_out, 0, Largest);
        Array.Clear(_in, 0, Largest);
    }
}
