using Attestation.Formats.Reasons;
using Attestation.Verifier;
using Attestation.Verifier.Http;
using Microsoft.AspNetCore.Http;

namespace Attestation.UnitTests.Verifier.Http;

public sealed class BearerTokenTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("the token", "Bearer 0123456789abcdef", true)]
    [InlineData("the scheme in another case", "bearer 0123456789abcdef", true)]
    [InlineData("no header", null, false)]
    [InlineData("another token", "Bearer 0123456789abcdeg", false)]
    [InlineData("the beginning of the token", "Bearer 0123456789abcde", false)]
    [InlineData("another scheme", "Basic 0123456789abcdef", false)]
    [InlineData("the bare token", "0123456789abcdef", false)]
    public void OnlyTheTokenPasses(string what, string? header, bool passes)
    {
        using var folder = new TestFolder();
        BearerToken token = BearerToken.Load(Write(folder, Token + "\n", UnixFileMode.None));
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = header;
        Refusal? refusal = token.Check(context);
        Assert.True(passes == refusal is null, what);
        Assert.Equal(passes ? "" : "Bearer", context.Response.Headers.WWWAuthenticate.ToString());
    }

    [Theory]
    [InlineData("too short", "0123456789abcde", UnixFileMode.None)]
    [InlineData("empty", "\n", UnixFileMode.None)]
    [InlineData("readable by others", Token, UnixFileMode.OtherRead)]
    [InlineData("readable by the group", Token, UnixFileMode.GroupRead)]
    public void AFileThatProtectsNothingStopsTheStart(string what, string content, UnixFileMode right)
    {
        using var folder = new TestFolder();
        ServiceFailure failure = Assert.Throws<ServiceFailure>(() => BearerToken.Load(Write(folder, content, right)));
        Assert.True(ServiceReasons.TokenFile == failure.Code, what);
    }

    [Fact]
    public void WithoutAFileNoTokenIsAskedFor() => Assert.Null(BearerToken.Load(null).Check(new DefaultHttpContext()));

    private static string Write(TestFolder folder, string content, UnixFileMode right)
    {
        File.WriteAllText(folder["token"], content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite | right);
        return folder["token"];
    }
}
