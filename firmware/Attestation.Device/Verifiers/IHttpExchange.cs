namespace Attestation.Device.Verifiers;

/// <summary>HTTP to one verifier: a board's sockets and TLS, or a test's. TLS is its business: it knows the verifier's address and whom it trusts.</summary>
public interface IHttpExchange
{
    /// <summary>Sends one POST request and reads the answer whole.</summary>
    /// <param name="path">With its query, from the slash on.</param>
    /// <param name="contentType">Of the body; null: there is none.</param>
    /// <param name="body">Perhaps empty.</param>
    /// <param name="accept">Media type that is wanted back.</param>
    /// <param name="largest">The most bytes of body that are taken; a longer one is no answer.</param>
    /// <param name="answer">Null when there is none.</param>
    /// <returns>False when the verifier cannot be reached, is not the one that it should be, or answers no HTTP. No call throws.</returns>
    bool TryPost(string path, string contentType, byte[] body, string accept, int largest, out HttpAnswer answer);
}
