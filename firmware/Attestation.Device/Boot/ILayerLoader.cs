using Attestation.Device.Application;

namespace Attestation.Device.Boot;

/// <summary>Brings measured files to life. On a board: Assembly.Load and reflection.</summary>
public interface ILayerLoader
{
    /// <summary>Takes one file, in the order of the manifest. On nanoFramework the array itself becomes the assembly, so what was hashed is what
    /// runs; nobody else writes to it afterwards.</summary>
    /// <returns>False when it is no program for this board.</returns>
    bool TryLoad(string name, byte[] image);

    /// <summary>Calls the entry of the file that was loaded last; returns when the application does.</summary>
    /// <returns>False when there is no such entry, or it threw.</returns>
    bool TryStart(DeviceIdentity device);
}
