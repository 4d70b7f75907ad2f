using Attestation.Factory;
using Attestation.Factory.Boards;
using Attestation.Factory.Ownership;
using Attestation.Factory.Releases;
using Attestation.Factory.Releases.Comparison;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Ownership;
using Attestation.UnitTests.Factory.Releases;
using Attestation.UnitTests.Factory.Releases.Comparison;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Releases => new()
    {
        [ReleaseReasons.UpdateName] = () => [Sample.Refusal(() => BoardSample.Manifest("a.pe", "A.pe").Encode())],
        [ReleaseReasons.UpdateLimit] = () => [Sample.Refusal(() => (BoardSample.Manifest() with { Layers = [] }).Encode())],
        [ReleaseReasons.UpdateKey] = () => [Sample.Refusal(() => BoardSample.Manifest().Sign(TestKeys.P384))],
        [ReleaseReasons.UpdateMalformed] = () => [UpdateManifest.TryVerify(new byte[] { 1 }, TestKeys.P256.PublicKey, out _)!],
        [ReleaseReasons.UpdateSignature] = () => [UpdateManifest.TryVerify(BoardSample.Manifest().Sign(TestKeys.Ed25519), TestKeys.P256.PublicKey, out _)!],
        [ReleaseReasons.ResidentImage] = () => [Sample.Refusal(() => new ResidentOrder([], "resident", "1", 1).CodeHash())],
        [ReleaseReasons.FlashOverlap] = () => [Sample.Refusal(() => FlashPlan.Of(BoardSample.Order() with { Flash = BoardSample.Order().Resident.Images }))],
        [ReleaseReasons.ReleaseOption] = () => [Sample.Refusal(() => ReleaseOptions.Digest("0"))],
        [ReleaseReasons.ReleaseUnreadable] = () => [Sample.Refusal(() => ReleaseStatement.Read("nowhere", TestKeys.P256.PublicKey))],
        [ReleaseReasons.ReleaseChecksum] = () => [ReadBack(folder => File.WriteAllText(Path.Combine(folder, "preview.txt"), ""), null)],
        [ReleaseReasons.ReleaseSignature] = () => [ReadBack(_ => { }, TestKeys.P256.PublicKey)],
        [ReleaseReasons.ReleaseKeyMissing] = () => [Sample.Refusal(() => ReleaseStatement.Read("release.corim", null))],
        [ReleaseReasons.ReleasePair] = () => [Sample.Refusal(() => TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(TwoReleases.Old with { Model = "edge-2" })))],
        [ReleaseReasons.FlashPartition] = () => [BoardFitTests.Refusal(BoardSample.Order() with { Flash = [new FlashOrder(0x2000, BoardSample.Image("a.bin"))] })],
        [ReleaseReasons.LayersPartition] = () => [BoardFitTests.Refusal(BoardFitTests.WithFile(120 * 1024))],
        [ReleaseReasons.BoardUnfit] = () => [BoardFitTests.Refusal(BoardSample.Order() with { Description = BoardCatalogue.Read("raspberry-pi-tpm") })],
        [OwnershipReasons.OwnerKey] = () => [Sample.Refusal(() => Rotation.Sign(TestKeys.P384))],
        [OwnershipReasons.OwnerUnfit] = () => [Sample.Refusal(() => (Rotation with { Ueid = new byte[32] }).Encode())],
        [OwnershipReasons.AuthorisationMalformed] = () => [OwnerAuthorisation.TryVerify(new byte[] { 1 }, TestKeys.P256.PublicKey, out _)!],
        [OwnershipReasons.OwnerEvidence] = () => [Sample.Refusal(() => ShownIdentity.Verify(new byte[] { 1 }, new byte[32], OwnerAuthorisationTests.Ueid, Sample.Now))],
        [OwnershipReasons.OwnerRecordBroken] = () => [InFolder(folder =>
        {
            File.WriteAllText(folder["r"], "no record");
            return Sample.Refusal(() => OwnerRecord.Open(folder["r"], TestKeys.P256.PublicKey));
        })],
        [OwnershipReasons.OwnerOrder] = () => [InFolder(folder =>
        {
            OwnerRecord record = OwnerRecordTests.Fill(folder["r"]);
            return Sample.Refusal(() => record.Append(record.Entries[0], TestKeys.Ed25519));
        })],
        [OwnershipReasons.OwnerDevice] = () => AtTheStation(async bench =>
        {
            var authorisation = new OwnerAuthorisation(OwnerAction.Return, OwnerAuthorisationTests.Ueid, 1, null);
            return (await Assert.ThrowsAsync<FactoryException>(() => bench.Station(bench.Record()).AuthoriseAsync(authorisation, authorisation.Sign(bench.FirmwareKey), "", default))).Reason;
        }),
        [OwnershipReasons.IdentityKept] = () => AtTheStation(async bench =>
        {
            await bench.ChangeAsync(OwnerAction.Rotate, bench.FirmwareKey);
            return await OwnershipStationTests.KeptAsync(bench);
        }),
        [OwnershipReasons.AuthorisationSignature] = () => [OwnerAuthorisation.TryVerify(Rotation.Sign(TestKeys.Ed25519), TestKeys.P256.PublicKey, out _)!],
    };

    /// <summary>A release that was changed in its folder.</summary>
    private static ReasonCode ReadBack(Action<string> change, VerificationKey? corimKey)
    {
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(TwoReleases.Sign(TwoReleases.Old), null, folder["out"]);
        change(folder["out"]);
        return Sample.Refusal(() => ReleaseStatement.Read(folder["out"], corimKey));
    }

    private static ReasonCode InFolder(Func<TemporaryFolder, ReasonCode> work)
    {
        using var folder = new TemporaryFolder();
        return work(folder);
    }

    private static IEnumerable<ReasonCode> AtTheStation(Func<OwnerBench, Task<ReasonCode>> work) => [Task.Run(async () =>
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        return await work(bench);
    }).GetAwaiter().GetResult()];

    private static OwnerAuthorisation Rotation => new(OwnerAction.Rotate, OwnerAuthorisationTests.Ueid, 1, null);
}
