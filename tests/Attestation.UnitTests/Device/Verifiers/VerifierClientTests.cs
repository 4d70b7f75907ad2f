using System.Security.Cryptography;
using System.Text;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Gpio;
using Attestation.Device.Manifest;
using Attestation.Device.Verifiers;
using Attestation.Dice;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Device.Boot;

namespace Attestation.UnitTests.Device.Verifiers;

/// <summary>A booted device asks a verifier for its verdict; results are signed by the verifier's own code.</summary>
public sealed class VerifierClientTests : IPause
{
    private readonly SigningKey _key = NewKey();
    private readonly StandInVerifier _verifier;
    private readonly VerifierClient _client;
    private readonly DeviceIdentity _device;
    private readonly List<int> _pauses = [];

    public VerifierClientTests()
    {
        _verifier = new StandInVerifier(_key);
        _client = new VerifierClient(_verifier, this, KeyOf(_key));
        Assert.Equal(DeviceRefusal.None, new BootWorld().Boot(out _device));
    }

    void IPause.Wait(int milliseconds) => _pauses.Add(milliseconds);

    [Theory]
    [InlineData(EarStatus.Affirming, VerifierStatus.Affirming)]
    [InlineData(EarStatus.Warning, VerifierStatus.Warning)]
    [InlineData(EarStatus.Contraindicated, VerifierStatus.Contraindicated)]
    [InlineData(EarStatus.None, VerifierStatus.None)]
    public void Every_verdict_is_an_answer(EarStatus given, VerifierStatus told)
    {
        _verifier.Status = given;
        Assert.Equal(DeviceRefusal.None, _client.Attest(_device, out VerifierResult result));
        Assert.Equal(told, result.Status);
        Assert.True(UnverifiedEar.TryParseCwt(result.Token, out _, out _));
        Assert.Equal(["/challenge-response/v1/newSession?nonceSize=33", "/challenge-response/v1/session/4f0c-1"], _verifier.Paths);
        Assert.Empty(_pauses);
    }

    [Fact]
    public void The_evidence_answers_the_nonce_of_the_session()
    {
        byte[] evidence = [];
        _verifier.Verdict = body =>
        {
            evidence = body;
            return new HttpAnswer(200, null, _verifier.Signed(StandInVerifier.Nonce));
        };
        _client.Attest(_device, out _);
        Assert.Contains(Convert.ToHexString(StandInVerifier.Nonce), Convert.ToHexString(evidence));
    }

