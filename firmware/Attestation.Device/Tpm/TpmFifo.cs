using Attestation.Device.Gpio;

namespace Attestation.Device.Tpm;

/// <summary>Commands and responses through the FIFO of a TPM: PTP 1.05 clause 6.5.1.3. Locality 0 is taken for the time of one command.</summary>
public sealed class TpmFifo : ITpmChannel
{
    private const byte AccessRequestUse = 0x02;
    private const byte AccessActive = 0x20;
    private const byte AccessValid = 0x80;
    private const byte AccessReadsZero = 0x48; // bits that no TPM sets: without them nobody is there

    private const byte StatusExpect = 0x08;
    private const byte StatusDataAvailable = 0x10;
    private const byte StatusGo = 0x20;
    private const byte StatusCommandReady = 0x40;
    private const byte StatusValid = 0x80;
    private const byte StatusReadsZero = 0x23;

    private const int HeaderSize = 10;
    private const int TimeoutA = 750;    // milliseconds: a locality, a burst
    private const int TimeoutB = 2000;   // ready for a command
    private const int TimeoutC = 200;    // a valid status
    private const int Execution = 30000; // no command of this firmware makes a key

    private readonly ITpmRegisters _registers;
    private readonly IPause _pause;
    private readonly byte[] _register = new byte[4];

    /// <param name="registers">Of the TPM.</param>
    /// <param name="pause">Between two looks at a register, a millisecond each.</param>
    public TpmFifo(ITpmRegisters registers, IPause pause)
    {
        _registers = registers;
        _pause = pause;
    }

    public bool TryExchange(byte[] command, byte[] response, out int length)
    {
        length = 0;
        if (!TryRequestLocality())
            return false;
        bool isDone = TryMakeReady() && TrySend(command) && TryWriteStatus(StatusGo) && TryAwait(StatusDataAvailable, true, Execution)
            && TryReceive(response, out length);
        TryWriteStatus(StatusCommandReady); // frees the buffers; after a failure it aborts
        TryWriteAccess(AccessActive);
        if (!isDone)
            length = 0;
        return isDone;
    }

    private bool TryRequestLocality()
    {
        if (!TryWriteAccess(AccessRequestUse))
            return false;
        for (int i = 0; i <= TimeoutA; i++)
        {
            if (!_registers.TryRead(TpmRegister.Access, _register, 0, 1))
                return false;
            if ((_register[0] & (AccessValid | AccessActive | AccessReadsZero)) == (AccessValid | AccessActive))
                return true;
            _pause.Wait(1);
        }

        return false;
    }

    private bool TryMakeReady()
    {
        for (int i = 0; i <= TimeoutB; i++)
        {
            if (!TryReadStatus())
                return false;
            if ((_register[0] & StatusCommandReady) != 0)
                return true;
            if (IsTurn(i) && !TryWriteStatus(StatusCommandReady))
                return false;
            _pause.Wait(1);
        }

        return false;
    }

    /// <summary>Asked again now and then: from a state of completion the first asking leads to idle, the second to ready.</summary>
    private static bool IsTurn(int look) => (look & 15) == 0;

    /// <summary>The last byte goes alone: Expect must be 1 before it and 0 after it, or bytes were lost.</summary>
    private bool TrySend(byte[] command)
    {
        for (int sent = 0; sent < command.Length;)
        {
            int left = command.Length - 1 - sent;
            if (!TryAwaitBurst(out int count))
                return false;
            if (left == 0)
                count = 1;
            else if (count > left)
                count = left;
            if (!_registers.TryWrite(TpmRegister.Fifo, command, sent, count))
                return false;
            sent += count;
            if (!TryAwait(StatusExpect, sent < command.Length, TimeoutC))
                return false;
        }

        return true;
    }

    private bool TryReceive(byte[] response, out int length)
    {
        length = 0;
        if (!TryFill(response, 0, HeaderSize))
            return false;
        if (response[2] != 0 || response[3] != 0)
            return false;
        int size = (response[4] << 8) | response[5];
        if (size < HeaderSize || size > response.Length || !TryFill(response, HeaderSize, size - HeaderSize))
            return false;
        length = size;
        return TryAwait(StatusDataAvailable, false, TimeoutC); // more than its size is not a response
    }

    private bool TryFill(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            if (!TryAwait(StatusDataAvailable, true, TimeoutC) || !TryAwaitBurst(out int burst))
                return false;
            int part = burst < count ? burst : count;
            if (!_registers.TryRead(TpmRegister.Fifo, buffer, offset, part))
                return false;
            offset += part;
            count -= part;
        }

        return true;
    }

    /// <summary>Bytes 1 and 2 of TPM_STS: how many bytes go without a wait.</summary>
    private bool TryAwaitBurst(out int count)
    {
        count = 0;
        for (int i = 0; i <= TimeoutA; i++)
        {
            if (!TryReadStatus())
                return false;
            count = _register[1] | (_register[2] << 8);
            if (count > 0)
            {
                count = count < _registers.MostBytes ? count : _registers.MostBytes;
                return true;
            }

            _pause.Wait(1);
        }

        return false;
    }

    /// <summary>Until the status is valid and a bit of it is as wanted.</summary>
    private bool TryAwait(byte bit, bool isSet, int milliseconds)
    {
        for (int i = 0; i <= milliseconds; i++)
        {
            if (!TryReadStatus())
                return false;
            if ((_register[0] & StatusValid) != 0 && ((_register[0] & bit) != 0) == isSet)
                return true;
            _pause.Wait(1);
        }

        return false;
    }

    /// <summary>False also when bits are set that no TPM sets: the line is not driven, or the locality was taken away.</summary>
    private bool TryReadStatus() => _registers.TryRead(TpmRegister.Status, _register, 0, 4) && (_register[0] & StatusReadsZero) == 0;

    private bool TryWriteStatus(byte value) => TryWriteOne(TpmRegister.Status, value);

    private bool TryWriteAccess(byte value) => TryWriteOne(TpmRegister.Access, value);

    private bool TryWriteOne(TpmRegister register, byte value)
    {
        _register[0] = value;
        return _registers.TryWrite(register, _register, 0, 1);
    }
}
