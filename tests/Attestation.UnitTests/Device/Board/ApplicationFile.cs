using Attestation.Device.Application;
using Attestation.UnitTests.Rules;

namespace Attestation.UnitTests.Device.Board;

/// <summary>An application for .NET, compiled from its text.</summary>
internal static class ApplicationFile
{
    private static int _count;

    /// <summary>The bytes of the assembly.</summary>
    public static byte[] Compile(string source)
    {
        string name = $"application-{Interlocked.Increment(ref _count)}";
        string[] references = [typeof(object).Assembly.Location, Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"), typeof(DeviceIdentity).Assembly.Location];
        NanoBuild build = NanoCompiler.CompileText(name, source, references);
        Assert.Equal("", build.Errors);
        return File.ReadAllBytes(build.Assembly);
    }
}
