using System.Text.Json.Nodes;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inspecting;

/// <summary>Files whose content must not reach a terminal, a log or a paste: named, never shown.</summary>
internal static class SecretFiles
{
    /// <summary>A private key in PEM: its kind and public half only.</summary>
    internal static Description? PrivateKey(string text)
    {
        if (!text.StartsWith("-----BEGIN ", StringComparison.Ordinal) || !text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return null;
        if (!SigningKey.TryParsePem(text, out SigningKey key, out _))
            return new Description("private key (PEM), of a kind that attest does not read; not shown", []);
        using (key)
            return new Description("private key (PEM); only its public half is shown", Values.Key(key.PublicKey));
    }

    /// <summary>A virtual device's fuses (docs/formats/fuse.cddl): {1: 1, 2: bytes .size 32} or {1: 2, 2: bytes .size 32, 3: bytes .size 32}.</summary>
    internal static Description? Fuse(ReadOnlySpan<byte> bytes)
    {
        int scheme = bytes switch
        {
            [0xA2, 0x01, 0x01, 0x02, 0x58, 0x20, ..] when bytes.Length == 38 => 1,
            [0xA3, 0x01, 0x02, 0x02, 0x58, 0x20, ..] when bytes.Length == 73 => 2,
            _ => 0,
        };
        return scheme == 0 ? null : new Description("fuses of a device; its secrets are not shown", new JsonObject { ["scheme"] = scheme });
    }
}
