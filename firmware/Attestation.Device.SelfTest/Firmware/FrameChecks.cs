using Attestation.Device.Protocol;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>Frames: COBS and CRC-32 against another program's (Python's zlib), and what is no frame. docs/formats/device-protocol.md.</summary>
internal static class FrameChecks
{
    private const string Want = "00048101020105f19cdd3400";
    private const string Part = "0002820207010103050102020603e2d511be00";

    internal static void Run(SelfTestRun run)
    {
        ByteLine line = new ByteLine();
        new FrameWriter(line).Write(FrameType.Want, 0x0102, 0);
        run.Check("frame with an offset", Want, line.Sent);
        line = new ByteLine();
        new FrameWriter(line).WritePart(FrameType.Answer, 7, Hex.Bytes("0100020003"), 0);
        run.Check("frame with a part that holds zeros", Part, line.Sent);
        line = new ByteLine();
        new FrameWriter(line).Write(FrameType.Leave, 0x0100, -1);
        run.Check("frame without payload", "0003030105e41c560a00", line.Sent);
        Long(run);
        Reading(run);
    }

    /// <summary>More than one block of COBS.</summary>
    private static void Long(SelfTestRun run)
    {
        byte[] message = new byte[300];
        for (int i = 0; i < message.Length; i++)
            message[i] = (byte)((i < 255 ? i : i - 255) + 1);
        ByteLine line = new ByteLine();
        new FrameWriter(line).WritePart(FrameType.Answer, 9, message, 0);
        byte[] sent = line.Sent;
        byte[] digest = new byte[32];
        Sha256.Hash(sent, 0, sent.Length, digest, 0);
        run.Check("frame of 300 bytes without zeros", "dea509f949b2bc45ee98cd0434c430daac24cb8387b215dcc263fd4dd929af7f", digest);
    }

    private static void Reading(SelfTestRun run)
    {
        FrameReader reader = new FrameReader();
        run.Check("frame is read", Push(reader, Hex.Bytes(Part)) == FrameArrival.Whole && reader.Type == FrameType.Answer && reader.Sequence == 7 && reader.PayloadLength == 9);
        byte[] damaged = Hex.Bytes(Part);
        damaged[10] ^= 2;
        run.Check("frame with a bit turned", Push(reader, damaged) == FrameArrival.Damaged);
        run.Check("frame after noise", Push(reader, Hex.Bytes("ff80fe00")) == FrameArrival.Damaged && Push(reader, Hex.Bytes(Want)) == FrameArrival.Whole);
        byte[] endless = new byte[3000];
        for (int i = 0; i < endless.Length - 1; i++)
            endless[i] = 0xFF;
        run.Check("frame that is too long", Push(reader, endless) == FrameArrival.Damaged);
        run.Check("frame after one that was too long", Push(reader, Hex.Bytes(Want)) == FrameArrival.Whole);
    }

    /// <summary>The last arrival that was one.</summary>
    private static FrameArrival Push(FrameReader reader, byte[] bytes)
    {
        FrameArrival last = FrameArrival.Pending;
        for (int i = 0; i < bytes.Length; i++)
        {
            FrameArrival arrival = reader.Push(bytes[i]);
            if (arrival != FrameArrival.Pending)
                last = arrival;
        }

        return last;
    }
}
