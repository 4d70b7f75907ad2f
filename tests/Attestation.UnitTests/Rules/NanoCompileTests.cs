namespace Attestation.UnitTests.Rules;

/// <summary>The files that an nfproj lists compile against nanoFramework's class library and nothing else, with the compiler of the installed SDK.</summary>
public sealed class NanoCompileTests
{
    public static TheoryData<string> Projects => [.. NanoCompiler.Projects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiles_against_the_nano_class_library(string project) => Assert.Equal("", NanoCompiler.Build(project).Errors);

    [Theory]
    [InlineData("string.Replace", "class C { string M(string s) => s.Replace('a', 'b'); }", "'Replace'")]
    [InlineData("int?", "class C { int? F; }", "System.Nullable")]
    [InlineData("a generic type of theirs", "class C { System.Func<int> F; }", "'Func<>'")]
    [InlineData("Span", "class C { void M(byte[] b) { System.Span<byte> s = b; } }", "'Span<>'")]
    [InlineData("a tuple", "class C { (int, int) F; }", "System.ValueTuple")]
    public void What_the_library_lacks_does_not_compile(string description, string source, string complaint)
    {
        string errors = NanoCompiler.CompileText("lacking", source).Errors;
        Assert.True(errors.Contains(complaint, StringComparison.Ordinal), $"{description}: {errors}");
    }
}
