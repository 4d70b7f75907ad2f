using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Attestation.UnitTests.Rules;

/// <summary>
/// Attestation.Tpm.Wire and .Software are what the verifier's side uses of Attestation.Tpm: they take clock, randomness and I/O as arguments.
/// Read from the compiled bodies, since one assembly holds pure and impure namespaces.
/// </summary>
public sealed class PureNamespacesTests
{
    private static readonly string[] Banned =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.Path", "System.Net.", "System.Threading.Tasks", "System.Threading.Thread",
        "System.Threading.Timer", "System.Console", "System.DateTime::get_", "System.DateTimeOffset::get_UtcNow",
        "System.DateTimeOffset::get_Now", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Environment::get_TickCount", "System.Guid::NewGuid",
        "Attestation.Tpm.Sessions", "Attestation.Tpm.Transports",
    ];

    [Theory]
    [InlineData("Attestation.Tpm.Wire")]
    [InlineData("Attestation.Tpm.Software")]
    public void APureNamespaceReachesForNothingOutsideItsArguments(string pure) => Assert.Empty(Violations(pure));

    [Fact]
    public void TheRuleSeesAnImpureNamespace() => Assert.NotEmpty(Violations("Attestation.Tpm.Transports"));

    private static string[] Violations(string pure)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(House.Named("Attestation.Tpm").AssemblyPath);
        return [.. module.GetTypes().Where(type => Outermost(type).Namespace == pure)
            .SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions).Select(Named).OfType<string>()
            .Where(name => Banned.Any(banned => name.StartsWith(banned, StringComparison.Ordinal))).Distinct()];
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string? Named(Instruction instruction) => instruction.Operand switch
    {
        MemberReference { DeclaringType: { } declaring } member => $"{declaring.FullName}::{member.Name}",
        TypeReference type => type.FullName,
        _ => null,
    };
}