    [Fact]
    public void It_tries_four_times_with_longer_and_longer_pauses_and_new_sessions()
    {
        _verifier.Verdict = _ => null;
        Assert.Equal(DeviceRefusal.VerifierUnreachable, _client.Attest(_device, out VerifierResult result));
        Assert.Null(result);
        Assert.Equal([1000, 2000, 4000], _pauses);
        Assert.Equal(4, _verifier.Paths.Count(p => p.Contains("newSession")));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void A_verifier_that_cannot_answer_now_is_asked_again(int status)
    {
        int asked = 0;
        _verifier.Verdict = _ => asked++ == 0 ? new HttpAnswer(status, null, []) : new HttpAnswer(200, null, _verifier.Signed(StandInVerifier.Nonce));
        Assert.Equal(DeviceRefusal.None, _client.Attest(_device, out _));
        Assert.Single(_pauses);
    }

    [Theory]
    [InlineData("no session is given", 400, 0)]
    [InlineData("the evidence is not taken", 0, 415)]
    public void A_refused_request_is_not_repeated(string description, int session, int verdict)
    {
        if (session != 0)
            _verifier.Session = () => new HttpAnswer(session, null, []);
        else
            _verifier.Verdict = _ => new HttpAnswer(verdict, null, []);
        Assert.True(_client.Attest(_device, out _) == DeviceRefusal.VerifierRefused, description);
        Assert.Empty(_pauses);
    }

    [Theory]
    [InlineData("no address", null, "QUJDREVGR0hJSg==")]
    [InlineData("an address elsewhere", "http://elsewhere/session/1", "QUJDREVGR0hJSg==")]
    [InlineData("an address without a scheme elsewhere", "//elsewhere/session/1", "QUJDREVGR0hJSg==")]
    [InlineData("a way up", "session/../../1", "QUJDREVGR0hJSg==")]
    [InlineData("a line break", "session/1\r\nX: 1", "QUJDREVGR0hJSg==")]
    [InlineData("no base64", "session/1", "!!!!!!!!!!!!")]
    [InlineData("7 bytes", "session/1", "QUJDREVGRw==")]
    [InlineData("65 bytes", "session/1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_session_is_refused(string description, string? location, string nonce)
    {
        _verifier.Session = () => new HttpAnswer(201, location, Encoding.ASCII.GetBytes(StandInVerifier.SessionText(nonce)));
        Assert.True(_client.Attest(_device, out _) == DeviceRefusal.SessionUnreadable, description);
        Assert.Single(_verifier.Paths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"nonce":1}""")]
    [InlineData("""{"nonce":null}""")]
    [InlineData("""{"other":{"nonce":"QUJDREVGR0hJSg=="}}""")]
    [InlineData("""{"nonce":"QUJDREVGR0hJSg==","nonce":"QUJDREVGR0hJSg=="}""")]
    [InlineData("""{"nonce":"QUJDREVGR0hJSg=="} x""")]
    [InlineData("""{"nonce":"QUJDREVGR0hJSg==" """)]
    [InlineData("""{"nonce":"QUJDREVGR0hJSg==",}""")]
    [InlineData("""{"nonce":"QUJDREVGR0hJSg\u003d\u003d"}""")]
    [InlineData("""{"a":[[[[[[[[[[1]]]]]]]]]],"nonce":"QUJDREVGR0hJSg=="}""")]
    [InlineData("""{"a":"\""")]
    public void What_holds_no_plain_nonce_is_refused(string body)
    {
        _verifier.Session = () => new HttpAnswer(201, "session/1", Encoding.ASCII.GetBytes(body));
        Assert.Equal(DeviceRefusal.SessionUnreadable, _client.Attest(_device, out _));
    }

    [Fact]
    public void A_result_by_another_key_is_refused()
    {
        StandInVerifier other = new(NewKey());
        Assert.Equal(DeviceRefusal.ResultSignature, new VerifierClient(other, this, KeyOf(_key)).Attest(_device, out VerifierResult result));
        Assert.Null(result);
    }

    [Fact]
    public void A_result_over_another_nonce_is_refused()
    {
        _verifier.Verdict = _ => new HttpAnswer(200, null, _verifier.Signed(new byte[33]));
        Assert.Equal(DeviceRefusal.ResultForAnother, _client.Attest(_device, out _));
        _verifier.Verdict = _ => new HttpAnswer(200, null, _verifier.Signed(StandInVerifier.Nonce, new byte[33]));
        Assert.Equal(DeviceRefusal.ResultForAnother, _client.Attest(_device, out _));
    }

    [Fact]
    public void Every_changed_bit_and_every_shorter_result_is_refused()
    {
        byte[] good = _verifier.Signed(StandInVerifier.Nonce);
        _verifier.Verdict = _ => new HttpAnswer(200, null, good);
        int unprotected = Convert.ToHexString(good).IndexOf("A104436B6964", StringComparison.Ordinal) / 2; // { 4: 'kid' }
        for (int bit = 0; bit < good.Length * 8; bit += 3)
        {
            good[bit / 8] ^= (byte)(1 << (bit % 8));
            DeviceRefusal refusal = _client.Attest(_device, out _);
            good[bit / 8] ^= (byte)(1 << (bit % 8));
            bool isFree = bit / 8 >= unprotected && bit / 8 < unprotected + 6; // nobody signs the name of the key
            Assert.True(isFree || refusal is DeviceRefusal.ResultMalformed or DeviceRefusal.ResultSignature, $"bit {bit}: {refusal}");
        }

        for (int length = 0; length < good.Length; length += 7)
        {
            _verifier.Verdict = _ => new HttpAnswer(200, null, good[..length]);
            Assert.Equal(DeviceRefusal.ResultMalformed, _client.Attest(_device, out _));
        }
    }

    [Fact]
    public void A_stopped_device_says_so()
    {
        _device.Stop();
        Assert.Equal(DeviceRefusal.IdentityStopped, _client.Attest(_device, out _));
    }

    internal static SigningKey NewKey()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(ecdsa.ExportPkcs8PrivateKey(), out SigningKey key, out _));
        return key;
    }

    internal static FirmwareKey KeyOf(SigningKey key) => new(DiceAlgorithm.P256, key.PublicKey.ToSpki()[^64..]);
}
