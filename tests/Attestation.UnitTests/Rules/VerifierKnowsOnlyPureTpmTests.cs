using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>docs/adr/0009-tpm-software.md: of Attestation.Tpm, verifier/** names only what is pure. Commands, sessions and transports stay out.</summary>
public sealed class VerifierKnowsOnlyPureTpmTests
{
    private static readonly string[] Pure = ["Attestation.Tpm.Wire", "Attestation.Tpm.Software"];

    public static TheoryData<string> Verifiers => [.. House.Projects.Where(p => p.Room == "verifier").Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Verifiers))]
    public void NoTypeOutsideThePureNamespacesIsNamed(string project) => Assert.DoesNotContain(Named(House.Named(project).AssemblyPath), IsImpure);

    [Fact]
    public void TheCommandLineNamesPureTypes() => Assert.NotEmpty(Named(House.Named("Attestation.Cli").AssemblyPath));

    [Fact]
    public void TheRuleSeesAnImpureType() => Assert.Contains(Named(typeof(VerifierKnowsOnlyPureTpmTests).Assembly.Location), IsImpure);

    private static bool IsImpure(TypeReference type) => !Pure.Contains(Outermost(type).Namespace);

    private static List<TypeReference> Named(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return [.. module.GetTypeReferences().Where(type => Outermost(type).Scope.Name == "Attestation.Tpm")];
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
