using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Attestation.UnitTests.Rules;

/// <summary>One thing in compiled code that nanoFramework does not have, or runs differently.</summary>
/// <param name="Rule">Which rule: the keys are the constants of <see cref="NanoRule"/>.</param>
internal readonly record struct NanoFinding(string Rule, string Where, string What)
{
    public override string ToString() => $"{Rule}: {Where}: {What}";
}

/// <summary>The rules of the nanoFramework subset. What happens on the interpreter when one is broken stands beside it.</summary>
internal static class NanoRule
{
    public const string Api = "api";                          // the type or member does not exist there
    public const string Generic = "generic";                  // generics of ours and Func<> crash or hang
    public const string MultiDimensional = "multi-dimensional"; // int[,] crashes
    public const string Pointer = "pointer";                  // rejected late, by the metadata processor
    public const string Overflow = "overflow";                // checked arithmetic never throws there
    public const string InterfaceBody = "interface-body";     // default interface methods throw
    public const string StateMachine = "state-machine";       // async and iterators do not compile
    public const string BoxedEnum = "boxed-enum";             // Enum.ToString gives a number
    public const string FloatingPoint = "floating-point";     // no bit of this project is a measured quantity; decimal does not exist
    public const string StaticOrder = "static-order";         // static constructors run at the start in the order of types, not on first use
    public const string SignedShift = "signed-shift";         // (long)x >> n depends on a tag that casts do not change
    public const string SignedDivision = "signed-division";   // (int)u % 10 likewise; int.MinValue / -1 kills the interpreter
    public const string ZeroInText = "zero-in-text";          // a text ends before U+0000
    public const string SignExtension = "sign-extension";     // (long)(int)u does not sign-extend
}

/// <summary>Reads IL and metadata of types and reports what <see cref="NanoRule"/> forbids.</summary>
internal sealed class NanoScanner(NanoApi api, IReadOnlyDictionary<string, string> allowedTypes)
{
    private static readonly Code[] FloatingPointCodes =
        [Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un, Code.Ldind_R4, Code.Ldind_R8, Code.Ldelem_R4, Code.Ldelem_R8];

    private static readonly Code[] PointerCodes = [Code.Localloc, Code.Cpblk, Code.Initblk, Code.Calli, Code.Conv_I, Code.Conv_U];

    private readonly List<NanoFinding> _findings = [];

    public IReadOnlyList<NanoFinding> Scan(IEnumerable<TypeDefinition> types)
    {
        _findings.Clear();
        foreach (TypeDefinition type in types.Where(t => t.Name != "<Module>" && !allowedTypes.ContainsKey(t.FullName)))
            ScanType(type);
        return [.. _findings.Distinct()];
    }

    /// <summary>Everything the module refers to, attributes and whatever no method body mentions included.</summary>
    public IReadOnlyList<NanoFinding> ScanModule(ModuleDefinition module)
    {
        List<NanoFinding> all = [.. Scan(module.GetTypes())];
        _findings.Clear();
        foreach (TypeReference type in module.GetTypeReferences())
            CheckType(type, module.Name);
        foreach (MemberReference member in module.GetMemberReferences())
            CheckMember(member, module.Name);
        return [.. all.Concat(_findings).Distinct()];
    }

    private void ScanType(TypeDefinition type)
    {
        if (type.HasGenericParameters)
            Report(NanoRule.Generic, type.FullName, "generic type");
        if (type.Interfaces.Any(i => i.InterfaceType.Name is "IAsyncStateMachine" or "IEnumerator`1") && type.Name.StartsWith('<'))
            Report(NanoRule.StateMachine, type.FullName, "written by the compiler for async or yield");
        foreach (InterfaceImplementation implemented in type.Interfaces)
            CheckType(implemented.InterfaceType, type.FullName);
        if (type.BaseType is not null)
            CheckType(type.BaseType, type.FullName);
        foreach (FieldDefinition field in type.Fields)
            CheckType(field.FieldType, field.FullName);
        foreach (MethodDefinition method in type.Methods)
            ScanMethod(method);
        if (type.Methods.FirstOrDefault(method => method is { IsConstructor: true, IsStatic: true }) is { } initialiser)
            ScanInitialiser(initialiser, type, []);
    }

