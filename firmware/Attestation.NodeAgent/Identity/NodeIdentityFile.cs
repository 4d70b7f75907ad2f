using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Attestation.NodeAgent.Keys;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// The identity of this boot in a file, for the agent's later runs: the UDS can be read once per boot, and the program that read it, early in
/// the boot, has ended by then. The file holds the attestation key and its chain, no CDI and no UDS: who steals it can sign evidence of this boot
/// until the verifier asks for a quote with it, and can neither certify another layer nor have the key of the next software. It belongs on a
/// tmpfs, root's alone (0600), and is worthless after the next reset, whose number differs. Sealing it to the TPM would gain little:
/// whoever may read the file as root may also ask the TPM.
/// </summary>
public static class NodeIdentityFile
{
    private const int Version = 1;

    private static readonly HostDiceOperations Operations = new();

    /// <exception cref="AgentException">It cannot be written.</exception>
    public static void Save(string path, NodeIdentity identity)
    {
        byte[] privateKey = identity.ExportPrivateKey();
        var buffer = new MemoryStream(16 << 10);
        try
        {
            Write(buffer, identity, privateKey);
            DurableFile.Write(path, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
            CryptographicOperations.ZeroMemory(buffer.GetBuffer());
        }
    }

    /// <summary>The identity, or null where there is no file, or it is another boot's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">The TPM's number of this boot.</param>
    /// <exception cref="AgentException">The file is there and cannot be read.</exception>
    public static NodeIdentity? TryLoad(string path, BootNumber now)
    {
        if (DurableFile.TryRead(path) is not { } content)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            NodeIdentity identity = Read(document.RootElement);
            if (identity.Boot.IsSameReset(now))
                return identity;
            identity.Dispose();
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw AgentException.Failed($"{path} is damaged. The node has its DICE identity again after the next boot.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static void Write(MemoryStream buffer, NodeIdentity identity, byte[] privateKey)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteNumber("boot", identity.Boot.Value);
        json.WriteBase64String("bootSeed", identity.BootSeed);
        json.WriteBase64String("udsPublicKey", identity.UdsPublicKey);
        json.WriteBase64String("publicKey", identity.AttestationPublicKey);
        json.WriteBase64String("privateKey", privateKey);
        json.WriteStartArray("certificates");
        foreach (LayerCertificate certificate in identity.Certificates)
        {
            json.WriteStartObject();
            json.WriteString("form", certificate.Form == CertificateForm.X509 ? "x509" : "cbor");
            json.WriteBase64String("bytes", certificate.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static NodeIdentity Read(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() != Version)
            throw new FormatException("version");
        byte[] privateKey = root.GetProperty("privateKey").GetBytesFromBase64();
        try
        {
            DiceResult result = LayerKey.FromPrivateKey(
                Operations, NodeIdentity.Algorithm, privateKey, root.GetProperty("publicKey").GetBytesFromBase64(), out LayerKey key);
            byte[] uds = root.GetProperty("udsPublicKey").GetBytesFromBase64();
            if (result != DiceResult.Ok || uds.Length != DiceAlgorithmSizes.PublicKey(NodeIdentity.Algorithm))
                throw new FormatException("keys");
            LayerCertificate[] certificates = [.. root.GetProperty("certificates").EnumerateArray().Select(Certificate)];
            return new NodeIdentity(Operations, key, uds, certificates, new BootNumber(root.GetProperty("boot").GetUInt64()), root.GetProperty("bootSeed").GetBytesFromBase64());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private static LayerCertificate Certificate(JsonElement item) => new(
        item.GetProperty("form").GetString() == "x509" ? CertificateForm.X509 : CertificateForm.Cbor, item.GetProperty("bytes").GetBytesFromBase64());
}
