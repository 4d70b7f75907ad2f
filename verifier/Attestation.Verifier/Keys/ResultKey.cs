using System.Security.Cryptography;

namespace Attestation.Verifier.Keys;

/// <summary>The loaded key that signs attestation results, and its public half for those who verify them.</summary>
public sealed class ResultKey : IDisposable
{
    private readonly ECDsa _key;

    /// <param name="key">P-256; this object disposes it.</param>
    public ResultKey(ECDsa key)
    {
        _key = key;
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        Jwk = Jwk.OfP256([.. point.X!, .. point.Y!]);
    }

    public Jwk Jwk { get; }

    public void Dispose() => _key.Dispose();
}
