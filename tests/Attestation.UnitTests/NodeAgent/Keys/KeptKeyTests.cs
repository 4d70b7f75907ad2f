using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.NodeAgent.Keys;

/// <summary>The state file of a key: what is written is read, and what is damaged is told from what is not.</summary>
public sealed class KeptKeyTests
{
    [Theory]
    [InlineData("persistent", 0x81026000u, new byte[] { 1, 2, 3 })]
    [InlineData("private area only", null, new byte[] { 1, 2, 3 })]
    [InlineData("adopted: persistent, private area unknown", 0x81026003u, new byte[0])]
    public void WhatIsWrittenIsRead(string what, uint? handle, byte[] privateArea)
    {
        KeptKey written = Sample(handle, privateArea);
        KeptKey? read = KeptKey.Decode(written.Encode());
        Assert.True(read is not null, what);
        Assert.Equal((written.PersistentHandle, written.Parent.Id), (read.PersistentHandle, read.Parent.Id));
        Assert.Equal(written.Name, read.Name);
        Assert.Equal(written.Private, read.Private);
        Assert.Equal(written.ParentName, read.ParentName);
        Assert.Equal(WireValue.Encode(written.Parent.Public), WireValue.Encode(read.Parent.Public));
    }

    /// <summary>Every byte in turn: the file is refused, or the key that it names is still this one.</summary>
    [Fact]
    public void NoChangedByteGivesAnotherKey()
    {
        KeptKey written = Sample(0x81026000, [1, 2, 3]);
        byte[] good = written.Encode();
        int refused = 0;
        for (int at = 0; at < good.Length; at++)
        {
            byte[] changed = [.. good];
            changed[at] ^= 0x01;
            if (KeptKey.Decode(changed) is { } read)
                Assert.Equal(written.Name, read.Name);
            else
                refused++;
        }
        Assert.True(refused > good.Length / 2);
    }

    [Fact]
    public void NoCutFileIsRead()
    {
        byte[] good = Sample(null, [1]).Encode();
        for (int length = 0; length < good.Length; length++)
            Assert.Null(KeptKey.Decode(good.AsMemory(0, length)));
    }

    private static KeptKey Sample(uint? handle, byte[] privateArea) =>
        new(AttestationKeyKind.P384.Template, privateArea, handle, EkTemplates.H1) { ParentName = TpmName.Of(EkTemplates.H1.Public) };
}
