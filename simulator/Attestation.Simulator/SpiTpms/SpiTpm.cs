using System.Globalization;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.Simulator.SpiTpms;

/// <summary>The TPM's end of an SPI bus, byte for byte: PC Client Platform TPM Profile (PTP) 1.05, clause 7.4.5. It judges its host: what breaks the protocol is written into
/// <see cref="Violations"/>, also where a real part would put up with it. Commands go to a TPM behind it.</summary>
/// <param name="conditions">Of the interface.</param>
/// <param name="execute">The TPM: a whole command in, its response out.</param>
/// <param name="time">The same clock as the host's.</param>
public sealed partial class SpiTpm(SpiTpmConditions conditions, Func<byte[], byte[]> execute, TimeProvider time) : ISpiBus
{
    private const int HeaderBytes = 4;

    /// <summary>So many wait states are no flow control any more, but a TPM that hangs.</summary>
    private const int Patience = 1000;

    private readonly List<string> violations = [];
    private readonly List<byte> header = [];
    private Phase phase = Phase.Deselected;
    private int waits;
    private int size;
    private int moved;
    private uint register;
    private int locality;
    private bool isRead;

    private enum Phase
    {
        Deselected,
        Header,
        Waiting,
        Payload,
        Done,
    }

    /// <summary>What the host did that the protocol forbids.</summary>
    public IReadOnlyList<string> Violations => violations;

    /// <summary>Transactions that were completed.</summary>
    public int Transactions { get; private set; }

    /// <summary>The bus was closed by its user.</summary>
    public bool IsClosed { get; private set; }

    public void Transfer(ReadOnlySpan<byte> write, Span<byte> read, bool keepSelected)
    {
        if (write.Length != read.Length || write.Length is < 1 or > 64)
            Violate($"a transfer of {write.Length} bytes out and {read.Length} in");
        if (conditions.RestingLine is { } level)
        {
            read.Fill(level); // there is no part that could judge
            return;
        }
        if (phase == Phase.Deselected)
            Select();
        for (int i = 0; i < write.Length; i++)
            read[i] = Clock(write[i]);
        if (!keepSelected)
            Deselect();
    }

    public void Dispose() => IsClosed = true;

    private void Select()
    {
        phase = Phase.Header;
        header.Clear();
        moved = 0;
    }

    /// <summary>The chip select may rise after the last byte of the payload; in a wait state it is how a host gives up.</summary>
    private void Deselect()
    {
        if (phase is Phase.Header or Phase.Payload)
            Violate($"the chip select rose in the {phase.ToString().ToLowerInvariant()}, {(phase == Phase.Header ? header.Count : moved)} bytes in");
        if (phase == Phase.Waiting && waits < Patience)
            Violate("the chip select rose while wait states were pending");
        if (phase == Phase.Done)
            Transactions++;
        phase = Phase.Deselected;
    }

    private byte Clock(byte outgoing)
    {
        switch (phase)
        {
            case Phase.Header:
                header.Add(outgoing);
                return header.Count == HeaderBytes ? ReadHeader() : (byte)0;
            case Phase.Waiting:
                waits--;
                if (waits > 0)
                    return 0;
                phase = Phase.Payload;
                return 1;
            case Phase.Payload:
                byte answer = isRead ? ReadRegister(register + (IsFifo ? 0 : (uint)moved)) : (byte)0xFF;
                if (!isRead)
                    WriteRegister(register + (IsFifo ? 0 : (uint)moved), outgoing);
                moved++;
                if (moved == size)
                {
                    phase = Phase.Done;
                    EndOfTransaction();
                }
                return answer;
            default:
                Violate("a byte was clocked behind the end of the transaction");
                return 0xFF;
        }
    }

    /// <summary>Judges the four bytes; the last bit that goes back with them says whether wait states follow.</summary>
    private byte ReadHeader()
    {
        isRead = (header[0] & 0x80) != 0;
        size = (header[0] & 0x3F) + 1;
        uint address = (uint)(header[1] << 16 | header[2] << 8 | header[3]);
        (register, locality) = (address & 0xFFF, (int)(address >> 12 & 0xF));
        if ((header[0] & 0x40) != 0)
            Violate("the reserved bit of the header is set");
        if (address >> 16 != 0xD4 || locality > 4 || !IsRegister(register, size))
            Violate(string.Create(CultureInfo.InvariantCulture, $"{size} bytes at {address:x6}, where no register of that size is"));
        waits = conditions.WaitStates();
        BeginOfTransaction();
        phase = waits > 0 ? Phase.Waiting : Phase.Payload;
        return (byte)(waits > 0 ? 0 : 1);
    }

    private void Violate(string what) => violations.Add(what);
}
