namespace Attestation.SystemTests.Simulator;

/// <summary>The classes that share one world and one verifier.</summary>
[CollectionDefinition(Name)]
public sealed class ProvingGroundCollection : ICollectionFixture<ProvingGroundFixture>
{
    public const string Name = "proving ground";
}
