using System.Net;
using System.Text;
using Attestation.Formats.Keys;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>What a node asks of a verifier: enrolment, and Veraison's challenge-response. docs/verifier-api.md.</summary>
public sealed class VerifierClient : IDisposable
{
    private readonly HttpChannel channel;
    private VerificationKey? key;

    private readonly string? enrolmentTokenFile;

    /// <exception cref="AgentException">The options cannot be used.</exception>
    public VerifierClient(VerifierOptions options) => (channel, enrolmentTokenFile) = (new HttpChannel(options), options.EnrolmentTokenFile);

    /// <summary>Asks for a credential.</summary>
    /// <exception cref="AgentException">The token's file cannot be used.</exception>
    /// <exception cref="VerifierFailure">It is not given.</exception>
    public async Task<CredentialOffer> EnrolAsync(EnrolmentRequest request, CancellationToken cancellation)
    {
        string? token = enrolmentTokenFile is null ? null : ReadToken(enrolmentTokenFile);
        Answer answer = await channel.PostAsync("api/v1/nodes/enrolments", request, DocumentJson.Default.EnrolmentRequest, cancellation, token);
        CredentialOffer offer = answer.Read(DocumentJson.Default.CredentialOffer, HttpStatusCode.Created);
        return offer.Id.Length is > 0 and <= 128 && offer.Id.All(char.IsAsciiLetterOrDigit)
            ? offer
            : throw new VerifierFailure("The verifier answered with an enrolment that has no usable id.");
    }

    /// <summary>Shows the secret of a credential.</summary>
    /// <exception cref="VerifierFailure">The node is not enrolled.</exception>
    public async Task<Activation> ActivateAsync(CredentialOffer offer, ActivationRequest request, CancellationToken cancellation)
    {
        Answer answer = await channel.PostAsync($"api/v1/nodes/enrolments/{offer.Id}/activation", request, DocumentJson.Default.ActivationRequest, cancellation);
        return answer.Read(DocumentJson.Default.Activation, HttpStatusCode.OK);
    }

    /// <summary>Is the node enrolled? Null where the verifier tells that to its operators only.</summary>
    /// <param name="node">TPM name of its attestation key, lower-case hex.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="VerifierFailure">No answer.</exception>
    public async Task<bool?> KnowsAsync(string node, CancellationToken cancellation)
    {
        Answer answer = await channel.GetAsync($"api/v1/nodes/{node}", cancellation);
        return answer.Status switch
        {
            HttpStatusCode.NotFound => false,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => null,
            _ => answer.Read(DocumentJson.Default.NodeState, HttpStatusCode.OK).State == "enrolled",
        };
    }

    /// <summary>Opens a session with a nonce of the verifier's choice.</summary>
    /// <exception cref="VerifierFailure">No session was opened.</exception>
    public async Task<OpenSession> OpenAsync(CancellationToken cancellation)
    {
        Answer answer = await channel.PostAsync("challenge-response/v1/newSession?nonceSize=32", cancellation);
        SessionDocument session = answer.Read(DocumentJson.Default.SessionDocument, HttpStatusCode.Created);
        if (session.Nonce.Length is < 8 or > 64 || answer.Location is not { } location)
            throw new VerifierFailure("The verifier opened a session without a usable nonce or address.");
        return new OpenSession(location, session.Nonce);
    }

    /// <summary>Answers a session.</summary>
    /// <returns>The verdict: evidence that was refused is one too.</returns>
    /// <exception cref="VerifierFailure">Nothing was judged, or the answer cannot be relied on.</exception>
    public async Task<Verdict> SubmitAsync(OpenSession session, NodeEvidenceDocument evidence, CancellationToken cancellation)
    {
        Answer answer = await channel.PostAsync(session.Address, evidence, cancellation);
        SessionDocument document = answer.Read(DocumentJson.Default.SessionDocument, HttpStatusCode.OK);
        try
        {
            return ResultReader.Read(document, await KeyAsync(cancellation), session.Nonce);
        }
        catch (VerifierFailure)
        {
            key = null; // it may have made a new key: ask again next time
            throw;
        }
    }

    public void Dispose() => channel.Dispose();

    private static string ReadToken(string path)
    {
        string token = Encoding.ASCII.GetString(DurableFile.TryRead(path) ?? throw AgentException.Usage($"{path} does not exist.")).Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and <= '~') ? token : throw AgentException.Usage($"{path} holds no bearer token.");
    }

    private async Task<VerificationKey> KeyAsync(CancellationToken cancellation)
    {
        if (key is not null)
            return key;
        Answer answer = await channel.GetAsync(".well-known/veraison/verification", cancellation);
        return key = ResultReader.ReadKey(answer.Read(DocumentJson.Default.DiscoveryDocument, HttpStatusCode.OK));
    }
}
