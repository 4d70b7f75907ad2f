using System.Buffers.Binary;

namespace Attestation.Simulator.SpiTpms;

/// <summary>The registers: PTP 1.05 clauses 6.5.1.3 (states) and 6.5.2.</summary>
public sealed partial class SpiTpm
{
    private const uint Access = 0x000;
    private const uint Capability = 0x014;
    private const uint Status = 0x018;
    private const uint Fifo = 0x024;
    private const uint Vendor = 0xF00;
    private const uint Revision = 0xF04;

    private readonly long poweredOn = time.GetTimestamp();
    private int active = -1;
    private int requested = -1;
    private long requestedAt;
    private bool isSeized;
    private uint shownStatus;
    private byte accessWritten;

    private bool IsFifo => register == Fifo;

    private bool IsStarted => time.GetElapsedTime(poweredOn) >= conditions.Start;

    /// <summary>A transaction stays inside one register; the FIFO takes up to what the capability says.</summary>
    private bool IsRegister(uint at, int bytes) => at switch
    {
        Access => bytes == 1,
        Capability => bytes is 1 or 2 or 4,
        >= Status and < Status + 4 => bytes is 1 or 2 or 4 && at + bytes <= Status + 4,
        Fifo => bytes <= (conditions.Capability >> 9 & 3) switch { 0 => 1, 1 => 8, 2 => 32, _ => 64 },
        Vendor => bytes is 1 or 2 or 4,
        Revision => bytes == 1,
        _ => false,
    };

    private void BeginOfTransaction()
    {
        Settle();
        if (IsFifo)
            JudgeFifo();
        else if (register == Status && isRead)
            shownStatus = StatusNow(); // one look for all four bytes
        else if (!isRead && register is not (Access or Status or Status + 3))
            Violate($"a write to the register at {register:x3}");
    }

    private void EndOfTransaction()
    {
        if (!isRead && register == Access)
            WriteAccess(accessWritten);
        if (IsFifo)
            validAt = time.GetTimestamp() + conditions.Invalid.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond;
    }

    private byte ReadRegister(uint at) => at switch
    {
        Access => AccessNow(),
        Fifo => NextOfResponse(),
        >= Status and < Status + 4 => active == locality ? (byte)(shownStatus >> 8 * (int)(at - Status) & 0xFF) : (byte)0xFF,
        >= Capability and < Capability + 4 => ByteOf(conditions.Capability, at - Capability),
        >= Vendor and < Vendor + 4 => ByteOf(conditions.VendorAndDevice, at - Vendor),
        Revision => 0x16,
        _ => 0xFF,
    };

    private void WriteRegister(uint at, byte value)
    {
        switch (at)
        {
            case Access:
                accessWritten = value;
                break;
            case Status:
                WriteStatus(value);
                break;
            case Status + 3:
                WriteCancel(value);
                break;
            case Fifo:
                TakeCommandByte(value);
                break;
            default:
                break; // judged at the header
        }
    }

    private byte AccessNow()
    {
        if (!IsStarted)
            return 0x01;
        return (byte)(0x81 | (active == locality ? 0x20 : 0) | (requested == locality ? 0x02 : 0) | (isSeized && active != locality ? 0x10 : 0));
    }

    private void WriteAccess(byte value)
    {
        switch (value)
        {
            case 0x02 when active != locality:
                (requested, requestedAt) = (locality, time.GetTimestamp());
                Settle();
                break;
            case 0x02:
                break;
            case 0x20:
                if (active != locality && !isSeized)
                    Violate($"locality {locality} was given back, which is not held");
                if (active == locality)
                    (active, state) = (-1, State.Idle);
                break;
            case 0x10:
                isSeized = false;
                break;
            default:
                Violate($"{value:x2} written to TPM_ACCESS, which takes one bit at a time");
                break;
        }
    }

    /// <summary>What time has brought about.</summary>
    private void Settle()
    {
        if (requested >= 0 && active < 0 && IsStarted && time.GetElapsedTime(requestedAt) >= conditions.Grant)
            (active, requested) = (requested, -1);
        if (state == State.BecomingReady && time.GetElapsedTime(stateSince) >= conditions.Ready)
            state = State.Ready;
        if (state == State.Execution && (isCancelled || time.GetElapsedTime(stateSince) >= conditions.Execution))
            Complete();
    }

    private static byte ByteOf(uint value, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes[(int)number];
    }
}
