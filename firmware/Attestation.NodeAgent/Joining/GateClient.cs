using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// The gate's join broker (docs/join.md). What it answers is encrypted to a key that the node's evidence bound, so that nobody else can use it; that it is the gate
/// who answers, and not somebody who leads the node into another cluster, is what TLS is for.
/// </summary>
internal sealed class GateClient : IDisposable
{
    private readonly HttpChannel channel;

    /// <exception cref="AgentException">The options cannot be used.</exception>
    public GateClient(VerifierOptions options) => channel = new HttpChannel(options);

    /// <summary>Asks for a bootstrap token.</summary>
    /// <exception cref="JoinFailure">It is not given.</exception>
    public async Task<Credential> TokenAsync(string node, SecretsKey secrets, CancellationToken cancellation)
    {
        Credential credential = await AskAsync(new CredentialRequest(node, secrets.SubjectPublicKeyInfo, "bootstrap-token"), secrets, cancellation);
        return IsToken(credential.Token) ? credential : throw new JoinFailure(JoinReasons.Credential, "It holds no bootstrap token.");
    }

    /// <summary>Asks for a client certificate.</summary>
    /// <exception cref="JoinFailure">It is not given.</exception>
    public async Task<Credential> CertificateAsync(string node, SecretsKey secrets, string request, CancellationToken cancellation)
    {
        var asked = new CredentialRequest(node, secrets.SubjectPublicKeyInfo, "client-certificate", Encoding.ASCII.GetBytes(request));
        Credential credential = await AskAsync(asked, secrets, cancellation);
        return credential.Certificate is not null ? credential : throw new JoinFailure(JoinReasons.Credential, "It holds no certificate.");
    }

    public void Dispose() => channel.Dispose();

    private async Task<Credential> AskAsync(CredentialRequest asked, SecretsKey secrets, CancellationToken cancellation)
    {
        CredentialAnswer answer = Read(await SentAsync(asked, cancellation));
        if (answer.Kind != asked.Kind)
            throw new JoinFailure(JoinReasons.Credential, "It is of another kind than was asked for.");
        byte[] plaintext = secrets.Open(answer.Jwe, asked.Node);
        try
        {
            return JsonSerializer.Deserialize(plaintext, JoinJson.Default.Credential) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new JoinFailure(JoinReasons.Credential, "It is no document of the gate.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private async Task<Answer> SentAsync(CredentialRequest asked, CancellationToken cancellation)
    {
        try
        {
            return await channel.PostAsync("join/v1/credentials", asked, JoinJson.Default.CredentialRequest, cancellation);
        }
        catch (VerifierFailure e)
        {
            throw new JoinFailure(JoinReasons.GateUnreachable, e.Message, e);
        }
    }

    private static CredentialAnswer Read(Answer answer)
    {
        if (answer.Status == HttpStatusCode.OK)
            return answer.TryParse(JoinJson.Default.CredentialAnswer) ?? throw new JoinFailure(JoinReasons.Credential, "The answer is no document of the gate.");
        ProblemDocument? problem = answer.TryParse(DocumentJson.Default.ProblemDocument);
        bool isRefusal = (int)answer.Status is >= 400 and < 500 and not (408 or 425 or 429) && problem?.Code is not null;
        string said = problem?.Code is { } code ? Answer.Printable($"{code}: {problem.Title} {problem.Detail} {problem.Remedy}") : "no problem document.";
        throw new JoinFailure(isRefusal ? JoinReasons.Refused : JoinReasons.GateUnreachable, $"HTTP {(int)answer.Status}, {said}")
        {
            Because = problem?.Code, RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>Kubernetes, bootstrap tokens: [a-z0-9]{6}.[a-z0-9]{16}.</summary>
    private static bool IsToken(string? token) => token is { Length: 23 } && token[6] == '.'
        && token.Where((_, i) => i != 6).All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9');
}
