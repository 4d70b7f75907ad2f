namespace Attestation.Device.Verifiers;

/// <summary>What came back.</summary>
public sealed class HttpAnswer
{
    /// <param name="status">201, 404..</param>
    /// <param name="location">The header Location; null: none.</param>
    /// <param name="body">Perhaps empty.</param>
    public HttpAnswer(int status, string location, byte[] body)
    {
        Status = status;
        Location = location;
        Body = body;
    }

    public int Status { get; }

    public string Location { get; }

    public byte[] Body { get; }

    /// <summary>The same question may be answered otherwise later: 408, 429, and failures of the verifier itself.</summary>
    internal bool IsPassing => Status == 408 || Status == 429 || Status >= 500;
}
