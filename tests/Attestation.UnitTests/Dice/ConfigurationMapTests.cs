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
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void IsEncodedAs(string description, ConfigurationMap map, string expected) =>
        Assert.Equal($"{description}: {expected}", $"{description}: {Convert.ToHexStringLower(map.Encode())}");
}
