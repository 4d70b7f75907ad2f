using System.Text;
using Attestation.Device.Manifest;
using Attestation.Device.Storage;
using Attestation.Device.Update;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>An update from slot a into slot b: staged, on trial, fallen back, again, confirmed. docs/firmware-update.md.</summary>
internal static class UpdateChecks
{
    private const ulong Svn = 2;

    internal static void Run(SelfTestRun run)
    {
        MemoryStorage storage = new MemoryStorage();
        Releases.Install(storage, "slot-a", Releases.EdDsa);
        RecordedRollbackCounter counter = new RecordedRollbackCounter(storage, "rollback");
        counter.TryCreate();
        BootSlots slots = Start(storage, counter);
        UpdateStaging staging = Staging(storage, slots, counter);
        run.Check("an update before it began", DeviceRefusal.UpdateNotBegun, staging.Commit());
        run.Check("an update that is not signed", DeviceRefusal.MessageSignature, staging.Begin(Changed()));
        run.Check("an update begins", DeviceRefusal.None, staging.Begin(Hex.Bytes(Releases.Keyed)));
        run.Check("the first file is wanted", staging.NextFile == "boot.pe" && staging.NextOffset == 0);
        run.Check("another file is refused", DeviceRefusal.UpdateOffset, Send(staging, "lib.pe", "library"));
        run.Check("an update that is not whole", DeviceRefusal.UpdateIncomplete, staging.Commit());
        Send(staging, "boot.pe", "boot");
        Send(staging, "app.pe", "applicatiom");
        Send(staging, "lib.pe", "library");
        run.Check("a file with another digest", DeviceRefusal.FileDigest, staging.Commit());
        run.Check("it is deleted, and wanted again", storage.Size("slot-b/app.pe") == -1 && staging.NextFile != null);
        run.Check("what is wanted is sent, and committed", DeviceRefusal.None, Resend(staging));
        Trial(run, storage, counter);
    }

    private static void Trial(SelfTestRun run, MemoryStorage storage, RecordedRollbackCounter counter)
    {
        for (int i = 0; i < BootSlots.TrialBoots; i++)
            run.Check("it is tried", Start(storage, counter).IsOnTrial);
        BootSlots slots = Start(storage, counter);
        run.Check("unconfirmed it falls back", slots.Running == "slot-a" && counter.TryRead(out ulong old) && old == 0);
        UpdateStaging staging = Staging(storage, slots, counter);
        run.Check("its files are there yet", staging.Begin(Hex.Bytes(Releases.Keyed)) == DeviceRefusal.None && Resend(staging) == DeviceRefusal.None);
        slots = Start(storage, counter);
        run.Check("confirmed it stays", slots.IsOnTrial && slots.Confirm() == DeviceRefusal.None && Start(storage, counter).Running == "slot-b");
        run.Check("the counter rises with it", counter.TryRead(out ulong now) && now == 2);
    }

    /// <summary>Sends whatever is wanted still, and commits.</summary>
    private static DeviceRefusal Resend(UpdateStaging staging)
    {
        DeviceRefusal refusal = DeviceRefusal.None;
        while (refusal == DeviceRefusal.None && staging.NextFile != null)
            refusal = Send(staging, staging.NextFile, staging.NextFile == "boot.pe" ? "boot" : staging.NextFile == "app.pe" ? "application" : "library");
        return refusal == DeviceRefusal.None ? staging.Commit() : refusal;
    }

    private static DeviceRefusal Send(UpdateStaging staging, string file, string content)
    {
        byte[] data = Encoding.UTF8.GetBytes(content);
        return staging.Write(file, staging.NextOffset, data, staging.NextOffset, data.Length - staging.NextOffset);
    }

    /// <summary>A boot that starts its first candidate; both releases have one security version.</summary>
    private static BootSlots Start(MemoryStorage storage, RecordedRollbackCounter counter)
    {
        BootSlots slots = new BootSlots(storage, counter);
        slots.Started(slots.TakeCandidates()[0], Svn);
        return slots;
    }

    private static UpdateStaging Staging(MemoryStorage storage, BootSlots slots, IRollbackCounter counter) =>
        new UpdateStaging(storage, slots, counter, Releases.Key, new BoardClass(Releases.Vendor, Releases.Model, Releases.Board, 1));

    private static byte[] Changed()
    {
        byte[] signed = Hex.Bytes(Releases.Keyed);
        signed[60] ^= 1;
        return signed;
    }
}
