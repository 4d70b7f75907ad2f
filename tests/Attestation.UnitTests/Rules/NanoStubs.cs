using System.Text;

namespace Attestation.UnitTests.Rules;

/// <summary>
/// C# declarations without bodies for everything in firmware/nano-api: a class library to compile firmware against, as an nfproj build would.
/// Members are <c>extern</c>, so nothing needs a body or a call of a base constructor. Generic types are left out: firmware may not use them.
/// </summary>
internal sealed class NanoStubs
{
    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_UnaryNegation"] = "-", ["op_Equality"] = "==", ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=", ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=",
    };

    private readonly SortedDictionary<string, NanoType> _types = new(StringComparer.Ordinal);

    public static string Generate(string folder)
    {
        NanoStubs stubs = new();
        foreach (string line in Directory.EnumerateFiles(folder, "*.txt").SelectMany(File.ReadLines).OrderBy(l => l[0] == 'T' ? 0 : 1))
            stubs.Add(line);
        StringBuilder text = new();
        foreach (NanoType type in stubs._types.Values.Where(t => !t.Name.Contains('/')))
            stubs.Write(text, type);
        return text.ToString();
    }

    private void Add(string line)
    {
        string[] parts = line.Split('|', StringSplitOptions.TrimEntries);
        if (line.Contains('`') || line.Contains('!') || line.Contains('*'))
            return;
        if (line[0] == 'T')
            _types[parts[0][2..]] = new NanoType(parts[0][2..], parts[1], parts.Length > 2 ? parts[2].Split(", ", StringSplitOptions.RemoveEmptyEntries) : []);
        else
            AddMember(NanoMember.Parse(line));
    }

    private void AddMember(NanoMember member)
    {
        if (_types.TryGetValue(member.Type, out NanoType? type))
            type.Members.Add(member);
    }

    private void Write(StringBuilder text, NanoType type)
    {
        int dot = type.Name.LastIndexOf('.');
        bool isNested = type.Name.Contains('/');
        if (!isNested)
            text.Append($"namespace {type.Name[..dot]} {{ ");
        if (type.Kind.StartsWith("delegate", StringComparison.Ordinal))
            WriteDelegate(text, type);
        else if (type.Kind.StartsWith("enum", StringComparison.Ordinal))
            WriteEnum(text, type);
        else
            WriteClass(text, type);
        text.AppendLine(isNested ? "" : "}");
    }

    private static void WriteDelegate(StringBuilder text, NanoType type)
    {
        NanoMember invoke = type.Members.Single(m => m.Name == "Invoke");
        text.AppendLine($"public delegate {CSharp(invoke.Result)} {type.ShortName}({Parameters(invoke)});");
    }

    private static void WriteEnum(StringBuilder text, NanoType type)
    {
        string underlying = type.Members.Single(m => m.Name == "value__").Result;
        text.Append($"public enum {type.ShortName} : {Keyword(underlying)} {{ ");
        foreach (NanoMember value in type.Members.Where(m => m.Constant is not null))
            text.Append($"{value.Name} = unchecked(({Keyword(underlying)})({value.Constant})), ");
        text.AppendLine("}");
    }

    private void WriteClass(StringBuilder text, NanoType type)
    {
        string keyword = type.Kind.Split(' ')[0];
        string modifier = keyword == "class" && type.Kind.Contains(' ') ? type.Kind.Split(' ')[1] + " " : "";
        string[] bases = [.. type.Bases.Where(b => b is not ("System.Object" or "System.ValueType") && _types.ContainsKey(b))];
        if (type.Name == "System.Enum")
            (keyword, modifier, bases) = ("class", "abstract ", ["System.ValueType"]); // metadata calls it a struct
        string inherits = bases.Length == 0 || modifier == "static " ? "" : " : " + string.Join(", ", bases.Select(CSharp));
        text.Append($"public {modifier}{keyword} {type.ShortName}{inherits} {{ ");
        bool isInterface = keyword == "interface";
        foreach (IGrouping<string, NanoMember> group in type.Members.GroupBy(m => m.PropertyKey ?? m.Signature))
            text.AppendLine(Declaration(type, [.. group], isInterface ? "" : null, null));
        if (keyword == "class" && modifier != "static " && !type.Members.Any(m => m.Name == ".ctor"))
            text.AppendLine($"internal extern {type.ShortName}();");
        if (!isInterface)
            WriteMissingInterfaceMembers(text, type);
        foreach (NanoType nested in _types.Values.Where(t => t.Name.StartsWith(type.Name + "/", StringComparison.Ordinal)))
            Write(text, nested);
        text.AppendLine("}");
    }

    /// <summary>What a class implements explicitly is private and so not in the lists.</summary>
    private void WriteMissingInterfaceMembers(StringBuilder text, NanoType type)
    {
        HashSet<string> present = [.. Lineage(type).Where(t => !t.IsInterface).SelectMany(t => t.Members).Where(m => m.IsPublic).Select(m => m.Signature)];
        foreach (NanoType contract in type.Bases.Where(_types.ContainsKey).Select(b => _types[b]).Where(t => t.IsInterface))
        {
            IEnumerable<NanoMember> missing = contract.Members.Where(m => !present.Contains(m.Signature));
            foreach (IGrouping<string, NanoMember> group in missing.GroupBy(m => m.PropertyKey ?? m.Signature))
                text.AppendLine(Declaration(contract, [.. group], "extern ", CSharp(contract.Name) + "."));
        }
    }

    private string Declaration(NanoType type, NanoMember[] members, string? modifiers, string? prefix)
    {
        NanoMember first = members[0];
        modifiers ??= Modifiers(type, first);
        if (first.Kind == 'F')
            return Field(first);
        if (first.Name == ".ctor")
            return type.Kind[0] == 's' && first.Parameters.Length == 0 ? "" : $"{modifiers}{type.ShortName}({Parameters(first)});"; // a struct has one anyway
        if (first.PropertyKey is not null)
            return Property(members, modifiers, prefix);
        if (first.Name.StartsWith("add_", StringComparison.Ordinal))
            return $"{modifiers}event {CSharp(first.Parameters[0])} {prefix}{first.Name[4..]};";
        if (first.Name.StartsWith("remove_", StringComparison.Ordinal) || (first.Name == "Finalize" && type.Name != "System.Object") || first.Name == ".cctor")
            return "";
        if (first.Name is "op_Implicit" or "op_Explicit")
            return $"{modifiers}{first.Name[3..].ToLowerInvariant()} operator {CSharp(first.Result)}({Parameters(first)});";
        string name = Operators.TryGetValue(first.Name, out string? symbol) ? "operator " + symbol : prefix + first.Name;
        return $"{modifiers}{CSharp(first.Result)} {name}({Parameters(first)});";
    }

    /// <summary>Whole numbers are constants; the values of the others do not matter to a compiler.</summary>
    private static string Field(NanoMember field)
    {
        string keyword = Keyword(field.Result);
        if (field.Constant is not null && keyword is not ("string" or "float" or "double" or "bool" or "char"))
            return $"public const {keyword} {field.Name} = unchecked(({keyword})({field.Constant}));";
        return field.Flags.Contains("static") ? $"public static {CSharp(field.Result)} {field.Name};" : "";
    }

    private static string Property(NanoMember[] members, string modifiers, string? prefix)
    {
        NanoMember? getter = members.FirstOrDefault(m => m.Name.StartsWith("get_", StringComparison.Ordinal));
        NanoMember? setter = members.FirstOrDefault(m => m.Name.StartsWith("set_", StringComparison.Ordinal));
        string type = CSharp(getter?.Result ?? setter!.Parameters[^1]);
        string[] index = getter?.Parameters ?? setter!.Parameters[..^1];
        string name = (getter ?? setter)!.Name[4..];
        string head = index.Length == 0
            ? prefix + name
            : $"{prefix}this[{string.Join(", ", index.Select((p, i) => $"{CSharp(p)} a{i}"))}]";
        string attribute = index.Length != 0 && name != "Item" ? $"[global::System.Runtime.CompilerServices.IndexerName(\"{name}\")] " : "";
        return $"{attribute}{modifiers}{type} {head} {{ {(getter is null ? "" : "get; ")}{(setter is null ? "" : "set; ")}}}";
    }

    private string Modifiers(NanoType type, NanoMember member)
    {
        bool isClass = type.Kind.StartsWith("class", StringComparison.Ordinal);
        string access = isClass && !member.IsPublic ? "protected " : "public ";
        if (member.Flags.Contains("static"))
            return access + "static extern ";
        if (member.Flags.Contains("override") && Lineage(type).Skip(1).Any(t => !t.IsInterface && t.Members.Any(m => m.Signature == member.Signature && m.IsOverridable)))
            return access + "override extern ";
        return access + (member.IsOverridable && isClass && !type.Kind.Contains("sealed") ? "virtual extern " : "extern ");
    }

    private IEnumerable<NanoType> Lineage(NanoType type) =>
        type.Bases.Where(_types.ContainsKey).SelectMany(b => Lineage(_types[b])).Prepend(type);

    private static string Parameters(NanoMember member) => string.Join(", ", member.Parameters.Select((p, i) => p.EndsWith('&')
        ? $"{(member.Name.StartsWith("Try", StringComparison.Ordinal) ? "out" : "ref")} {CSharp(p[..^1])} a{i}"
        : $"{CSharp(p)} a{i}"));

    private static string CSharp(string type) => type == "System.Void" ? "void" : "global::" + type.Replace('/', '.');

    private static string Keyword(string type) => type switch
    {
        "System.Byte" => "byte", "System.SByte" => "sbyte", "System.Int16" => "short", "System.UInt16" => "ushort", "System.Int32" => "int",
        "System.UInt32" => "uint", "System.Int64" => "long", "System.UInt64" => "ulong", "System.Boolean" => "bool", "System.Char" => "char",
        "System.String" => "string", "System.Single" => "float", "System.Double" => "double", _ => "string",
    };
}
