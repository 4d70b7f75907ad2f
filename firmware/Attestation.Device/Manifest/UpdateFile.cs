namespace Attestation.Device.Manifest;

/// <summary>One file of a layer. docs/formats/update-manifest.cddl, file.</summary>
public sealed class UpdateFile
{
    internal UpdateFile(string name, int size, byte[] digest)
    {
        Name = name;
        Size = size;
        Digest = digest;
    }

    /// <summary>Its name in the slot, without the slot's.</summary>
    public string Name { get; }

    /// <summary>1 to 1,048,576 bytes.</summary>
    public int Size { get; }

    /// <summary>64 bytes, as <see cref="UpdateManifest.Measurement"/> says.</summary>
    public byte[] Digest { get; }
}
