using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>What is burnt into a device: the UDS itself (scheme 1), or the two halves it is derived from at every boot (schemes 2 and 3).
/// docs/formats/fuse.cddl. Holds secrets: dispose it.</summary>
public sealed class FuseContent : IDisposable
{
    private const int SchemeKey = 1;
    private const int FirstKey = 2;
    private const int SecondKey = 3;

    private readonly byte[] _first;
    private readonly byte[] _second;

    private FuseContent(ProvisioningScheme scheme, byte[] first, byte[] second)
    {
        Scheme = scheme;
        _first = first;
        _second = second;
    }

    public ProvisioningScheme Scheme { get; }

    /// <summary>A device as it leaves the chip maker: all fuses are zero.</summary>
    public static FuseContent Unprogrammed() => new(ProvisioningScheme.PreGeneration, new byte[DiceSizes.Cdi], []);

    /// <summary>Takes the entropy that the scheme asks for: 32 bytes, conditioned by the source (scheme 1), or 32 + 32 bytes (schemes 2 and 3).</summary>
    public static FuseContent Generate(ProvisioningScheme scheme, EntropySource entropy) => scheme == ProvisioningScheme.PreGeneration
        ? new FuseContent(scheme, entropy.Take(DiceSizes.Cdi), [])
        : new FuseContent(ProvisioningScheme.FactoryCa, entropy.Take(DiceSizes.Cdi), entropy.Take(DiceSizes.Cdi)); // scheme 3 differs outside the device

    /// <summary>The UDS as the device's boot code computes it. The caller wipes it.</summary>
    /// <exception cref="InvalidOperationException">The key derivation failed.</exception>
    public byte[] DeriveUds(IDiceOperations operations)
    {
        byte[] uds = new byte[DiceSizes.Cdi];
        if (Scheme == ProvisioningScheme.PreGeneration)
            _first.CopyTo(uds, 0);
        else if (UniqueDeviceSecret.Derive(operations, _first, _second, uds) != DiceResult.Ok)
            throw new InvalidOperationException("the UDS could not be derived from the fuses");
        return uds;
    }

    /// <summary>The fuse file. The caller wipes it.</summary>
    public byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(Scheme == ProvisioningScheme.PreGeneration ? 2 : 3);
        writer.WriteInt32(SchemeKey);
        writer.WriteInt32((int)Scheme);
        writer.WriteInt32(FirstKey);
        writer.WriteByteString(_first);
        if (Scheme != ProvisioningScheme.PreGeneration)
        {
            writer.WriteInt32(SecondKey);
            writer.WriteByteString(_second);
        }
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a fuse file.</summary>
    /// <exception cref="FactoryException"><c>factory.fuse-malformed</c></exception>
    public static FuseContent Read(string path)
    {
        byte[] file = [];
        try
        {
            file = File.ReadAllBytes(path);
            return Decode(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.FuseMalformed, $"{path}: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <exception cref="FactoryException"><c>factory.fuse-malformed</c></exception>
    public static FuseContent Decode(ReadOnlyMemory<byte> file, string name)
    {
        try
        {
            var reader = new CborReader(file, CborConformanceMode.Canonical);
            int? members = reader.ReadStartMap();
            Expect(reader.ReadInt32() == SchemeKey);
            var scheme = (ProvisioningScheme)reader.ReadInt32();
            Expect(members == (scheme == ProvisioningScheme.PreGeneration ? 2 : 3) && scheme is ProvisioningScheme.PreGeneration or ProvisioningScheme.FactoryCa);
            byte[] first = ReadSecret(reader, FirstKey);
            byte[] second = scheme == ProvisioningScheme.PreGeneration ? [] : ReadSecret(reader, SecondKey);
            reader.ReadEndMap();
            Expect(reader.BytesRemaining == 0);
            return new FuseContent(scheme, first, second);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new FactoryException(FactoryReasons.FuseMalformed, name);
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_first);
        CryptographicOperations.ZeroMemory(_second);
    }

    private static byte[] ReadSecret(CborReader reader, int key)
    {
        Expect(reader.ReadInt32() == key);
        byte[] secret = reader.ReadByteString();
        Expect(secret.Length == DiceSizes.Cdi);
        return secret;
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new CborContentException("not a fuse file");
    }
}
