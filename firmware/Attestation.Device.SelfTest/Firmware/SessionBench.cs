using System;
using System.Text;
using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>A blank device in memory and its station: the resident application with its real session, over a line in memory.</summary>
internal sealed class SessionBench : IBoardLocks, ILayerLoader
{
    private readonly MemoryStorage _storage = new MemoryStorage();
    private readonly MemoryStorage _vault = new MemoryStorage();
    private ResidentApplication _resident;
    private int _sequence;

    internal SessionBench()
    {
        Releases.Install(_storage, "slot-a", Releases.EdDsa);
        _storage.Put("resident", Encoding.UTF8.GetBytes("resident image"));
        Reset();
    }

    /// <summary>How the last exchange ended the session.</summary>
    internal SessionEnd End { get; private set; }

    internal bool AreLocksClosed { get; set; }

    /// <summary>Power off and on.</summary>
    internal DeviceRefusal Reset()
    {
        if (_resident != null)
            _resident.Stop();
        ResidentBoard board = new ResidentBoard
        {
            Boot = new BootBoard
            {
                Operations = new SoftwareDiceOperations(), Storage = _storage, Rollback = new RecordedRollbackCounter(_storage, "rollback"),
                Resident = ResidentImage.FromStorage(_storage, "resident"),
                Condition = new BoardCondition { Configuration = Encoding.UTF8.GetBytes("closed case") }, Loader = this,
            },
            Uds = new UdsFileStore(_vault, "uds", true), Locks = this, Serial = Hex.Bytes("0a0b"),
        };
        BootPlan plan = new BootPlan
        {
            Board = Releases.Board, ResidentVersion = "1.0.0", ResidentSecurityVersion = 1, FirmwareKey = Releases.Key, Algorithm = DiceAlgorithm.Ed25519,
        };
        _resident = new ResidentApplication(board, plan);
        return _resident.Start();
    }

    /// <summary>One exchange: the request in its parts, pulls for four more parts of the answer, and the answer put together.</summary>
    internal byte[] Ask(string request)
    {
        byte[] message = Hex.Bytes(request);
        ByteLine line = new ByteLine();
        FrameWriter station = new FrameWriter(line);
        _sequence++;
        for (int at = 0; at < message.Length; at += FrameLayout.MaximumPart)
            station.WritePart(FrameType.Request, _sequence, message, at);
        for (int part = 1; part < 5; part++)
            station.Write(FrameType.Pull, _sequence, part * FrameLayout.MaximumPart);
        line.Turn();
        End = _resident.Serve(line);
        return Answer(line.Sent);
    }

    public DeviceRefusal TryLock()
    {
        AreLocksClosed = true;
        return DeviceRefusal.None;
    }

    public BoardLockState[] Read() => new BoardLockState[] { new BoardLockState("jtag", AreLocksClosed) };

    public bool TryLoad(string name, byte[] image) => true;

    public bool TryStart(DeviceIdentity device) => true;

    /// <summary>Null where a part is missing.</summary>
    private static byte[] Answer(byte[] sent)
    {
        FrameReader reader = new FrameReader();
        byte[] answer = null;
        int have = 0;
        for (int i = 0; i < sent.Length; i++)
        {
            if (reader.Push(sent[i]) != FrameArrival.Whole || reader.Type != FrameType.Answer)
                continue;
            int head = FrameLayout.HeadSize;
            int offset = (reader.Buffer[head] << 8) | reader.Buffer[head + 1];
            if (answer == null)
                answer = new byte[(reader.Buffer[head + 2] << 8) | reader.Buffer[head + 3]];
            int count = reader.PayloadLength - FrameLayout.PartHeadSize;
            if (offset != have || count > answer.Length - have)
                continue;
            Array.Copy(reader.Buffer, head + FrameLayout.PartHeadSize, answer, offset, count);
            have += count;
        }

        return answer != null && have == answer.Length ? answer : null;
    }
}
