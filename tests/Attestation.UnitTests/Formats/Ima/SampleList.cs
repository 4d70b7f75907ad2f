using System.Security.Cryptography;
using System.Text;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Formats.Ima;

/// <summary>Writes entries of a binary measurement list.</summary>
internal static class SampleList
{
    internal static byte[] BootAggregate => Entry(10, "ima-ng", Ng("sha256", new byte[32], "boot_aggregate"));

    internal static byte[] Entry(uint pcr, string template, byte[] data, byte[]? digest = null) =>
    [
        .. SampleLog.U32(pcr), .. digest ?? SHA1.HashData(data), .. SampleLog.U32((uint)template.Length), .. Encoding.ASCII.GetBytes(template),
        .. SampleLog.U32((uint)data.Length), .. data,
    ];

    internal static byte[] Ng(string algorithm, byte[] digest, string name) =>
        [.. Field([.. Encoding.ASCII.GetBytes(algorithm + ":\0"), .. digest]), .. Field(Encoding.UTF8.GetBytes(name + "\0"))];

    internal static byte[] Field(byte[] value) => [.. SampleLog.U32((uint)value.Length), .. value];
}
