using System.Text.Json;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Manifest;
using Attestation.Device.Verifiers;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Factory.Certificates;
using Attestation.Factory.Endorsements;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.SystemTests.Verifier;
using Attestation.UnitTests.Device.Resident;

namespace Attestation.SystemTests.Device;

/// <summary>A device that was provisioned and booted by its resident application asks a real verifier, over HTTP, what it thinks of it.</summary>
public sealed class VerifierClientTests : IDisposable
{
    private readonly LiveWorld _live = new();

    public void Dispose() => _live.Dispose();

    [Fact]
    public async Task A_provisioned_device_is_affirmed_and_an_updated_one_only_when_its_release_is_known()
    {
        SigningKey corimKey = _live.World.Authority.CorimKey;
        SignedRelease first = ResidentReleases.Of("1.0.0", 1, corimKey, keepOlder: true), second = ResidentReleases.Of("2.0.0", 2, corimKey);
        ResidentWorld device = new ResidentWorld().Flashed(first);
        await using VerifierProcess verifier = await _live.StartAsync();
        await LiveWorld.SubmitAsync(verifier, Provision(device));
        await LiveWorld.SubmitAsync(verifier, first.Corim);
        using LoopbackHttp http = new(verifier.Address);
        VerifierClient client = new(http, new NoPause(), await KeyOfAsync(verifier));

        Assert.Equal(DeviceRefusal.None, client.Attest(device.Running(), out VerifierResult result));
        Assert.Equal(VerifierStatus.Affirming, result.Status);
        Assert.True(UnverifiedEar.TryParseCwt(result.Token, out _, out _));
        Assert.Equal([201, 200], http.Statuses);

        Assert.Equal(DeviceRefusal.None, device.Send(second));
        Assert.Equal(DeviceRefusal.None, device.PowerOn());
        Assert.Equal(DeviceRefusal.None, client.Attest(device.Running(), out result));
        Assert.Equal(VerifierStatus.Contraindicated, result.Status);
        await LiveWorld.SubmitAsync(verifier, second.Corim);
        Assert.Equal(DeviceRefusal.None, client.Attest(device.Running(), out result));
        Assert.Equal(VerifierStatus.Affirming, result.Status);
    }

    /// <summary>The application runs on the thread that the resident gave it, as on a board.</summary>
    [Fact]
    public async Task An_application_asks_by_itself()
    {
        SignedRelease release = ResidentReleases.Of("1.0.0", 1, _live.World.Authority.CorimKey);
        ResidentWorld device = new ResidentWorld().Flashed(release);
        await using VerifierProcess verifier = await _live.StartAsync();
        await LiveWorld.SubmitAsync(verifier, Provision(device));
        await LiveWorld.SubmitAsync(verifier, release.Corim);
        using LoopbackHttp http = new(verifier.Address);
        VerifierClient client = new(http, new NoPause(), await KeyOfAsync(verifier));
        TaskCompletionSource<VerifierStatus> told = new();
        device.Application = identity =>
        {
            DeviceRefusal refusal = client.Attest(identity, out VerifierResult result);
            told.SetResult(refusal == DeviceRefusal.None ? result.Status : VerifierStatus.None);
            return true;
        };
        Assert.Equal(DeviceRefusal.None, device.PowerOn());
        Assert.Equal(VerifierStatus.Affirming, await told.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task What_happens_on_the_way_is_told_apart()
    {
        ResidentWorld device = new ResidentWorld().Flashed(ResidentReleases.Of("1.0.0", 1));
        Provision(device);
        DeviceIdentity identity = device.Running();
        VerifierProcess verifier = await _live.StartAsync();
        FirmwareKey key = await KeyOfAsync(verifier);
        using LoopbackHttp http = new(verifier.Address);
        VerifierClient client = new(http, new NoPause(), key);

        byte[]? old = null;
        http.OnAnswer = answer =>
        {
            old = answer.Status == 200 ? answer.Body : old;
            return answer;
        };
        Assert.Equal(DeviceRefusal.None, client.Attest(identity, out VerifierResult result));
        Assert.Equal(VerifierStatus.Contraindicated, result.Status); // nobody endorsed it here

        http.OnAnswer = answer => answer.Status == 200 ? new HttpAnswer(200, null, old) : answer;
        Assert.Equal(DeviceRefusal.ResultForAnother, client.Attest(identity, out _));
        http.OnAnswer = answer => answer;
        Assert.Equal(DeviceRefusal.ResultSignature, new VerifierClient(http, new NoPause(), ResidentReleases.DeviceKey).Attest(identity, out _));

        int lost = 0;
        http.OnAnswer = answer => answer.Status == 200 && lost++ == 0 ? null : answer; // the nonce is used up, the verdict lost
        Assert.Equal(DeviceRefusal.None, client.Attest(identity, out _));
        http.OnBody = body => body.Length == 0 ? body : new byte[3 << 20];
        Assert.Equal(DeviceRefusal.VerifierRefused, client.Attest(identity, out _));

        await verifier.DisposeAsync();
        Assert.Equal(DeviceRefusal.VerifierUnreachable, client.Attest(identity, out _));
    }

    /// <summary>What the line does; the device's endorsement.</summary>
    private byte[] Provision(ResidentWorld device)
    {
        Assert.Equal(DeviceRefusal.None, device.WriteSecret());
        device.PowerOn();
        byte[] publicKey = device.Probe().Bytes(2);
        byte[] id = device.Probe().Bytes(3);
        byte[] ueid = DeviceUeid.FromUdsPublicKey(publicKey);
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, publicKey, out VerificationKey key, out _));
        byte[] certificate = _live.World.Authority.Certify(new UdsSubject(key, id, ueid, "Example Devices", "edge-1"), DateTimeOffset.UtcNow);
        Assert.Equal(DeviceRefusal.None, device.WriteIdentity(certificate));
        Assert.Equal(DeviceRefusal.None, device.Lock());
        Assert.Equal(DeviceRefusal.None, device.PowerOn());
        return DeviceEndorsement.Write("Example Devices", "edge-1", ueid, key, _live.World.Authority.CorimKey);
    }

    /// <summary>The verifier's key, as a product has it built in.</summary>
    private static async Task<FirmwareKey> KeyOfAsync(VerifierProcess verifier)
    {
        using JsonDocument set = JsonDocument.Parse(await verifier.Client.GetStringAsync(".well-known/jwks.json"));
        JsonElement key = set.RootElement.GetProperty("keys")[0];
        byte[] Coordinate(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
        return new FirmwareKey(DiceAlgorithm.P256, [.. Coordinate("x"), .. Coordinate("y")]);
    }
}
