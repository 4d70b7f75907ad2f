using System.Reflection;
using Attestation.Dice;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>
/// A copy of Attestation.Dice in which every basic block first reports itself. So a run gives two numbers: how many IL instructions an interpreter
/// would
/// execute, and a fingerprint of the path they took. Equal fingerprints for different secrets: no branch depended on the secret.
/// </summary>
internal static class TracedPrimitives
{
    private const string Namespace = "Attestation.Dice.Primitives.";

    private static readonly Lazy<Assembly> Traced = new(Instrument);

    /// <summary>The traced copy.</summary>
    public static Assembly Copy => Traced.Value;

    /// <summary>Calls a public static method of the traced copy.</summary>
    public static (ulong Path, ulong Instructions) Run(string type, string method, params object[] arguments)
    {
        MethodInfo target = Traced.Value.GetType(Namespace + type, throwOnError: true)!.GetMethod(method)!;
        target.Invoke(null, arguments); // static constructors run now and not within the trace
        TraceRecorder.Start();
        object? result = target.Invoke(null, arguments);
        Assert.True(result is null or true, $"{type}.{method} refused");
        return (TraceRecorder.Path, TraceRecorder.Instructions);
    }

    private static Assembly Instrument()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(DiceFlow).Assembly.Location);
        module.Assembly.Name.Name = "Attestation.Dice.Traced";
        MethodReference record = module.ImportReference(typeof(TraceRecorder).GetMethod(nameof(TraceRecorder.Record)));
        int block = 0;
        foreach (MethodDefinition method in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody && !m.IsConstructor))
            Instrument(method.Body, record, ref block);
        using MemoryStream bytes = new();
        module.Write(bytes);
        return Assembly.Load(bytes.ToArray());
    }

    private static void Instrument(MethodBody body, MethodReference record, ref int block)
    {
        body.SimplifyMacros();
        HashSet<Instruction> leaders = Leaders(body);
        foreach (Instruction leader in body.Instructions.Where(leaders.Contains).ToArray())
        {
            int length = 1;
            for (Instruction next = leader.Next; next is not null && !leaders.Contains(next); next = next.Next)
                length++;
            Report(body, leader, record, block++, length);
        }

        body.OptimizeMacros();
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
                leaders.Add(target);
            if (instruction.Operand is Instruction[] targets)
                leaders.UnionWith(targets);
            if (instruction.Next is not null && instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch)
                leaders.Add(instruction.Next);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
            leaders.UnionWith([handler.TryStart, handler.HandlerStart]);
        leaders.RemoveWhere(leader => leader is null);
        return leaders;
    }

    /// <summary>The leader itself becomes the report, so that whatever jumps to it reports; a copy of it follows.</summary>
    private static void Report(MethodBody body, Instruction leader, MethodReference record, int block, int length)
    {
        ILProcessor il = body.GetILProcessor();
        Instruction original = il.Create(OpCodes.Nop);
        original.OpCode = leader.OpCode;
        original.Operand = leader.Operand;
        leader.OpCode = OpCodes.Ldc_I4;
        leader.Operand = block;
        Instruction count = il.Create(OpCodes.Ldc_I4, length), call = il.Create(OpCodes.Call, record);
        il.InsertAfter(leader, count);
        il.InsertAfter(count, call);
        il.InsertAfter(call, original);
    }
}

/// <summary>What the traced copy calls.</summary>
public static class TraceRecorder
{
    [ThreadStatic]
    private static ulong _path;

    [ThreadStatic]
    private static ulong _instructions;

    public static ulong Path => _path;

    public static ulong Instructions => _instructions;

    public static void Start() => (_path, _instructions) = (0xCBF29CE484222325, 0);

    public static void Record(int block, int instructions)
    {
        unchecked
        {
            _path = (_path ^ (uint)block) * 0x100000001B3;
            _instructions += (uint)instructions;
        }
    }
}
