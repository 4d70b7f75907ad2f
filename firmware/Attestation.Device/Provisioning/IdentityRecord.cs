using System;
using System.Text;
using Attestation.Device.Storage;
using Attestation.Dice.Evidence;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Provisioning;

/// <summary>What the factory told the device about itself: one record, written after the two files that it stands for, so a loss of power leaves no
/// identity or a whole one.
/// <code>
/// identity.0, .1:  1 ‖ locked (0, 1) ‖ SHA-256 of the certificate (32; 00 .. without) ‖ SHA-256 of the probe (32) ‖ UEID (33)
///                  ‖ length (1) ‖ vendor ‖ length (1) ‖ model
/// uds.der          the certificate
/// probe.cbor       the results of the probe that was computed when the identity was written
/// </code>
/// </summary>
public sealed class IdentityRecord
{
    /// <summary>Bytes of a UDS certificate.</summary>
    public const int LargestCertificate = 1536;

    private const byte Format = 1;
    private const int LockedAt = 1;
    private const int CertificateAt = 2;
    private const int ProbeAt = CertificateAt + Sha256.Size;
    private const int UeidAt = ProbeAt + Sha256.Size;
    private const int NamesAt = UeidAt + DeviceUeid.Size;
    private const int LargestProbe = 2048;
    private const string CertificateFile = "uds.der";
    private const string ProbeFile = "probe.cbor";

    private readonly IDeviceStorage _storage;
    private readonly TwinRecord _record;
    private byte[] _content; // null: none

    public IdentityRecord(IDeviceStorage storage)
    {
        _storage = storage;
        _record = new TwinRecord(storage, "identity");
    }

    public bool Exists => _content != null;

    /// <summary>The locks were read back as in force once.</summary>
    public bool IsLocked => _content != null && _content[LockedAt] != 0;

    public string Vendor { get; private set; }

    public string Model { get; private set; }

    /// <summary>33 bytes.</summary>
    public byte[] Ueid { get; private set; }

    /// <summary>DER; null: the chain begins with the bare UDS key.</summary>
    public byte[] UdsCertificate { get; private set; }

    /// <summary>The encoded results of the probe, read when they are asked for: a boot has better use for the memory. Null when the storage fails.</summary>
    public byte[] Probe => _content != null && TryReadFile(ProbeFile, LargestProbe, _content, ProbeAt, out byte[] probe) ? probe : null;

    /// <summary>Reads it; called once at every start.</summary>
    /// <returns>False when it is damaged: not what a loss of power leaves.</returns>
    public bool TryLoad()
    {
        _content = null;
        if (_record.IsDamaged)
            return false;
        return !_record.TryRead(out byte[] content) || TryTake(content);
    }

    /// <summary>Writes the files, then the record.</summary>
    /// <param name="vendor">1 to 64 bytes of UTF-8.</param>
    /// <param name="model">1 to 64 bytes of UTF-8.</param>
    /// <param name="ueid">33 bytes.</param>
    /// <param name="certificate">Null: none.</param>
    /// <param name="probe">Encoded results of the probe.</param>
    public bool TryWrite(string vendor, string model, byte[] ueid, byte[] certificate, byte[] probe)
    {
        byte[] content = Encode(vendor, model, ueid, certificate, probe);
        return (certificate == null || TryWriteFile(CertificateFile, certificate)) && TryWriteFile(ProbeFile, probe)
            && _record.TryWrite(content) && TryTake(content) && _record.TrySettle(); // taken first: said again after a failed settling, it is known
    }

    /// <summary>True when it says just this, certificate and all.</summary>
    public bool Says(string vendor, string model, byte[] ueid, byte[] certificate)
    {
        if (!Exists || Vendor != vendor || Model != model || !AreEqual(Ueid, ueid))
            return false;
        return certificate == null ? UdsCertificate == null : UdsCertificate != null && AreEqual(UdsCertificate, certificate);
    }

    /// <summary>Notes that the locks hold.</summary>
    public bool TryLock()
    {
        if (IsLocked)
            return true;
        byte[] content = new byte[_content.Length];
        Array.Copy(_content, 0, content, 0, content.Length);
        content[LockedAt] = 1;
        if (!_record.TryWrite(content))
            return false;
        _content = content;
        return _record.TrySettle();
    }

    /// <summary>Makes both copies equal after a loss of power between them.</summary>
    public bool TrySettle() => _record.TrySettle();

    private static byte[] Encode(string vendor, string model, byte[] ueid, byte[] certificate, byte[] probe)
    {
        byte[] vendorText = Encoding.UTF8.GetBytes(vendor);
        byte[] modelText = Encoding.UTF8.GetBytes(model);
        byte[] content = new byte[NamesAt + 2 + vendorText.Length + modelText.Length];
        content[0] = Format;
        if (certificate != null)
            Sha256.Hash(certificate, 0, certificate.Length, content, CertificateAt);
        Sha256.Hash(probe, 0, probe.Length, content, ProbeAt);
        Array.Copy(ueid, 0, content, UeidAt, DeviceUeid.Size);
        content[NamesAt] = (byte)vendorText.Length;
        Array.Copy(vendorText, 0, content, NamesAt + 1, vendorText.Length);
        int modelAt = NamesAt + 1 + vendorText.Length;
        content[modelAt] = (byte)modelText.Length;
        Array.Copy(modelText, 0, content, modelAt + 1, modelText.Length);
        return content;
    }

    private bool TryTake(byte[] content)
    {
        if (content.Length < NamesAt + 2 || content[0] != Format)
            return false;
        int modelAt = NamesAt + 1 + content[NamesAt];
        if (modelAt >= content.Length || modelAt + 1 + content[modelAt] != content.Length)
            return false;
        if (!TryReadFile(CertificateFile, LargestCertificate, content, CertificateAt, out byte[] certificate)
            || !TryReadFile(ProbeFile, LargestProbe, content, ProbeAt, out byte[] probe) || probe == null)
            return false;
        UdsCertificate = certificate;
        Vendor = Encoding.UTF8.GetString(content, NamesAt + 1, content[NamesAt]);
        Model = Encoding.UTF8.GetString(content, modelAt + 1, content[modelAt]);
        Ueid = new byte[DeviceUeid.Size];
        Array.Copy(content, UeidAt, Ueid, 0, DeviceUeid.Size);
        _content = content;
        return true;
    }

    private bool TryWriteFile(string name, byte[] bytes) =>
        _storage.TryDelete(name) && _storage.TryWrite(name, 0, bytes, 0, bytes.Length);

    /// <summary>Null where the record says that there is none.</summary>
    private bool TryReadFile(string name, int largest, byte[] content, int digestAt, out byte[] bytes)
    {
        bytes = null;
        int any = 0;
        for (int i = 0; i < Sha256.Size; i++)
            any |= content[digestAt + i];
        if (any == 0)
            return true;
        int size = _storage.Size(name);
        if (size <= 0 || size > largest)
            return false;
        byte[] read = new byte[size];
        byte[] digest = new byte[Sha256.Size];
        if (!_storage.TryRead(name, 0, read, 0, size))
            return false;
        Sha256.Hash(read, 0, size, digest, 0);
        for (int i = 0; i < digest.Length; i++)
        {
            if (digest[i] != content[digestAt + i])
                return false;
        }

        bytes = read;
        return true;
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
                return false;
        }

        return true;
    }
}
