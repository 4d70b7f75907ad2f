using System.Diagnostics;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Dice.Sealing;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Device.Application;

/// <summary>What is sealed, who can unseal it, and the format against another program.</summary>
public sealed class SealedBlobTests
{
    private const int Ceiling = 9;

    private static readonly HostDiceOperations Host = new();

    private static readonly byte[] Data = [.. Enumerable.Range(0, 1300).Select(i => unchecked((byte)(i * 7)))];

    public static TheoryData<string, int> Sizes => new()
    {
        { "nothing", 0 }, { "one byte", 1 }, { "one chunk less one", 511 }, { "one chunk", 512 }, { "one chunk and one", 513 },
        { "the most", SealedBlob.MaximumData },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void WhatWasSealedIsUnsealed(string description, int size)
    {
        byte[] data = new byte[size];
        new Random(5).NextBytes(data);
        byte[] blob = Seal(Secret(3), "wifi", data);
        Assert.Equal(size + SealedBlob.Overhead, blob.Length);
        Assert.Equal(DeviceRefusal.None, SealedBlob.Unseal(Host, Secret(3), "wifi", blob, out byte[] again));
        Assert.True(data.AsSpan().SequenceEqual(again), description);
    }

    /// <summary>HKDF and HMAC of Python's standard library, written from docs/formats/sealed-blob.md.</summary>
    [Theory]
    [InlineData("unversioned", 0u, false)]
    [InlineData("version 4 of ceiling 9", 4u, true)]
    public void AnotherProgramUnsealsIt(string description, uint version, bool versioned)
    {
        byte[] blob = Seal(versioned ? Secret(version) : Unversioned(), "wifi", Data);
        string script = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "sealed-blob", "unseal.py");
        string seed = Convert.ToHexString(SampleInputs.Filled(32, versioned ? (byte)0x51 : (byte)0x52));
        using Process process = Process.Start(new ProcessStartInfo("python3", [script, seed, versioned ? $"{Ceiling}" : "-", "wifi", Convert.ToHexString(blob)])
        {
            RedirectStandardOutput = true,
        })!;
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal($"{description} {Convert.ToHexStringLower(Data)}", $"{description} {text}");
    }

    [Fact]
    public void EqualDataGivesAnEqualBlobAndOtherDataOneThatIsOtherEverywhere()
    {
        byte[] other = [.. Data];
        other[^1] ^= 1;
        byte[] first = Seal(Secret(3), "", Data);
        byte[] second = Seal(Secret(3), "", other);
        Assert.Equal(first, Seal(Secret(3), "", Data));
        Assert.InRange(first.Zip(second).Skip(6).Count(pair => pair.First == pair.Second), 0, 30); // 1 byte in 256 is equal by chance
    }

    [Fact]
    public void EveryChangedByteIsRefused()
    {
        byte[] blob = Seal(Secret(3), "wifi", Data[..40]);
        for (int at = 0; at < blob.Length; at++)
        {
            byte[] changed = [.. blob];
            changed[at] ^= 0x01;
            DeviceRefusal refusal = SealedBlob.Unseal(Host, Secret(3), "wifi", changed, out byte[] data);
            Assert.True(data is null, $"byte {at}");
            Assert.Equal(at == 0 ? DeviceRefusal.SealedMalformed : at == 1 ? DeviceRefusal.SealedMalformed : at < 5 ? DeviceRefusal.SealedByNewerFirmware
                : DeviceRefusal.SealedForAnother, refusal);
        }
    }

    [Fact]
    public void NewerFirmwareUnsealsAndOlderFirmwareDoesNot()
    {
        byte[] blob = Seal(Secret(5), "", Data);
        Assert.Equal(DeviceRefusal.None, SealedBlob.Unseal(Host, Secret(9), "", blob, out byte[] data));
        Assert.Equal(Data, data);
        Assert.Equal(DeviceRefusal.SealedByNewerFirmware, SealedBlob.Unseal(Host, Secret(4), "", blob, out _));
        blob[5] = 4; // older firmware that lies to itself about the version finds another key
        Assert.Equal(DeviceRefusal.SealedForAnother, SealedBlob.Unseal(Host, Secret(4), "", blob, out _));
    }

    [Fact]
    public void ABlobWithoutVersionIsReadByFirmwareThatCountsThemAndNotTheOtherWayRound()
    {
        Assert.Equal(DeviceRefusal.None, SealedBlob.Unseal(Host, Secret(5), "", Seal(Unversioned(), "", Data), out _));
        Assert.Equal(DeviceRefusal.SealedVersionsUnknown, SealedBlob.Unseal(Host, Unversioned(), "", Seal(Secret(5), "", Data), out _));
    }

