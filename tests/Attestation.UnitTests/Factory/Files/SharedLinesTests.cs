using Attestation.Factory.Files;

namespace Attestation.UnitTests.Factory.Files;

public sealed class SharedLinesTests
{
    [Fact]
    public void ALineThatTheDiskDidNotTakeLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        var lines = new SharedLines(folder["lines"], _ => { });
        using (FileStream file = lines.Open())
            lines.Append(file, "one");
        using (var full = new FullDisk(folder["lines"]))
            Assert.Throws<IOException>(() => lines.Append(full, "two and more"));
        Assert.Equal("one\n", File.ReadAllText(folder["lines"]));
        using (FileStream file = lines.Open())
            lines.Append(file, "three");
        Assert.Equal("one\nthree\n", File.ReadAllText(folder["lines"]));
    }

    /// <summary>Takes three bytes of a line.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..3]);
            throw new IOException("no space left");
        }
    }
}
