using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Operations;
using Attestation.UnitTests.Dice;
using FactoryMeasurement = Attestation.Factory.Releases.FileMeasurement;

namespace Attestation.UnitTests.Device.Boot;

/// <summary>A release whose files are measured by HMAC-SHA-512 under the public key: one call of native code a file, and the same values without it.</summary>
public sealed class KeyedMeasurementTests
{
    private static readonly byte[] Label = "attestation layer file"u8.ToArray();

    public static TheoryData<string, Func<byte[], byte[], byte[], bool>?, int> Boards => new()
    {
        { "native code", Compute, 3 },
        { "no native code", null, 0 },
        { "native code that fails", (_, _, _) => false, 3 },
        { "an interpreter built without it", (_, _, _) => throw new NotSupportedException(), 3 },
    };

    [Theory]
    [MemberData(nameof(Boards))]
    public void EveryBoardMeasuresTheSame(string description, Func<byte[], byte[], byte[], bool>? native, int calls)
    {
        BootWorld world = new();
        world.Release(BootWorld.Slot, "2.0.0", 2, measurement: FactoryMeasurement.HmacSha512);
        NativeHmac hmac = new(native);
        world.Board.Hmac = native is null ? null : hmac;
        Assert.Equal($"{description}: {DeviceRefusal.None}", $"{description}: {world.Boot(out DeviceIdentity device)}");
        Assert.Equal(calls, hmac.Calls);
        byte[] chain = device.Chain.Encode();
        Assert.True(chain.AsSpan().IndexOf(CodeHash(world, "lib.pe", "net.pe")) > 0, "layer 1");
        Assert.True(chain.AsSpan().IndexOf(CodeHash(world, "app.pe")) > 0, "layer 2, of one file");
        Assert.True(chain.AsSpan().IndexOf(SHA512.HashData(world.Files["slot-a/app.pe"])) < 0, "another measurement than the manifest's");
    }

    [Theory]
    [InlineData("changed file, native", true, false)]
    [InlineData("changed file, managed", false, false)]
    [InlineData("native code that is wrong", true, true)]
    public void WhatDiffersIsRefused(string description, bool isNative, bool isWrong)
    {
        BootWorld world = new();
        world.Release(BootWorld.Slot, "2.0.0", 2, measurement: FactoryMeasurement.HmacSha512);
        world.Board.Hmac = isNative ? new NativeHmac((key, message, tag) => Compute(key, message, tag) && (!isWrong || ++tag[9] >= 0)) : null;
        if (!isWrong)
            world.Files["slot-a/app.pe"][700] ^= 1;
        Assert.Equal($"{description}: {DeviceRefusal.FileDigest}", $"{description}: {world.Boot(out DeviceIdentity _)}");
        Assert.Empty(world.Loaded);
    }

    /// <summary>Native code is not asked where the manifest states SHA-512.</summary>
    [Fact]
    public void AnotherMeasurementIsNotNative()
    {
        BootWorld world = new();
        NativeHmac hmac = new(Compute);
        world.Board.Hmac = hmac;
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity _));
        Assert.Equal(0, hmac.Calls);
    }

    private static byte[] CodeHash(BootWorld world, params string[] files) => SHA512.HashData(
        [.. "attestation keyed file set\0"u8, .. files.SelectMany(file => HMACSHA512.HashData(Label, world.Files["slot-a/" + file]))]);

    private static bool Compute(byte[] key, byte[] message, byte[] tag) => HMACSHA512.HashData(key, message).AsSpan().TryCopyTo(tag);

    private sealed class NativeHmac(Func<byte[], byte[], byte[], bool>? compute) : IHmacSha512
    {
        public int Calls { get; private set; }

        public bool TryCompute(byte[] key, byte[] message, byte[] tag)
        {
            Calls++;
            return compute!(key, message, tag);
        }
    }
}
