using Attestation.Dice;
using Attestation.Factory;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Devices;

/// <summary>One way in which a device lies or is broken.</summary>
/// <param name="Name">For <c>--fault</c>.</param>
/// <param name="Sentence">What is wrong with the device.</param>
/// <param name="Ends">How a line ends with it: a reason, or <c>passes</c> where a good station gets over it.</param>
/// <param name="Apply">Changes a good device's parts.</param>
public sealed record DeviceFault(string Name, string Sentence, string Ends, Action<DeviceParts, FaultWorld> Apply);

/// <summary>What the fault of a device may draw on.</summary>
/// <param name="entropy">Of the run.</param>
/// <param name="number">Of the device.</param>
public sealed class FaultWorld(SeededEntropy entropy, int number)
{
    private int _resets;

    public int Number => number;

    public byte[] Secret(string purpose) => entropy.For("fault, " + purpose).Take(DiceSizes.Cdi);

    public int NextReset() => _resets++;
}
