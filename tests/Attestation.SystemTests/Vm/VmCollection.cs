namespace Attestation.SystemTests.Vm;

/// <summary>All facts about virtual machines look at one scenario.</summary>
[CollectionDefinition(Name)]
public sealed class VmCollection : ICollectionFixture<BootScenario>
{
    public const string Name = "virtual machines";
}
