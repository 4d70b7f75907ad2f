using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>
/// The compiled firmware stays within what nanoFramework's interpreter really runs: every reference is in the lists of firmware/nano-api,
/// and no
/// construct that compiles there and then fails is used. nanoFramework's packages cannot be restored in CI, so this stands for compiling against
/// them.
/// </summary>
public sealed class NanoSubsetTests
{
    /// <summary>Types that desktop compilation brings in and an nfproj build does not, each with the reason it may.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["System.Runtime.CompilerServices.CompilationRelaxationsAttribute"] = "on every assembly, by the compiler, where the library has it",
        ["System.Runtime.CompilerServices.RuntimeCompatibilityAttribute"] = "on every assembly, by the compiler, where the library has it",
        ["System.Runtime.CompilerServices.RefSafetyRulesAttribute"] = "on every module of C# 11 and later, by the compiler",
        ["System.Runtime.CompilerServices.CompilerGeneratedAttribute"] = "on automatic properties, by the compiler, where the library has it",
        ["System.Runtime.CompilerServices.IsReadOnlyAttribute"] = "on read-only values, by the compiler",
        ["Microsoft.CodeAnalysis.EmbeddedAttribute"] = "on what the compiler embeds",
        ["System.Reflection.AssemblyCompanyAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyConfigurationAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyCopyrightAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyFileVersionAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyProductAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyTitleAttribute"] = "written by the SDK, not by an nfproj build",
        ["System.Reflection.AssemblyVersionAttribute"] = "written by the SDK, not by an nfproj build",
    };

    private static readonly ModuleDefinition Dice = ModuleDefinition.ReadModule(House.Named("Attestation.Dice").AssemblyPath);

    private static readonly NanoScanner Scanner = new(NanoApi.Instance, Allowed);

    [Theory]
    [MemberData(nameof(NanoProjectTests.Both), MemberType = typeof(NanoProjectTests))]
    public void Firmware_stays_within_nanoFramework(string project)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(House.Named(project).AssemblyPath);
        Assert.Empty(Scanner.ScanModule(module));
    }

    public static TheoryData<string> BoardOnly => [.. NanoCompiler.BoardOnly];

    /// <summary>What only nanoFramework can build is scanned as compiled against the lists.</summary>
    [Theory]
    [MemberData(nameof(BoardOnly))]
    public void Board_glue_stays_within_nanoFramework(string project)
    {
        NanoBuild build = NanoCompiler.Build(project);
        Assert.Equal("", build.Errors);
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(build.Assembly));
        using ModuleDefinition module = ModuleDefinition.ReadModule(build.Assembly, new ReaderParameters { AssemblyResolver = resolver });
        Assert.Empty(Scanner.ScanModule(module));
    }

    [Fact]
    public void What_is_scanned_is_not_empty()
    {
        Assert.True(Dice.GetTypes().Count(type => type.Namespace == "Attestation.Dice.Primitives") > 20);
        Assert.True(NanoApi.Instance.TypeCount > 200);
        Assert.True(NanoApi.Instance.MemberCount > 2000);
    }

    /// <summary>Flash: 96 KiB for the whole image. Method bodies shrink by a fifth on a board (shorter tokens); names, signatures and the rest of
    /// the metadata
    /// add about 30 KiB.</summary>
    [Fact]
    public void Code_and_tables_fit_the_flash_budget()
    {
        int code = Dice.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(method => method.Body.CodeSize);
        int tables = Dice.GetTypes().SelectMany(type => type.Fields).Sum(field => field.InitialValue.Length);
        Assert.InRange(code + tables, 1, 74 * 1024);
    }

    [Theory]
    [InlineData("string.Replace", nameof(NanoViolations.MissingMember), NanoRule.Api)]
    [InlineData("BitArray", nameof(NanoViolations.MissingType), NanoRule.Api)]
    [InlineData("a generic type of ours", "GenericOfOurs`1", NanoRule.Generic)]
    [InlineData("a generic method of ours", nameof(NanoViolations.GenericMethod), NanoRule.Generic)]
    [InlineData("List<int>", nameof(NanoViolations.GenericOfTheirs), NanoRule.Generic)]
    [InlineData("Func<int>", nameof(NanoViolations.Function), NanoRule.Generic)]
    [InlineData("int[,]", nameof(NanoViolations.MultiDimensional), NanoRule.MultiDimensional)]
    [InlineData("stackalloc", nameof(NanoViolations.StackMemory), NanoRule.Pointer)]
    [InlineData("checked", nameof(NanoViolations.CheckedAddition), NanoRule.Overflow)]
    [InlineData("default interface method", nameof(NanoViolations.IWithBody), NanoRule.InterfaceBody)]
    [InlineData("yield", nameof(NanoViolations.Iterator), NanoRule.StateMachine)]
    [InlineData("async", nameof(NanoViolations.Asynchronous), NanoRule.StateMachine)]
    [InlineData("a boxed enum", nameof(NanoViolations.BoxedEnum), NanoRule.BoxedEnum)]
    [InlineData("Enum.ToString", nameof(NanoViolations.EnumText), NanoRule.BoxedEnum)]
    [InlineData("double", nameof(NanoViolations.FloatingPoint), NanoRule.FloatingPoint)]
    [InlineData("decimal", nameof(NanoViolations.Money), NanoRule.FloatingPoint)]
    [InlineData("a static field set from another class's", nameof(NanoViolations.InitialisedFromElsewhere), NanoRule.StaticOrder)]
    [InlineData("(long)u >> n", nameof(NanoViolations.SignedShift), NanoRule.SignedShift)]
    [InlineData("(int)u % n", nameof(NanoViolations.SignedRemainder), NanoRule.SignedDivision)]
    [InlineData("a / n", nameof(NanoViolations.SignedQuotient), NanoRule.SignedDivision)]
    [InlineData("U+0000 in a text", nameof(NanoViolations.ZeroInText), NanoRule.ZeroInText)]
    [InlineData("(long)(int)u", nameof(NanoViolations.SignExtension), NanoRule.SignExtension)]
    public void A_violation_is_reported(string description, string type, string rule) =>
        Assert.True(ScanOwn(type).Any(finding => finding.Rule == rule), description);

    [Fact]
    public void A_pointer_is_reported()
    {
        ModuleDefinition module = ModuleDefinition.CreateModule("pointers", ModuleKind.Dll);
        TypeDefinition type = new("Made", "Pointers", TypeAttributes.Class, module.TypeSystem.Object);
        type.Fields.Add(new FieldDefinition("_at", FieldAttributes.Private, new PointerType(module.TypeSystem.Byte)));
        module.Types.Add(type);
        Assert.Contains(Scanner.Scan([type]), finding => finding.Rule == NanoRule.Pointer);
    }

    [Fact]
    public void Clean_code_is_not_reported() => Assert.Empty(ScanOwn(nameof(NanoViolations.Clean)));

    [Fact]
    public void Every_rule_has_a_violation_that_proves_it()
    {
        string[] rules = [.. typeof(NanoRule).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        string[] proven = [.. ScanOwn("").Select(finding => finding.Rule).Distinct()];
        Assert.Empty(rules.Except(proven));
    }

    /// <summary>Scans one type of <see cref="NanoViolations"/> with what the compiler nested in it, or all of them.</summary>
    private static IReadOnlyList<NanoFinding> ScanOwn(string type)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(NanoViolations).Assembly.Location);
        TypeDefinition outer = module.GetType(typeof(NanoViolations).FullName);
        IEnumerable<TypeDefinition> chosen = outer.NestedTypes.Where(nested => type.Length == 0 || nested.Name == type);
        return new NanoScanner(NanoApi.Instance, Allowed).Scan(chosen.SelectMany(nested => nested.NestedTypes.Prepend(nested)));
    }
}
