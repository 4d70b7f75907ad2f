namespace Attestation.Device.Protocol;

/// <summary>Commands that belong together: greeting, provisioning, attestation, update.</summary>
public interface ICommandGroup
{
    /// <summary>Carries out a command.</summary>
    /// <param name="command">One of <see cref="DeviceCommand"/>.</param>
    /// <param name="arguments">Of the command; never null, perhaps empty.</param>
    /// <returns>What <see cref="CommandAnswer"/> writes; null when the command is none of this group.</returns>
    byte[] Answer(int command, CommandArguments arguments);
}