    /// <summary>Follows a static constructor through our own methods to the static fields it reads: those of another type may still be null
    /// then.</summary>
    private void ScanInitialiser(MethodDefinition method, TypeDefinition owner, HashSet<MethodDefinition> visited)
    {
        if (!method.HasBody || !visited.Add(method))
            return;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda && instruction.Operand is FieldDefinition field && field.DeclaringType != owner)
                Report(NanoRule.StaticOrder, owner.FullName, "its static constructor reads " + field.FullName);
            if (instruction.Operand is MethodDefinition called)
                ScanInitialiser(called, owner, visited);
        }
    }

    private void ScanMethod(MethodDefinition method)
    {
        if (method.HasGenericParameters)
            Report(NanoRule.Generic, method.FullName, "generic method");
        CheckType(method.ReturnType, method.FullName);
        foreach (ParameterDefinition parameter in method.Parameters)
            CheckType(parameter.ParameterType, method.FullName);
        if (!method.HasBody)
            return;
        if (method.DeclaringType.IsInterface)
            Report(NanoRule.InterfaceBody, method.FullName, "an interface member with a body");
        foreach (VariableDefinition variable in method.Body.Variables)
            CheckType(variable.VariableType, method.FullName);
        foreach (Instruction instruction in method.Body.Instructions)
            ScanInstruction(instruction, method.FullName);
    }

    private void ScanInstruction(Instruction instruction, string where)
    {
        Code code = instruction.OpCode.Code;
        if (instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal))
            Report(NanoRule.Overflow, where, instruction.OpCode.Name);
        if (FloatingPointCodes.Contains(code))
            Report(NanoRule.FloatingPoint, where, instruction.OpCode.Name);
        if (PointerCodes.Contains(code))
            Report(NanoRule.Pointer, where, instruction.OpCode.Name);
        if (code is Code.Box or Code.Constrained && IsEnum((TypeReference)instruction.Operand))
            Report(NanoRule.BoxedEnum, where, instruction.OpCode.Name + " " + instruction.Operand);
        ScanArithmetic(instruction, where);
        if (code is Code.Ldstr && ((string)instruction.Operand).Contains('\0', StringComparison.Ordinal))
            Report(NanoRule.ZeroInText, where, "a literal with U+0000");
        if (instruction.Operand is TypeReference type)
            CheckType(type, where);
        else if (instruction.Operand is MemberReference member)
            CheckMember(member, where);
    }

    private void ScanArithmetic(Instruction instruction, string where)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Shr:
                Report(NanoRule.SignedShift, where, "shr");
                break;
            case Code.Div or Code.Rem:
                Report(NanoRule.SignedDivision, where, instruction.OpCode.Name);
                break;
            case Code.Conv_I8 when !IsConstant(instruction.Previous):
                Report(NanoRule.SignExtension, where, "conv.i8 of something that is no constant");
                break;
        }
    }

    private void CheckMember(MemberReference member, string where)
    {
        if (member is GenericInstanceMethod || member.DeclaringType is GenericInstanceType)
            Report(NanoRule.Generic, where, member.FullName);
        if (member.DeclaringType is null)
            return;
        CheckType(member.DeclaringType, where);
        if (member is MethodReference method)
        {
            CheckType(method.ReturnType, where);
            foreach (ParameterDefinition parameter in method.Parameters)
                CheckType(parameter.ParameterType, where);
        }

        bool foreign = member is not IMemberDefinition && member.DeclaringType is not ArrayType and not GenericInstanceType && !IsFirmware(member.DeclaringType);
        if (foreign && !allowedTypes.ContainsKey(member.DeclaringType.FullName) && !api.Has(member))
            Report(NanoRule.Api, where, member.FullName);
    }

    private void CheckType(TypeReference type, string where)
    {
        switch (type)
        {
            case GenericParameter:
                return;
            case GenericInstanceType:
                Report(NanoRule.Generic, where, type.FullName);
                return;
            case ArrayType { IsVector: false }:
                Report(NanoRule.MultiDimensional, where, type.FullName);
                return;
            case PointerType or FunctionPointerType or PinnedType:
                Report(NanoRule.Pointer, where, type.FullName);
                return;
            case TypeSpecification specification:
                CheckType(specification.ElementType, where);
                return;
        }

        if (type.FullName is "System.Single" or "System.Double" or "System.Decimal")
            Report(NanoRule.FloatingPoint, where, type.FullName);
        if (type is not TypeDefinition && !IsFirmware(type) && !allowedTypes.ContainsKey(type.FullName) && !api.Has(type))
            Report(NanoRule.Api, where, type.FullName);
    }

    /// <summary>Of another assembly of the firmware, which is scanned itself.</summary>
    private static bool IsFirmware(TypeReference type) => type.Scope is AssemblyNameReference { Name: var name } && NanoCompiler.Projects.ContainsKey(name);

    private static bool IsConstant(Instruction? instruction) =>
        instruction?.OpCode.Name.StartsWith("ldc.i4", StringComparison.Ordinal) ?? false;

    private static bool IsEnum(TypeReference type) => type is TypeDefinition { IsEnum: true } || (type.IsValueType && !type.IsPrimitive && (type.Resolve()?.IsEnum ?? false));

    private void Report(string rule, string where, string what) => _findings.Add(new NanoFinding(rule, where, what));
}
