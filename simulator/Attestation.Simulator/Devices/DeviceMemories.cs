namespace Attestation.Simulator.Devices;

/// <summary>The memories of a virtual device: flash for slots and records, protected flash for the secret, fuses for the locks. They outlive resets, and
/// with a folder also the process.</summary>
public sealed class DeviceMemories : IDisposable
{
    private const int VaultBlocks = 16;
    private const int FuseBlocks = 4;

    private readonly List<FlashImage> _images = [];

    /// <param name="blocks">Of the flash.</param>
    /// <param name="folder">Where the memories stay; null: nowhere.</param>
    public DeviceMemories(int blocks, string? folder = null)
    {
        if (folder is not null)
            Directory.CreateDirectory(folder);
        Flash = New("flash.bin", blocks);
        Vault = New("vault.bin", VaultBlocks);
        Fuses = New("fuses.bin", FuseBlocks);

        NorFlash New(string name, int size)
        {
            if (folder is null)
                return new NorFlash(size, Power);
            var image = new FlashImage(Path.Combine(folder, name));
            _images.Add(image);
            return new NorFlash(size, Power, image);
        }
    }

    private DeviceMemories(DeviceMemories other) =>
        (Flash, Vault, Fuses) = (other.Flash.Copy(Power), other.Vault.Copy(Power), other.Fuses.Copy(Power));

    public PowerSupply Power { get; } = new();

    /// <summary>Slots and records.</summary>
    public NorFlash Flash { get; }

    /// <summary>The secret. On a board this is a key block, an OTP page or a read-protected sector.</summary>
    public NorFlash Vault { get; }

    public NorFlash Fuses { get; }

    /// <summary>The same content in memory, with power.</summary>
    public DeviceMemories Copy() => new(this);

    public void Dispose() => _images.ForEach(image => image.Dispose());
}
