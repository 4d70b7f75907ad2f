using System;
using Attestation.Device.Gpio;
using Attestation.Device.Provisioning;
using Attestation.Dice;

namespace Attestation.Device.Tpm;

/// <summary>The random generator of a TPM 2.0 (TPM2_GetRandom, Part 3, clause 16.1), for boards whose chip vouches for none. What it gives passes over the bus.</summary>
public sealed class TpmRandom : IRandomSource
{
    private const int MostAtOnce = 32; // every TPM gives as much as its largest digest

    private readonly TpmDialogue _tpm;
    private readonly IDiceOperations _operations;

    /// <param name="channel">To a TPM that was started.</param>
    /// <param name="operations">Wipes.</param>
    /// <param name="pause">Between two tries, where the TPM asks for one more.</param>
    public TpmRandom(ITpmChannel channel, IDiceOperations operations, IPause pause)
    {
        _tpm = new TpmDialogue(channel, operations, pause);
        _operations = operations;
    }

    public bool TryFill(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int part = count < MostAtOnce ? count : MostAtOnce;
            if (!TryTake(part, out byte[] random))
                return false;
            Array.Copy(random, 0, buffer, offset, part);
            _operations.Wipe(random);
            offset += part;
            count -= part;
        }

        return true;
    }

    /// <summary>A TPM that gives less than it is asked for is not asked again: none does for so few.</summary>
    private bool TryTake(int count, out byte[] random)
    {
        random = null;
        uint code = _tpm.Send(new TpmCommand(TpmCodes.GetRandom).Number16((uint)count), out TpmResponse response);
        bool isTaken = code == TpmCodes.Success && response.Left == count + 2 && response.TryTakeSized(count, out random);
        _tpm.Forget();
        return isTaken;
    }
}