    [Fact]
    public void AnotherPurposeOrDeviceIsRefused()
    {
        byte[] blob = Seal(Unversioned(), "wifi", Data);
        Assert.Equal(DeviceRefusal.SealedForAnother, SealedBlob.Unseal(Host, Unversioned(), "wifi2", blob, out _));
        SealingSecret other = new(Host, SampleInputs.Filled(32, 0x53), null, 0);
        Assert.Equal(DeviceRefusal.SealedForAnother, SealedBlob.Unseal(Host, other, "wifi", blob, out _));
    }

    public static TheoryData<string, byte[]?> Malformed => new()
    {
        { "nothing", null },
        { "empty", [] },
        { "one byte short", new byte[SealedBlob.Overhead - 1] },
        { "format 0", new byte[SealedBlob.Overhead] },
        { "form 2", [1, 2, .. new byte[SealedBlob.Overhead]] },
        { "unversioned with a version", [1, 0, 0, 0, 0, 1, .. new byte[SealedBlob.Overhead]] },
        { "too long", [1, 1, .. new byte[SealedBlob.Overhead + SealedBlob.MaximumData - 1]] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void WhatIsNoBlobIsRefused(string description, byte[]? blob) =>
        Assert.True(SealedBlob.Unseal(Host, Secret(3), "", blob, out _) == DeviceRefusal.SealedMalformed, description);

    [Theory]
    [InlineData("no data", "", -1)]
    [InlineData("no purpose", null, 3)]
    [InlineData("a byte too many", "", SealedBlob.MaximumData + 1)]
    public void WhatCannotBeSealedIsRefused(string description, string? purpose, int size)
    {
        DeviceRefusal refusal = SealedBlob.Seal(Host, Secret(3), purpose, size < 0 ? null : new byte[size], out byte[] blob);
        Assert.True(refusal == DeviceRefusal.SealArgument && blob is null, description);
        Assert.Equal(DeviceRefusal.SealArgument, SealedBlob.Seal(Host, Secret(3), new string('é', 128), [], out _));
        Assert.Equal(DeviceRefusal.SealArgument, SealedBlob.Unseal(Host, Secret(3), new string('é', 128), [], out _));
    }

    /// <summary>The n-th operation fails, for every n: no blob and no data, no key and no plaintext left in memory.</summary>
    [Theory]
    [InlineData("seal", false, 6)]
    [InlineData("unseal", true, 6)]
    public void AFailureHandsOutNothingAndLeavesNothing(string description, bool unseals, int expectedCalls)
    {
        byte[] sealedData = Seal(Secret(3), "", Data);
        int calls = 0;
        for (int n = 0; n == 0 || n <= calls; n++)
        {
            WatchedOperations watched = new(Host, n);
            DeviceRefusal refusal = unseals
                ? SealedBlob.Unseal(watched, Secret(watched, 4), "", sealedData, out byte[] result)
                : SealedBlob.Seal(watched, Secret(watched, 3), "", Data, out result);
            if (n == 0)
                calls = watched.Calls;
            Assert.True(n == 0 ? refusal == DeviceRefusal.None : refusal == DeviceRefusal.SealingFailed && result is null, $"{description}, operation {n}");
            Assert.All(watched.Leftovers(), left => Assert.True(IsPublic(left, sealedData), $"{description}, operation {n}: {left.Length} bytes"));
        }

        Assert.Equal(expectedCalls, calls);
    }

    /// <summary>What is in the blob anyway, or was spoilt by the failure.</summary>
    private static bool IsPublic(byte[] left, byte[] blob) =>
        left.All(b => b == 0xEE) || blob.AsSpan().IndexOf(left) >= 0 || (left[0] == 2 && left.AsSpan(1, 16).SequenceEqual(blob.AsSpan(6, 16)));

    [Fact]
    public void AfterWipingNothingIsUnsealed()
    {
        SealingSecret secret = Secret(3);
        byte[] blob = Seal(secret, "", Data);
        secret.Wipe();
        Assert.Equal(DeviceRefusal.SealingFailed, SealedBlob.Unseal(Host, secret, "", blob, out _));
    }

    private static byte[] Seal(SealingSecret secret, string purpose, byte[] data)
    {
        Assert.Equal(DeviceRefusal.None, SealedBlob.Seal(Host, secret, purpose, data, out byte[] blob));
        Assert.True(data.Length < 8 || blob.AsSpan().IndexOf(data.AsSpan(0, 8)) < 0);
        return blob;
    }

    private static SealingSecret Secret(uint version) => Secret(Host, version);

    private static SealingSecret Secret(IDiceOperations operations, uint version)
    {
        VersionedKdf versions = new(Ceiling);
        Assert.Equal(DiceResult.Ok, versions.Seed(Host, SampleInputs.Filled(32, 0x51), (int)version));
        return new SealingSecret(operations, SampleInputs.Filled(32, 0x52), versions, version);
    }

    private static SealingSecret Unversioned() => new(Host, SampleInputs.Filled(32, 0x52), null, 0);
}
