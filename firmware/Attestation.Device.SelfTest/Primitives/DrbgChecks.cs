using System;
using System.Text;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Primitives;

/// <summary>HMAC_DRBG gives the k that RFC 6979 appendix A.2.5 prints, and the private key that the Open Profile for DICE wants of a seed.</summary>
internal static class DrbgChecks
{
    private const string PrivateKey = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";

    internal static void Run(SelfTestRun run)
    {
        byte[] message = Encoding.UTF8.GetBytes("sample");
        byte[] digest = new byte[Sha512.Size];
        Sha256.Hash(message, 0, message.Length, digest, 0);
        run.Check("RFC 6979 k, SHA-256", "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60", First(new HmacSha256(), digest));
        Sha512.Hash(message, 0, message.Length, digest, 0);
        run.Check("RFC 6979 k, SHA-512", "5fa81c63109badb88c1f367b47da606da28cad69aa22c4fe6ad7df73a7173aa5", First(new HmacSha512(), digest));
    }

    /// <summary>The first candidate for int2octets(x) ‖ bits2octets(h1), 32 bytes each.</summary>
    private static byte[] First(Hmac mac, byte[] digest)
    {
        byte[] seed = new byte[64];
        Array.Copy(Hex.Bytes(PrivateKey), 0, seed, 0, 32);
        Array.Copy(digest, 0, seed, 32, 32);
        HmacDrbg drbg = new HmacDrbg(mac);
        drbg.Instantiate(seed);
        byte[] candidate = new byte[32];
        drbg.Generate(candidate);
        return candidate;
    }
}
