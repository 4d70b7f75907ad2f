using Attestation.Factory;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Devices;

/// <summary>Makes blank devices of one product, the same again from the same seed: serial numbers and random generators are drawn from it.</summary>
/// <param name="product">What they have in common.</param>
/// <param name="seed">Of the run.</param>
/// <param name="fault">What is wrong with some of them; null: nothing.</param>
/// <param name="faultEvery">Every so many devices have the fault, the first of them the last of the first so many.</param>
/// <param name="folder">Where their memories stay, a folder each; null: nowhere.</param>
/// <param name="again">Devices that were taken out in an earlier run come again, as they are by now.</param>
public sealed class DeviceMaker(DeviceProduct product, ulong seed, DeviceFault? fault = null, int faultEvery = 1, string? folder = null, bool again = false)
{
    private const int SerialSize = 12;
    private const string Gone = "left";

    private readonly SeededEntropy _entropy = new(seed);

    /// <param name="number">From 0.</param>
    public VirtualDevice Make(int number)
    {
        byte[] serial = Serial(number);
        var parts = new DeviceParts { Product = product };
        if (IsFaulty(number))
            fault!.Apply(parts, new FaultWorld(_entropy, number));
        return new VirtualDevice(parts, new DeviceMemories(product.Blocks, FolderOf(serial)), serial, boot => Random(number, boot));
    }

    public bool IsFaulty(int number) => fault is not null && (number + 1) % faultEvery == 0;

    /// <summary>Whether a device was taken out of the fixture in an earlier run, and does not come again.</summary>
    public bool HasLeft(int number) => !again && FolderOf(Serial(number)) is { } own && File.Exists(Path.Combine(own, Gone));

    /// <summary>Remembers that a device was taken out.</summary>
    public void Leave(VirtualDevice device)
    {
        if (FolderOf(device.Serial) is { } own)
            File.WriteAllBytes(Path.Combine(own, Gone), []);
    }

    private byte[] Serial(int number) => _entropy.For($"virtual device {number}, serial").Take(SerialSize);

    private EntropySource Random(int number, int boot) => _entropy.For($"virtual device {number}, boot {boot}");

    private string? FolderOf(byte[] serial) => folder is null ? null : Path.Combine(folder, Convert.ToHexStringLower(serial));
}
