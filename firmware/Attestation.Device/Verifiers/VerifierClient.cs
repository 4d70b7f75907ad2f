using System;
using Attestation.Device.Application;
using Attestation.Device.Gpio;
using Attestation.Device.Manifest;

namespace Attestation.Device.Verifiers;

/// <summary>Challenge-response with an attest-verifier (docs/verifier-api.md, Sessions): a session with its nonce, evidence over it, a signed result. The result
/// counts when the verifier's known key signed it over this very nonce.</summary>
/// <remarks>The nonce is the verifier's word: who stands between on a line without TLS can play an old session and its result again. A request that got no answer may have been carried out, and a nonce is answered once: so every try begins with a new session.</remarks>
public sealed class VerifierClient
{
    private const string NewSession = "/challenge-response/v1/newSession";
    private const string Sessions = "/challenge-response/v1/";
    private const string SessionType = "application/vnd.veraison.challenge-response-session+json";
    private const string EvidenceType = "application/eat+cwt";
    private const string ResultType = "application/eat+cwt";
    private const int LargestSession = 4096;
    private const int LargestResult = 16384;
    private const int LargestLocation = 256;

    private readonly IHttpExchange _http;
    private readonly IPause _pause;
    private readonly FirmwareKey _key;

    /// <param name="http">To the verifier.</param>
    /// <param name="pause">Between two tries.</param>
    /// <param name="key">Signs the verifier's results: /.well-known/jwks.json shows it, and a board has it built in or sealed.</param>
    public VerifierClient(IHttpExchange http, IPause pause, FirmwareKey key)
    {
        _http = http;
        _pause = pause;
        _key = key;
    }

    /// <summary>How often it tries in all.</summary>
    public int Tries { get; set; } = 4;

    /// <summary>Milliseconds before the second try; each further one waits twice as long.</summary>
    public int FirstPause { get; set; } = 1000;

    /// <summary>Asks for a verdict about this device. A refusal of the verifier is an answer too: <see cref="VerifierStatus.Contraindicated"/>.</summary>
    /// <param name="device">Answers the challenge.</param>
    /// <param name="result">Null after a refusal.</param>
    public DeviceRefusal Attest(DeviceIdentity device, out VerifierResult result)
    {
        int pause = FirstPause;
        DeviceRefusal refusal = Try(device, out result);
        for (int tried = 1; tried < Tries && refusal == DeviceRefusal.VerifierUnreachable; tried++)
        {
            _pause.Wait(pause);
            pause += pause;
            refusal = Try(device, out result);
        }

        return refusal;
    }

    private DeviceRefusal Try(DeviceIdentity device, out VerifierResult result)
    {
        result = null;
        DeviceRefusal refusal = Open(out string session, out byte[] nonce);
        if (refusal != DeviceRefusal.None)
            return refusal;
        byte[] evidence = device.Attest(nonce);
        if (evidence == null)
        {
            refusal = device.Refusal; // of the last question, which another thread may have asked
            return refusal != DeviceRefusal.None ? refusal : DeviceRefusal.EvidenceFailed;
        }

        if (!_http.TryPost(session, EvidenceType, evidence, ResultType, LargestResult, out HttpAnswer answer) || answer.IsPassing)
            return DeviceRefusal.VerifierUnreachable;
        return answer.Status == 200 ? ResultReader.Read(answer.Body, _key, nonce, out result) : DeviceRefusal.VerifierRefused;
    }

    /// <summary>A nonce of 33 bytes has no padding in base64.</summary>
    private DeviceRefusal Open(out string session, out byte[] nonce)
    {
        session = null;
        nonce = null;
        if (!_http.TryPost(NewSession + "?nonceSize=33", null, new byte[0], SessionType, LargestSession, out HttpAnswer answer) || answer.IsPassing)
            return DeviceRefusal.VerifierUnreachable;
        if (answer.Status != 201)
            return DeviceRefusal.VerifierRefused;
        bool isRead = TryResolve(answer.Location, out session) && JsonObject.TryFindText(answer.Body, "nonce", out string text) && TryDecode(text, out nonce);
        return isRead ? DeviceRefusal.None : DeviceRefusal.SessionUnreadable;
    }

    /// <summary>The address of the session, relative to that of newSession, stays at the same verifier.</summary>
    private static bool TryResolve(string location, out string path)
    {
        path = null;
        if (location == null || location.Length == 0 || location.Length > LargestLocation)
            return false;
        for (int i = 0; i < location.Length; i++)
        {
            char c = location[i];
            bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '/' && location[i > 0 ? i - 1 : 0] != '/');
            if (!isPlain && !(c == '/' && i == 0))
                return false;
        }

        path = location[0] == '/' ? location : Sessions + location;
        return true;
    }

    private static bool TryDecode(string text, out byte[] nonce)
    {
        nonce = null;
        try
        {
            if (text.Length >= 12 && text.Length <= 88)
                nonce = Convert.FromBase64String(text);
        }
        catch (Exception)
        {
            nonce = null;
        }

        return nonce != null && nonce.Length >= 8 && nonce.Length <= 64;
    }
}
