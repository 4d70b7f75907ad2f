using System.Security.Cryptography;
using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;

namespace Attestation.Simulator.Devices;

/// <summary>The built-in faults of virtual devices.</summary>
public static class DeviceFaults
{
    private const int CutSpread = 24; // changes of memories: as many as the provisioning of a device makes

    public static IReadOnlyList<DeviceFault> All { get; } =
    [
        new("debug-port", "A debugger can be attached; the device says so, in its evidence.", "factory.attestation-refused", (parts, _) => parts.Condition = c => c.IsDebugOpen = true),
        new("opened", "Its case was opened: the tamper input has tripped.", "factory.attestation-refused", (parts, _) => parts.Condition = c => c.IsTampered = true),
        new("other-resident", "Its resident image has one byte more than the released one.", "factory.attestation-refused",
            (parts, _) => parts.Product = parts.Product with { Resident = [.. parts.Product.Resident, 0], BootloaderDigest = null }),
        new("other-configuration", "The board's configuration is not the released one.", "factory.attestation-refused",
            (parts, _) => parts.Product = parts.Product with { Configuration = [.. parts.Product.Configuration, 0] }),
        new("other-vendor", "It trusts, and runs, the same firmware signed by another vendor.", "factory.attestation-refused", TrustAnother),
        new("damaged-release", "A file in its slot has one bit turned.", "device.nothing-runs", DamageRelease),
        new("other-board", "It is another board than the lot is for.", "factory.device-board", (parts, _) => parts.Plan = AnotherBoard),
        new("zero-uds", "Its crypto runs on zeros, whatever secret was written.", "factory.zero-uds", (parts, _) => parts.Operations = new ZeroSecretOperations(parts.Operations)),
        new("same-uds", "It has the same secret as every other one of its kind, whatever was written.", "factory.uds-reused (scheme 1: factory.uds-not-taken)",
            (parts, world) => parts.Secret = good => new OtherSecret(good, world.Secret("every device"))),
        new("forgets-uds", "Its secret is another one after every reset.", "factory.attestation-refused (scheme 1: factory.uds-not-taken)",
            (parts, world) => parts.Secret = good => new OtherSecret(good, world.Secret($"device {world.Number}, {world.NextReset()}"))),
        new("open-lock", "A lock says that it closed, and is found open after the reset.", "factory.locks-open", (parts, _) => parts.Locks = good => new ForgetfulLocks(good)),
        new("power-cut", "Its power goes once, in the middle of a page.", "passes", (parts, world) => parts.PowerCut = world.Number % CutSpread),
    ];

    public static DeviceFault? Find(string name) => All.FirstOrDefault(fault => fault.Name == name);

    private static BootPlan AnotherBoard(BootPlan good)
    {
        BootPlan plan = Copy(good);
        plan.Board += "-2";
        return plan;
    }

    /// <summary>Signs the released manifest again, with the other vendor's key.</summary>
    private static void TrustAnother(DeviceParts parts, FaultWorld world)
    {
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. world.Secret("other vendor")]; // RFC 8410 section 7
        SigningKey.TryParsePkcs8(pkcs8, out SigningKey key, out _);
        if (parts.Product.Manifest is { } manifest)
            parts.Product = parts.Product with { Slot = new Dictionary<string, byte[]>(parts.Product.Slot) { [UpdateLimits.ManifestName] = manifest.Sign(key) } };
        parts.Plan = good =>
        {
            BootPlan plan = Copy(good);
            plan.FirmwareKey = new FirmwareKey(DiceAlgorithm.Ed25519, key.PublicKey.PublicBytes.ToArray());
            return plan;
        };
    }

    private static void DamageRelease(DeviceParts parts, FaultWorld world)
    {
        var slot = parts.Product.Slot.ToDictionary(file => file.Key, file => file.Value.ToArray());
        foreach (var (_, content) in slot.Where(file => file.Key != UpdateLimits.ManifestName).Take(1))
            content[world.Number % content.Length] ^= 1;
        parts.Product = parts.Product with { Slot = slot };
    }

    private static BootPlan Copy(BootPlan good) => new()
    {
        Board = good.Board,
        ResidentName = good.ResidentName,
        ResidentVersion = good.ResidentVersion,
        ResidentSecurityVersion = good.ResidentSecurityVersion,
        FirmwareKey = good.FirmwareKey,
        Algorithm = good.Algorithm,
        Form = good.Form,
        HasTcgExtensions = good.HasTcgExtensions,
        SealingCeiling = good.SealingCeiling,
    };

    /// <summary>Every KDF whose input is a secret of 32 bytes gets zeros.</summary>
    private sealed class ZeroSecretOperations(IDiceOperations good) : IDiceOperations
    {
        public bool Hash(byte[] input, int offset, int length, byte[] hash) => good.Hash(input, offset, length, hash);

        public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output) => good.Kdf(ikm.Length == DiceSizes.Cdi ? new byte[ikm.Length] : ikm, salt, info, output);

        public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey) => good.DeriveKeyPair(algorithm, seed, privateKey, publicKey);

        public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature) =>
            good.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);

        public void Wipe(byte[] secret) => good.Wipe(secret);
    }

    /// <summary>Takes what it is given, and hands out something else.</summary>
    private sealed class OtherSecret(IUdsStore good, byte[] secret) : IUdsStore
    {
        private bool _isLatched;

        public bool IsProtected => true;

        public bool MixesEntropy => good.MixesEntropy;

        public bool IsProgrammed => good.IsProgrammed;

        public bool TryRead(IDiceOperations operations, out byte[] uds)
        {
            uds = _isLatched ? null! : [.. secret];
            return !_isLatched;
        }

        public void Latch() => _isLatched = true;

        public Attestation.Device.DeviceRefusal TryProgram(IDiceOperations operations, byte[] written) => good.TryProgram(operations, written);

        public bool TryErase() => good.TryErase();
    }

    /// <summary>The last lock is closed as long as the power is on.</summary>
    private sealed class ForgetfulLocks(IBoardLocks good) : IBoardLocks
    {
        private bool _isClosed;

        public Attestation.Device.DeviceRefusal TryLock()
        {
            _isClosed = true;
            return good.TryLock();
        }

        public BoardLockState[] Read()
        {
            BoardLockState[] locks = good.Read();
            locks[^1] = new BoardLockState(locks[^1].Name, _isClosed);
            return locks;
        }
    }
}
