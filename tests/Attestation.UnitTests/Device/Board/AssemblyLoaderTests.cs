using Attestation.Device.Application;
using Attestation.Device.Board.Loading;

namespace Attestation.UnitTests.Device.Board;

/// <summary>Programs that were just compiled are loaded from their bytes and started.</summary>
public sealed class AssemblyLoaderTests
{
    private const string Using = "using Attestation.Device.Application; ";

    [Fact]
    public void The_entry_of_the_last_file_runs_with_the_identity_it_was_given()
    {
        AssemblyLoader loader = new();
        Assert.True(loader.TryLoad("library.pe", ApplicationFile.Compile(Using + "public class L { public static void Start(DeviceIdentity d) { throw new System.Exception(); } }")));
        Assert.True(loader.TryLoad("app.pe", ApplicationFile.Compile(Using + "public class A { public static void Start(DeviceIdentity d) { d.WhoAmI().Version = \"started\"; } }")));
        DeviceDescription description = new() { Version = "1" };
        Assert.True(loader.TryStart(new DeviceIdentity(null, null, null, description)));
        Assert.Equal("started", description.Version);
    }

    [Theory]
    [InlineData("no such method", "public class A { public static void Begin(DeviceIdentity d) { } }")]
    [InlineData("not static", "public class A { public void Start(DeviceIdentity d) { } }")]
    [InlineData("not public", "public class A { static void Start(DeviceIdentity d) { } }")]
    [InlineData("in a class that is not public", "class A { public static void Start(DeviceIdentity d) { } }")]
    [InlineData("another parameter", "public class A { public static void Start(string d) { } }")]
    [InlineData("two of them", "public class A { public static void Start(DeviceIdentity d) { } } public class B { public static void Start(DeviceIdentity d) { } }")]
    [InlineData("it throws", "public class A { public static void Start(DeviceIdentity d) { throw new System.Exception(); } }")]
    public void What_has_no_entry_does_not_start(string description, string source)
    {
        AssemblyLoader loader = new();
        Assert.True(loader.TryLoad("app.pe", ApplicationFile.Compile(Using + source)), description);
        Assert.False(loader.TryStart(new DeviceIdentity(null, null, null, new DeviceDescription())), description);
    }

    [Fact]
    public void What_is_no_program_is_not_loaded()
    {
        AssemblyLoader loader = new();
        Assert.False(loader.TryLoad("app.pe", new byte[100]));
        Assert.False(loader.TryStart(new DeviceIdentity(null, null, null, new DeviceDescription())));
    }
}
