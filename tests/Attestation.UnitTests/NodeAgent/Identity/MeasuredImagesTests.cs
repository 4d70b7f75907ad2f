using Attestation.NodeAgent.Identity;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.NodeAgent.Identity;

/// <summary>Kernel and initial ramdisk in logs of real boots (tests/vectors/node-boots).</summary>
public sealed class MeasuredImagesTests
{
    /// <summary>SHA-256 of the image files from which that machine booted (sha256sum).</summary>
    [Fact]
    public void OneKernelAndOneRamdiskAreNamedByTheDigestsOfTheirFiles()
    {
        MeasuredImages good = Of(NodeBoots.Good);
        Assert.Equal("51349501a3d1ff83836437d2b365fd2d57f2feb8642d315e5181dec23d4c3275", Convert.ToHexStringLower(Assert.Single(good.Kernel)));
        Assert.Equal("f0a677015a132c5627278b5c6903f6900e08a5bf7a03b3e1b0ed9886d3f8a1b9", Convert.ToHexStringLower(Assert.Single(good.Initrd)));
    }

    [Fact]
    public void AnotherRamdiskShowsAndAnotherCommandLineDoesNot()
    {
        MeasuredImages good = Of(NodeBoots.Good), initramfs = Of("boot-5-initramfs"), commandLine = Of("boot-4-cmdline");
        Assert.Equal(good.Kernel, initramfs.Kernel);
        Assert.NotEqual(good.Initrd, initramfs.Initrd);
        Assert.Equal((good.Kernel[0], good.Initrd[0]), (commandLine.Kernel[0], commandLine.Initrd[0]), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
    }

    private static MeasuredImages Of(string boot) => MeasuredImages.Of(NodeBoots.EventLog(boot));
}
