using Attestation.Device.Storage;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>Records of two copies and the rollback counter over them.</summary>
internal static class StorageChecks
{
    internal static void Run(SelfTestRun run)
    {
        MemoryStorage storage = new MemoryStorage();
        TwinRecord record = new TwinRecord(storage, "r");
        run.Check("a record that was never written", !record.TryRead(out byte[] _) && !record.IsDamaged);
        run.Check("a record is written", record.TryWrite(Hex.Bytes("0102")) && record.TryWrite(Hex.Bytes("030405")));
        run.Check("a record is read", "030405", Content(storage));
        storage.Find("r.1")[9] ^= 1; // the newest of the two
        run.Check("a damaged copy gives way to the one before", "0102", Content(storage));
        storage.Find("r.0")[9] ^= 1;
        run.Check("two damaged copies are no record", !new TwinRecord(storage, "r").TryRead(out byte[] _));
        run.Check("a record of 256 bytes is refused", !record.TryWrite(new byte[256]));
        storage.IsBroken = true;
        run.Check("a storage that fails is said", !record.TryWrite(Hex.Bytes("06")));
        Counter(run);
    }

    private static void Counter(SelfTestRun run)
    {
        MemoryStorage storage = new MemoryStorage();
        RecordedRollbackCounter counter = new RecordedRollbackCounter(storage, "c");
        run.Check("a counter that was never made", !counter.TryRead(out ulong _) && !counter.TryAdvance(1));
        bool isMade = counter.TryCreate() && counter.TryAdvance(0x8000000000000001UL) && counter.TryAdvance(7);
        run.Check("a counter never falls", isMade && counter.TryRead(out ulong value) && value == 0x8000000000000001UL);
    }

    private static byte[] Content(MemoryStorage storage)
    {
        new TwinRecord(storage, "r").TryRead(out byte[] content);
        return content;
    }
}
