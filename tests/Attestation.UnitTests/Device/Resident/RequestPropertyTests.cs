using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Factory.Ownership;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Whatever bytes come, in whatever state the device is: an answer in the protocol's form with a number that hosts know, no exception, and no way
/// back in the order of states.</summary>
public sealed class RequestPropertyTests
{
    private const int Seed = 20261121;
    private const int Count = 3000;

    private static readonly SignedRelease Release = ResidentReleases.Of("1.0.0", 1), Update = ResidentReleases.Of("2.0.0", 2);

    [Theory]
    [InlineData("blank", 0)]
    [InlineData("certified", 1)]
    [InlineData("locked", 2)]
    [InlineData("decommissioned", 3)]
    public void Every_request_is_answered(string description, int steps)
    {
        var random = new Random(Seed + steps);
        ResidentWorld world = In(steps);
        byte[][] seeds = [.. Valid(world)];
        DeviceState before = world.State;
        for (int i = 0; i < Count; i++)
        {
            byte[] request = i < seeds.Length ? seeds[i] : Mutated(seeds[random.Next(seeds.Length)], random);
            byte[] answer = world.Resident.NewCommands().Answer([.. request], request.Length);
            Said said = new(answer);
            Assert.True(said.Refusal == DeviceRefusal.None || DeviceReasons.OfNumber((int)said.Refusal) is not null, $"{description}: {Convert.ToHexString(request)}");
        }
        Assert.True(world.Resident.State >= before);
        world.PowerOn();
        Assert.True(world.State >= before);
        Assert.NotEqual(DeviceRefusal.BootFailed, world.Booted);
    }

    private static ResidentWorld In(int steps)
    {
        ResidentWorld world = new();
        if (steps == 1)
            world.Certified(Release);
        if (steps >= 2)
            world.Locked(Release);
        if (steps == 3)
            Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Decommission, 1, ResidentReleases.FirmwareKey));
        return world;
    }

    /// <summary>One of each command; the ones that end a device are signed by a stranger.</summary>
    private static IEnumerable<byte[]> Valid(ResidentWorld world)
    {
        byte[] ueid = world.Hello().Has(7) ? world.Hello().Bytes(7) : new byte[33];
        byte[] stranger = world.Authorisation(OwnerAction.Rotate, 1, ResidentReleases.NewKey(), ueid: ueid);
        foreach (int command in (int[])[DeviceCommand.Hello, DeviceCommand.Chain, DeviceCommand.ReadLocks, DeviceCommand.UpdateCommit, DeviceCommand.UpdateStatus, DeviceCommand.Confirm])
            yield return Requests.Of(command);
        yield return Requests.Of(DeviceCommand.Challenge, a => a.Bytes(1, new byte[32]));
        yield return Requests.Of(DeviceCommand.WriteEntropy, a => a.Bytes(1, ResidentWorld.Secret));
        yield return Requests.Of(DeviceCommand.Probe, a => a.Number(1, (int)DiceAlgorithm.P384));
        yield return Requests.Of(DeviceCommand.WriteIdentity, a => a.Bytes(1, [0x30, 0]).Text(2, "Example Devices").Text(3, "edge-1").Bytes(4, ueid));
        yield return Requests.Of(DeviceCommand.UpdateBegin, a => a.Number(1, 0).Number(2, Update.Manifest.Length).Bytes(3, Update.Manifest));
        yield return Requests.Of(DeviceCommand.UpdateData, a => a.Text(1, "lib.pe").Number(2, 0).Bytes(3, Update.Files["lib.pe"]));
        yield return Requests.Of(DeviceCommand.RotateOwner, a => a.Bytes(1, stranger));
        yield return Requests.Of(DeviceCommand.Decommission, a => a.Bytes(1, stranger));
        yield return Requests.Of(DeviceCommand.WriteUds, a => a.Bytes(1, ResidentWorld.Secret));
    }

    /// <summary>A few bytes changed, cut off or put in.</summary>
    private static byte[] Mutated(byte[] request, Random random)
    {
        List<byte> bytes = [.. request];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(Math.Min(bytes.Count, 1 + random.Next(40)));
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }
        return [.. bytes];
    }
}
