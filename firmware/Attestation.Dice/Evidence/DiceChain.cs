using System.Collections;
using Attestation.Dice.Certificates;
using Attestation.Dice.Wire;

namespace Attestation.Dice.Evidence;

/// <summary>The certificates of a boot, from the UDS to the attestation key, as they collect from layer to layer. Holds no secret.
/// <code>
/// DiceChain = [root: COSE_Key / bstr .der UdsCertificate, + entry: bstr .der Certificate / COSE_Sign1 (untagged)]
/// </code>
/// </summary>
public sealed class DiceChain
{
    private readonly byte[] _root; // encoded: a CBOR map, or a DER certificate
    private readonly bool _isRootCertificate;
    private readonly ArrayList _certificates = new ArrayList();

    private DiceChain(byte[] udsPublicKey, byte[] root, bool isRootCertificate)
    {
        UdsPublicKey = udsPublicKey;
        _root = root;
        _isRootCertificate = isRootCertificate;
        IsX509 = isRootCertificate;
        IsAndroid = !isRootCertificate;
    }

    /// <summary>Raw: 32 bytes, or X ‖ Y.</summary>
    public byte[] UdsPublicKey { get; }

    /// <summary>True while root and all entries are X.509 certificates.</summary>
    public bool IsX509 { get; private set; }

    /// <summary>True while the root is a COSE_Key and all entries are CBOR certificates: a DiceCertChain of the Android Profile.</summary>
    public bool IsAndroid { get; private set; }

    /// <summary>How many certificates follow the root.</summary>
    public int Count => _certificates.Count;

    /// <summary>Bytes that hold the chain in any of its encodings.</summary>
    internal int LargestSize
    {
        get
        {
            int size = 16 + _root.Length; // the heads of an array, of the root and of a byte string around all of it
            for (int i = 0; i < Count; i++)
                size += Item(i).Length;
            return size;
        }
    }

    /// <summary>A chain whose verifier knows the UDS public key (provisioning scheme 3). Null when the key has not the length of its
    /// algorithm.</summary>
    public static DiceChain FromUdsPublicKey(DiceAlgorithm algorithm, byte[] publicKey) =>
        HasSize(algorithm, publicKey) ? new DiceChain(publicKey, CoseKey.Encode(algorithm, publicKey), false) : null;

    /// <summary>A chain that starts with an X.509 UDS certificate. The key is given as well, because this core reads no certificate.
    /// Null when its length is wrong.</summary>
    public static DiceChain FromUdsCertificate(DiceAlgorithm algorithm, byte[] publicKey, byte[] certificate) =>
        HasSize(algorithm, publicKey) && certificate != null ? new DiceChain(publicKey, certificate, true) : null;

    /// <summary>Appends the certificate that a layer handed over.</summary>
    public void Append(NextLayer layer) => Append(layer.Form, layer.Certificate);

    /// <summary>Appends a certificate.</summary>
    public void Append(CertificateForm form, byte[] certificate)
    {
        _certificates.Add(form == CertificateForm.X509 ? new CborWriter(certificate.Length + 4).Bytes(certificate).ToArray() : certificate);
        if (form == CertificateForm.X509)
            IsAndroid = false;
        else
            IsX509 = false;
    }

    /// <summary>The CBOR array DiceChain, root first.</summary>
    public byte[] Encode()
    {
        CborWriter cbor = new CborWriter(LargestSize).Array(1 + Count);
        if (_isRootCertificate)
            cbor.Bytes(_root);
        else
            cbor.Raw(_root);
        for (int i = 0; i < Count; i++)
            cbor.Raw(Item(i));
        return cbor.ToArray();
    }

    /// <summary>COSE_X509 (RFC 9360 section 2): one bstr, or an array of them, leaf first. Only for a chain that
    /// <see cref="IsX509"/>.</summary>
    public byte[] EncodeX5Chain()
    {
        CborWriter cbor = new CborWriter(LargestSize);
        WriteX5Chain(cbor);
        return cbor.ToArray();
    }

    internal void WriteX5Chain(CborWriter cbor)
    {
        if (Count != 0)
            cbor.Array(1 + Count);
        for (int i = Count - 1; i >= 0; i--)
            cbor.Raw(Item(i));
        cbor.Bytes(_root);
    }

    private byte[] Item(int index) => (byte[])_certificates[index];

    private static bool HasSize(DiceAlgorithm algorithm, byte[] publicKey) =>
        publicKey != null && publicKey.Length != 0 && publicKey.Length == DiceAlgorithmSizes.PublicKey(algorithm);
}
