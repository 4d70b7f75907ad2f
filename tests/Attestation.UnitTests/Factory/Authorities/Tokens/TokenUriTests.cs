using System.Text;
using Attestation.Factory;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

public sealed class TokenUriTests
{
    [Fact]
    public void EveryPartIsRead()
    {
        var uri = TokenUri.Parse("pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;model=1.0;serial=0A1b;object=my-certificate;type=private;id=%69%95%3E%5C"
            + "?pin-source=file:/etc/token_pin&module-path=/usr/lib/softhsm/libsofthsm2.so");
        Assert.Equal("The Software PKCS#11 Softtoken", uri.Token);
        Assert.Equal("Snake Oil, Inc.", uri.Manufacturer);
        Assert.Equal("1.0", uri.Model);
        Assert.Equal("0A1b", uri.Serial);
        Assert.Equal("my-certificate", Encoding.UTF8.GetString(uri.Object!));
        Assert.Equal([0x69, 0x95, 0x3E, 0x5C], uri.Id!);
        Assert.Equal("/etc/token_pin", uri.PinFile);
        Assert.Equal("/usr/lib/softhsm/libsofthsm2.so", uri.ModulePath);
    }

    [Theory]
    [InlineData("a path", "/run/pin", "/run/pin")]
    [InlineData("a file URI with an empty authority", "file:///run/pin", "/run/pin")]
    [InlineData("a file URI without one", "file:/run/pin", "/run/pin")]
    [InlineData("an escaped blank", "file:/run/my%20pin", "/run/my pin")]
    public void APinSourceIsAFile(string description, string source, string path) =>
        Assert.Equal(path, TokenUri.Parse($"pkcs11:token=t;object=k?module-path=/m&pin-source={source}").PinFile);

    [Theory]
    [InlineData("another scheme", "file:/key.pem", "does not begin")]
    [InlineData("no token", "pkcs11:object=k?module-path=/m", "names no token")]
    [InlineData("no key", "pkcs11:token=t?module-path=/m", "names no key")]
    [InlineData("no module", "pkcs11:token=t;object=k", "module-path")]
    [InlineData("a module without a folder", "pkcs11:token=t;object=k?module-path=libsofthsm2.so", "module-path")]
    [InlineData("a public key", "pkcs11:token=t;object=k;type=public?module-path=/m", "type=public")]
    [InlineData("the PIN itself", "pkcs11:token=t;object=k?module-path=/m&pin-value=1234", "pin-value")]
    [InlineData("the PIN itself, in the path", "pkcs11:token=t;object=k;pin-value=1234?module-path=/m", "pin-value")]
    [InlineData("a program that prints the PIN", "pkcs11:token=t;object=k?module-path=/m&pin-source=|/bin/pin", "pin-source")]
    [InlineData("a PIN file without a folder", "pkcs11:token=t;object=k?module-path=/m&pin-source=pin", "pin-source")]
    [InlineData("an attribute twice", "pkcs11:token=t;token=u;object=k?module-path=/m", "stands twice")]
    [InlineData("an attribute that would be ignored", "pkcs11:token=t;slot-id=3;object=k?module-path=/m", "slot-id")]
    [InlineData("a vendor's attribute", "pkcs11:token=t;object=k?module-path=/m&x-muscle=1", "x-muscle")]
    [InlineData("nothing between two separators", "pkcs11:token=t;;object=k?module-path=/m", "is none of")]
    [InlineData("no equals sign", "pkcs11:token;object=k?module-path=/m", "is none of")]
    [InlineData("an empty value", "pkcs11:token=;object=k?module-path=/m", "empty")]
    [InlineData("a blank", "pkcs11:token=a b;object=k?module-path=/m", "%XX")]
    [InlineData("half an escape", "pkcs11:token=a%2;object=k?module-path=/m", "%XX")]
    [InlineData("an escape that is none", "pkcs11:token=a%zz;object=k?module-path=/m", "%XX")]
    [InlineData("no UTF-8", "pkcs11:token=%ff;object=k?module-path=/m", "UTF-8")]
    [InlineData("a control character", "pkcs11:token=a%0a;object=k?module-path=/m", "UTF-8")]
    [InlineData("a line break after it", "pkcs11:token=t;object=k?module-path=/m\n", "%XX")]
    public void WhatWouldBeGuessedAtIsRefused(string description, string text, string says)
    {
        var refusal = Assert.Throws<FactoryException>(() => TokenUri.Parse(text));
        Assert.Equal(FactoryReasons.TokenUri, refusal.Reason);
        Assert.Contains(says, refusal.Detail);
        Assert.DoesNotContain("1234", refusal.Detail);
    }
}
