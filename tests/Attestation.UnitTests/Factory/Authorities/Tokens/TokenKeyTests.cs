using System.Text;
using Attestation.Factory;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

/// <summary>What the factory does with a token's answers, those that no healthy token gives included.</summary>
public sealed class TokenKeyTests
{
    private static readonly byte[] Data = Encoding.ASCII.GetBytes("what is signed");

    [Fact]
    public void AKeyInATokenSigns()
    {
        var token = new ScriptedToken();
        using SigningKey key = token.OpenKey();
        Assert.Equal(SignatureAlgorithm.Es256, key.Algorithm);
        Assert.True(key.PublicKey.Verify(SignatureAlgorithm.Es256, Data, key.Sign(Data)));
        Assert.Equal(1, token.Logins);
    }

    [Fact]
    public void ASecondKeyOfTheTokenNeedsNoSecondLogin()
    {
        var token = new ScriptedToken();
        using SigningKey one = token.OpenKey(), two = token.OpenKey(pin: null);
        Assert.Equal(1, token.Logins);
    }

    [Fact]
    public void ATokenThatAsksForNoPinGetsNone()
    {
        var token = new ScriptedToken { Flags = Cryptoki.FlagInitialized };
        using SigningKey key = token.OpenKey(pin: null);
        Assert.Equal(0, token.Logins);
    }

    [Theory]
    [InlineData("removed", 0x32, "factory.token-gone")]
    [InlineData("device error", 0x30, "factory.token-gone")]
    [InlineData("session gone after the service came back", 0xB3, "factory.token-gone")]
    [InlineData("token not present", 0xE0, "factory.token-gone")]
    [InlineData("logged out by another", 0x101, "factory.token-gone")]
    [InlineData("not allowed to sign", 0x68, "factory.token-refused")]
    public void ATokenThatStopsInTheMiddleIsTold(string description, int result, string reason)
    {
        var token = new ScriptedToken { FailsFrom = 3, Failure = (nuint)result };
        using SigningKey key = token.OpenKey();
        key.Sign(Data);
        key.Sign(Data);
        var refusal = Assert.Throws<FactoryException>(() => key.Sign(Data));
        Assert.Equal(reason, refusal.Reason.Id);
        Assert.Contains("C_Sign", refusal.Detail);
    }

    [Fact]
    public void AWrongPinIsSentOnceAndTheWarningIsLoud()
    {
        var token = new ScriptedToken();
        var refusal = Assert.Throws<FactoryException>(() => token.OpenKey(pin: "0000"));
        Assert.Equal(FactoryReasons.TokenPinWrong, refusal.Reason);
        Assert.Contains("ONE attempt is left", refusal.Detail);
        Assert.Equal(1, token.Logins);
        Assert.DoesNotContain("0000", refusal.ToString());
    }

    [Fact]
    public void ThePinThatLockedTheTokenIsToldAsLocked() =>
        Assert.Equal(FactoryReasons.TokenPinLocked, Sample.Refusal(() => new ScriptedToken { FlagsAfterWrongPin = Cryptoki.FlagInitialized | Cryptoki.FlagPinLocked }.OpenKey(pin: "0000")));

    [Fact]
    public void ALockedTokenIsNotEvenTried()
    {
        var token = new ScriptedToken { Flags = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired | Cryptoki.FlagPinLocked };
        Assert.Equal(FactoryReasons.TokenPinLocked, Sample.Refusal(() => token.OpenKey()));
        Assert.Equal(0, token.Logins);
    }

    [Fact]
    public void TheLastAttemptIsAPersonsNotAFiles()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["pin"], "1234\n");
        var token = new ScriptedToken { Flags = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired | Cryptoki.FlagPinFinalTry };
        Assert.Equal(FactoryReasons.TokenPinLast, Sample.Refusal(() => token.OpenKey(query: $"&pin-source=file:{folder["pin"]}")));
        Assert.Equal(0, token.Logins);
        token.OpenKey().Dispose();
    }

    [Fact]
    public void ManyThreadsSignAtOnce()
    {
        var token = new ScriptedToken();
        using SigningKey key = token.OpenKey();
        Parallel.For(0, 64, i => Assert.True(key.PublicKey.Verify(SignatureAlgorithm.Es256, [(byte)i], key.Sign([(byte)i]))));
        Assert.Equal(1, token.Logins);
    }

    [Theory]
    [InlineData("any number of sessions", int.MaxValue)]
    [InlineData("room for one session", 1)]
    public void AfterAFailureTheLoginGoesOn(string description, int sessions)
    {
        var token = new ScriptedToken { FailsFrom = 1, Failures = 1, Failure = Cryptoki.FunctionFailed, MostSessions = sessions };
        using (SigningKey key = token.OpenKey())
        {
            Assert.Equal(FactoryReasons.TokenRefused, Sample.Refusal(() => key.Sign(Data)));
            Assert.True(key.PublicKey.Verify(SignatureAlgorithm.Es256, Data, key.Sign(Data)), description);
            Assert.Equal((1, 1), (token.Logins, token.OpenSessions));
        }
        Assert.Equal(0, token.OpenSessions);
    }

    [Fact]
    public void NoSessionOutlivesItsKey()
    {
        var token = new ScriptedToken { FailsFrom = 3 };
        using (SigningKey key = token.OpenKey())
        {
            Parallel.For(0, 8, _ => Record.Exception(() => key.Sign(Data))); // two succeed, the others break their sessions
        }
        Assert.Equal(0, token.OpenSessions);
        var empty = new ScriptedToken { PrivateKeys = 0 };
        Assert.Throws<FactoryException>(() => empty.OpenKey());
        Assert.Equal(0, empty.OpenSessions);
    }
}
