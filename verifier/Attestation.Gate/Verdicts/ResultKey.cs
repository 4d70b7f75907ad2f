using System.Text;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Verdicts;

/// <summary>
/// The key that signs the verifier's results: out of the operator's file, or the one that the verifier showed at the first start, kept in the state folder
/// since. A key that is pinned is never replaced by the gate: a verifier with another key is another verifier.
/// </summary>
public sealed class ResultKey(GateSettings settings, VerifierClient verifier, ILogger<ResultKey> logger)
{
    public const string FileName = "verifier-key.pem";

    /// <summary>Where a key that was trusted on first use is kept.</summary>
    public static string PinnedFile(GateSettings settings) => Path.Combine(settings.State, FileName);

    /// <summary>The pinned key, without asking the verifier; null where there is none yet.</summary>
    /// <exception cref="GateFailure">gate.verifier.key</exception>
    public static VerificationKey? Pinned(GateSettings settings)
    {
        if (settings.Verifier.ResultKey is { } file)
            return Load(file);
        string pinned = PinnedFile(settings);
        return File.Exists(pinned) ? Load(pinned) : null;
    }

    /// <exception cref="GateFailure">gate.verifier.key, gate.state</exception>
    /// <exception cref="VerifierFailure">There is no key yet, and the verifier does not show one.</exception>
    public async Task<VerificationKey> GetAsync(CancellationToken cancel)
    {
        if (Pinned(settings) is { } known)
            return known;
        VerificationKey shown = await ShownAsync(cancel);
        Pin(settings, shown);
        logger.KeyPinned(shown.ToString(), PinnedFile(settings));
        return shown;
    }

    /// <summary>The key that the verifier shows now.</summary>
    public async Task<VerificationKey> ShownAsync(CancellationToken cancel)
    {
        DiscoveryAnswer answer = await verifier.DiscoverAsync(cancel);
        if (answer.ResultKey is not { } jwk)
            throw new VerifierFailure(200, "the verifier shows no key");
        return Jwk.TryParse(jwk.GetRawText(), out VerificationKey key, out ParseError error) ? key : throw new VerifierFailure(200, $"the verifier's key: {error.Code.Id}");
    }

    /// <exception cref="GateFailure">gate.state</exception>
    internal static void Pin(GateSettings settings, VerificationKey key)
    {
        string file = PinnedFile(settings);
        try
        {
            Directory.CreateDirectory(settings.State); // holds nothing secret: who could write there could replace the program as well
            string draft = $"{file}.{Guid.NewGuid():N}";
            File.WriteAllText(draft, key.ToPem());
            File.Move(draft, file, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateFailure(GateReasons.State, e.Message, e);
        }
    }

    private static VerificationKey Load(string file)
    {
        try
        {
            byte[] content = File.ReadAllBytes(file);
            string text = Encoding.UTF8.GetString(content);
            bool good = text.TrimStart().StartsWith('{')
                ? Jwk.TryParse(text, out VerificationKey key, out ParseError error)
                : VerificationKey.TryParsePem(text, out key, out error);
            return good ? key : throw new GateFailure(GateReasons.VerifierKey, $"{file}: {error.Code.Id}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateFailure(GateReasons.VerifierKey, e.Message, e);
        }
    }
}
