using Attestation.Dice;

namespace Attestation.UnitTests.Dice;

/// <summary>The configuration descriptor, byte by byte.</summary>
public sealed class ConfigurationMapTests
{
    public static TheoryData<string, ConfigurationMap, string> Maps => new()
    {
        { "nothing set", new ConfigurationMap(), "a0" },
        { "name", new ConfigurationMap().WithComponentName("bl"), "a13a0001117162626c" },
        { "text version", new ConfigurationMap().WithComponentVersion("1"), "a13a000111726131" },
        { "number version replaces text", new ConfigurationMap().WithComponentVersion("1").WithComponentVersion(24), "a13a000111721818" },
        { "text version replaces number", new ConfigurationMap().WithComponentVersion(24).WithComponentVersion("1"), "a13a000111726131" },
        { "resettable", new ConfigurationMap().WithResettable(), "a13a00011173f6" },
        { "security version of 64 bits", new ConfigurationMap().WithSecurityVersion(0x1_0000_0000), "a13a000111741b0000000100000000" },
        {
            "all four, whatever the order of setting",
            new ConfigurationMap().WithSecurityVersion(3).WithResettable().WithComponentVersion(300).WithComponentName("é"),
            "a43a0001117162c3a93a0001117219012c3a00011173f63a0001117403"
        },
        {
            "the case AllConfigFields of open-dice src/android_test.cc",
            new ConfigurationMap().WithComponentName("Test Component Name").WithComponentVersion(0x232a13dec90f42b5).WithResettable()
                .WithSecurityVersion(0xfab777c1).WithRkpVmMarker(),
            "a53a00011171735465737420436f6d706f6e656e74204e616d653a000111721b232a13dec90f42b53a00011173f63a000111741afab777c13a00011175f6"
        },
        { "instance name", new ConfigurationMap().WithComponentInstanceName("b"), "a13a000111766162" },
        { "tamper state intact", new ConfigurationMap().WithTamperState(false), "a13a0001155800" },
        {
            "layer 0 of a tampered board",
            new ConfigurationMap().WithBoardConfiguration([0xAB]).WithTamperState(true).WithSecurityVersion(2),
            "a33a00011174023a00011558013a0001155941ab"
        },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void IsEncodedAs(string description, ConfigurationMap map, string expected) =>
        Assert.Equal($"{description}: {expected}", $"{description}: {Convert.ToHexStringLower(map.Encode())}");
}
