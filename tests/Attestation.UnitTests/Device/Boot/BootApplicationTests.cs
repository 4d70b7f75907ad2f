using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Attestation.Formats.Eat;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Device.Boot;

/// <summary>A whole boot of the resident application: what it measures, what it refuses, what it leaves in memory.</summary>
public sealed class BootApplicationTests
{
    private static readonly byte[] Nonce = SampleInputs.Filled(32, 9);

    [Theory]
    [InlineData("P-256, X.509", DiceAlgorithm.P256, CertificateForm.X509)]
    [InlineData("Ed25519, X.509", DiceAlgorithm.Ed25519, CertificateForm.X509)]
    [InlineData("P-256, CBOR", DiceAlgorithm.P256, CertificateForm.Cbor)]
    public void ABootEndsWithAnApplicationThatAttests(string description, DiceAlgorithm algorithm, CertificateForm form)
    {
        BootWorld world = new();
        (world.Plan.Algorithm, world.Plan.Form) = (algorithm, form);
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device));
        Assert.Equal(["lib.pe", "net.pe", "app.pe"], world.Loaded.Select(l => l.Name));
        byte[] evidence = device.Attest(Nonce);
        Assert.True(UnverifiedEat.TryParse(evidence, out UnverifiedEat? token, out _), description);
        Assert.Equal(DiceMode.Normal, device.WhoAmI().Mode);
        Assert.Equal("2.0.0", device.WhoAmI().Version);
        Assert.Equal(4, device.Chain.Count); // three layers and the attestation key
        Assert.Equal(Nonce, device.Unseal(device.Seal(Nonce)));
    }

    /// <summary>The measured values, computed here from the files.</summary>
    [Fact]
    public void TheCertificatesSayWhatWasMeasured()
    {
        BootWorld world = new();
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device));
        byte[] chain = device.Chain.Encode();
        byte[] set = SHA512.HashData((byte[])[.. "attestation file set\0"u8, .. Digest(world, "lib.pe"), .. Digest(world, "net.pe")]);
        byte[] configuration = new ConfigurationMap().WithComponentName("resident").WithComponentVersion("1.0.0").WithSecurityVersion(1)
            .WithTamperState(false).WithBoardConfiguration(SHA256.HashData(BootWorld.Configuration)).Encode();
        Assert.True(chain.AsSpan().IndexOf(SHA512.HashData(world.Files["resident"])) > 0, "layer 0");
        Assert.True(chain.AsSpan().IndexOf(configuration) > 0, "configuration of layer 0");
        Assert.True(chain.AsSpan().IndexOf(set) > 0, "layer 1");
        Assert.True(chain.AsSpan().IndexOf(Digest(world, "app.pe")) > 0, "layer 2");
        Assert.True(chain.AsSpan().IndexOf(SHA512.HashData(BootWorld.Spki)) > 0, "authority");
    }

    /// <summary>Root, three layers and the attestation key: openssl walks the chain of a board with a UDS certificate.</summary>
    [Fact]
    public void OpensslVerifiesTheChain()
    {
        BootWorld world = new();
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(world.Operations, world.Plan.Algorithm, BootWorld.Uds, out LayerKey key));
        Assert.Equal(DiceResult.Ok, UdsCertificate.SelfSign(world.Operations, key, CertificateForm.X509, out byte[] root));
        world.Identity.UdsCertificate = root;
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device));
        Assert.True(UnverifiedEat.TryParse(device.Attest(Nonce), out UnverifiedEat? token, out _));
        string[] pem = [.. token.X5Chain.Select(c => new string(PemEncoding.Write("CERTIFICATE", c.Span)))]; // leaf first
        Assert.Equal(5, pem.Length);
        byte[][] files = [Ascii(pem[4]), Ascii(string.Join('\n', pem[1..4])), Ascii(pem[0])];
        Assert.Contains("OK", OpenSsl.Run("verify -x509_strict -ignore_critical -check_ss_sig -CAfile {0} -untrusted {1} {2}", files), StringComparison.Ordinal);

        static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
    }

    public static TheoryData<string, DeviceRefusal, Action<BootWorldAccess>> Refusals => new()
    {
        { "no UDS", DeviceRefusal.UdsUnavailable, w => w.World.Files.Remove("uds") },
        { "UDS of zeros", DeviceRefusal.UdsBlank, w => w.World.Files["uds"] = new byte[32] },
        { "UDS of FF", DeviceRefusal.UdsBlank, w => w.World.Files["uds"] = SampleInputs.Filled(32, 0xFF) },
        { "no resident image", DeviceRefusal.ResidentUnreadable, w => w.World.Files.Remove("resident") },
        { "hidden input of 3 bytes", DeviceRefusal.DiceFailed, w => w.World.Identity.Hidden = [1, 2, 3] },
        { "no firmware key", DeviceRefusal.PlanIncomplete, w => w.World.Plan.FirmwareKey = null },
        { "no condition", DeviceRefusal.PlanIncomplete, w => w.World.Board.Condition = null },
        { "no UDS source", DeviceRefusal.PlanIncomplete, w => w.World.Board.Uds = null },
        { "no manifest", DeviceRefusal.NoRelease, w => w.World.Files.Remove("slot-a/manifest.cose") },
        { "manifest too long", DeviceRefusal.MessageSize, w => w.World.Files["slot-a/manifest.cose"] = new byte[8193] },
        { "manifest changed", DeviceRefusal.MessageSignature, w => w.World.Files["slot-a/manifest.cose"][30] ^= 1 },
        { "file missing", DeviceRefusal.FileMissing, w => w.World.Files.Remove("slot-a/net.pe") },
        { "file short", DeviceRefusal.FileSize, w => w.World.Files["slot-a/net.pe"] = new byte[1499] },
        { "file changed", DeviceRefusal.FileDigest, w => w.World.Files["slot-a/app.pe"][700] ^= 1 },
        { "counter unreadable", DeviceRefusal.RollbackCounter, w => w.World.CounterFails = true },
        { "older than the counter", DeviceRefusal.ManifestSvn, w => w.World.Counter = 3 },
        { "newer resident needed", DeviceRefusal.ManifestResident, w => w.World.Release(BootWorld.Slot, "2.0.0", 2, resident: 2) },
        { "for another model", DeviceRefusal.ManifestClass, w => w.World.Release(BootWorld.Slot, "2.0.0", 2, model: "edge-2") },
        { "version above the ceiling", DeviceRefusal.VersionAboveCeiling, w => w.World.Release(BootWorld.Slot, "2.0.0", 10) },
        { "no program", DeviceRefusal.LayerNotLoadable, w => w.World.Unloadable = "app.pe" },
        { "no memory", DeviceRefusal.OutOfMemory, w => w.World.OnRead = name => ThrowIf(name == "slot-a/net.pe", new OutOfMemoryException()) },
        { "broken driver", DeviceRefusal.BootFailed, w => w.World.OnRead = name => ThrowIf(name == "slot-a/net.pe", new InvalidOperationException()) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void EveryDefectHasItsRefusal(string description, DeviceRefusal expected, Action<BootWorldAccess> spoil)
    {
        BootWorld world = new();
        spoil(new BootWorldAccess(world));
        Assert.Equal($"{description}: {expected}", $"{description}: {world.Boot(out DeviceIdentity device)}");
        Assert.Null(device);
        Assert.True(expected == DeviceRefusal.LayerNotLoadable || world.Loaded.Count == 0, "code of a refused release was loaded");
        Assert.False(world.Board.Uds is not null && world.Board.Uds.TryRead(world.Operations, out _), "the latch is open");
    }

    [Fact]
    public void ADefectOfOneSlotGivesWayToTheOther()
    {
        BootWorld world = new();
        world.Release("slot-b", "3.0.0", 3);
        world.Files["slot-b/app.pe"][0] ^= 1;
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device, "slot-b", BootWorld.Slot));
        Assert.Equal("2.0.0", device.WhoAmI().Version);
        Assert.Equal(3, world.Loaded.Count);
    }

    /// <summary>A file that is changed right after it was read changes nothing: what was hashed is what is loaded.</summary>
    [Fact]
    public void WhatIsLoadedIsWhatWasMeasured()
    {
        BootWorld world = new();
        byte[] genuine = [.. world.Files["slot-a/lib.pe"]];
        world.OnRead = name =>
        {
            if (name == "slot-a/app.pe")
                world.Files["slot-a/lib.pe"] = new byte[1500];
        };
        Assert.Equal(DeviceRefusal.None, world.Boot(out _));
        Assert.Equal(genuine, world.Loaded[0].Image);
    }

    /// <summary>Bytes of every part of the manifest (envelope, header, payload, signature) and of each file, one bit of each.</summary>
    [Fact]
    public void AChangedByteAnywhereIsRefused()
    {
        BootWorld world = new();
        foreach ((string name, byte[] file) in world.Files.Where(f => f.Key.StartsWith("slot-a/", StringComparison.Ordinal)).ToArray())
        {
            foreach (int at in (int[])[0, 1, 2, 3, 15, 40, file.Length / 2, file.Length - 65, file.Length - 64, file.Length - 32, file.Length - 1])
            {
                file[at] ^= 0x10;
                Assert.True(world.Boot(out _) != DeviceRefusal.None, $"{name}, byte {at}");
                file[at] ^= 0x10;
            }
        }

        Assert.Equal(DeviceRefusal.None, world.Boot(out _));
    }

    /// <summary>The n-th operation fails, or throws, for every n: no device, and no secret left.</summary>
    [Theory]
    [InlineData("fails", false)]
    [InlineData("throws", true)]
    public void AFailureLeavesNoSecretBehind(string description, bool throws)
    {
        WatchedOperations counter = new(new HostDiceOperations());
        Assert.Equal(DeviceRefusal.None, new BootWorld(counter).Boot(out DeviceIdentity device));
        device.Stop();
        Assert.Empty(counter.Leftovers());
        for (int n = 1; n <= counter.Calls; n++)
        {
            WatchedOperations watched = new(new HostDiceOperations(), n, throws);
            Assert.Equal(throws ? DeviceRefusal.BootFailed : DeviceRefusal.DiceFailed, new BootWorld(watched).Boot(out device));
            Assert.True(device is null && !watched.Leftovers().Any(), $"operation {n} {description}");
        }
    }

    [Fact]
    public void OnlyWhatTheApplicationOwnsIsLeftAfterABoot()
    {
        WatchedOperations watched = new(new HostDiceOperations());
        BootWorld world = new(watched);
        Assert.Equal(DeviceRefusal.None, world.Boot(out _));
        Assert.Equal(3, watched.Leftovers().Count()); // attestation key, CDI_Seal, state of the versioned KDF
    }

    [Theory]
    [InlineData("all locks", true, true, false, false, DiceMode.Normal)]
    [InlineData("locks open", false, true, false, false, DiceMode.NotConfigured)]
    [InlineData("UDS in plain storage", true, false, false, false, DiceMode.NotConfigured)]
    [InlineData("debug port open", true, true, true, false, DiceMode.Debug)]
    [InlineData("debug before recovery", true, true, true, true, DiceMode.Debug)]
    [InlineData("maintenance", true, true, false, true, DiceMode.Recovery)]
    public void ModeIsNormalOnlyWithEveryLock(string description, bool locks, bool isProtected, bool debug, bool recovery, DiceMode expected)
    {
        BoardCondition condition = new() { AreLocksInForce = locks, IsDebugOpen = debug, IsRecovery = recovery };
        Assert.True(condition.Mode(isProtected) == expected, description);
    }

    [Fact]
    public void SealedDataSurvivesAnUpdateAndNotAStepBack()
    {
        BootWorld world = new();
        world.Boot(out DeviceIdentity old);
        byte[] sealedByOld = old.Seal("wifi", Nonce);
        world.Release("slot-b", "3.0.0", 3);
        world.Boot(out DeviceIdentity updated, "slot-b");
        Assert.Equal(Nonce, updated.Unseal("wifi", sealedByOld));
        byte[] sealedByNew = updated.Seal("wifi", Nonce);
        world.Boot(out DeviceIdentity back);
        Assert.Null(back.Unseal("wifi", sealedByNew));
        Assert.Equal(DeviceRefusal.SealedByNewerFirmware, back.Refusal);
    }

    [Fact]
    public void AnotherOwnerHasAnotherIdentityAndUnsealsNothing()
    {
        BootWorld world = new();
        world.Boot(out DeviceIdentity before);
        byte[] blob = before.Seal(Nonce);
        world.Identity.Hidden = SampleInputs.Filled(64, 3);
        world.Boot(out DeviceIdentity after);
        Assert.Null(after.Unseal(blob));
        Assert.Equal(DeviceRefusal.SealedForAnother, after.Refusal);
    }

    [Fact]
    public void AnApplicationThatFailsIsStopped()
    {
        BootWorld world = new();
        BootApplication boot = new(world.Board, world.Plan, world.Identity);
        Assert.Equal(DeviceRefusal.None, boot.Boot([BootWorld.Slot], out DeviceIdentity device));
        world.Application = _ => throw new InvalidOperationException();
        Assert.Equal(DeviceRefusal.ApplicationFailed, boot.StartApplication(device));
        Assert.Null(device.Attest(Nonce));
        Assert.Equal(DeviceRefusal.IdentityStopped, device.Refusal);
    }

    [Fact]
    public void ANonceOfAWrongSizeIsRefused()
    {
        new BootWorld().Boot(out DeviceIdentity device);
        Assert.Null(device.Attest(new byte[7]));
        Assert.Equal(DeviceRefusal.NonceSize, device.Refusal);
    }

    private static byte[] Digest(BootWorld world, string name) => SHA512.HashData(world.Files["slot-a/" + name]);

    private static void ThrowIf(bool condition, Exception exception)
    {
        if (condition)
            throw exception;
    }
}

/// <summary>Lets a public theory name an internal world.</summary>
public sealed class BootWorldAccess
{
    internal BootWorldAccess(BootWorld world) => World = world;

    internal BootWorld World { get; }
}
