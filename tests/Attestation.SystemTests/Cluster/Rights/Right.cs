using YamlDotNet.RepresentationModel;

namespace Attestation.SystemTests.Cluster.Rights;

/// <summary>One verb on one resource, or on one object of it, that a role of the manifests gives to the gate.</summary>
/// <param name="File">Of verifier/deploy/kubernetes/gate.</param>
/// <param name="Kind">Role or ClusterRole.</param>
/// <param name="Namespace">Of a Role; empty for a ClusterRole.</param>
/// <param name="Rule">Its place in the role.</param>
/// <param name="Name">The one object to which it is bound; empty for all.</param>
internal sealed record Right(string File, string Kind, string Role, string Namespace, int Rule, string Group, string Resource, string Verb, string Name)
{
    /// <summary>Where the role itself is.</summary>
    public string Path => Kind == "Role"
        ? $"apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/roles/{Role}"
        : $"apis/rbac.authorization.k8s.io/v1/clusterroles/{Role}";

    /// <summary>Did the gate use it?</summary>
    public bool Covers(ApiUse use) => use.Verb == Verb && use.Group == Group && use.Resource == Resource && (Kind == "ClusterRole" || use.Namespace == Namespace)
        && (Name.Length == 0 || Name == use.Name);

    /// <summary>For a row of a theory: <c>nodes/status patch</c>.</summary>
    public override string ToString() => $"{Verb} {Resource}{(Name.Length > 0 ? " " + Name : "")}{(Namespace.Length > 0 ? " in " + Namespace : "")}";

    /// <summary>Every right of the manifests.</summary>
    public static IReadOnlyList<Right> All { get; } = [.. Manifests.RightsFiles.SelectMany(Of)];

    private static IEnumerable<Right> Of(string file)
    {
        using var text = new StreamReader(Manifests.Path(file));
        var yaml = new YamlStream();
        yaml.Load(text);
        return [.. yaml.Documents.Select(d => (YamlMappingNode)d.RootNode).Where(d => Text(d, "kind") is "Role" or "ClusterRole").SelectMany(d => Of(file, d))];
    }

    private static IEnumerable<Right> Of(string file, YamlMappingNode role)
    {
        var metadata = (YamlMappingNode)role["metadata"];
        var rules = (YamlSequenceNode)role["rules"];
        for (int i = 0; i < rules.Children.Count; i++)
        {
            var rule = (YamlMappingNode)rules[i];
            string[] names = Texts(rule, "resourceNames");
            foreach (string verb in Texts(rule, "verbs"))
            {
                foreach (string name in names.Length > 0 ? names : [""])
                    yield return new Right(file, Text(role, "kind"), Text(metadata, "name"), Text(metadata, "namespace"), i, One(rule, "apiGroups"), One(rule, "resources"), verb, name);
            }
        }
    }

    /// <summary>Rules name one group and one resource, so that each can be taken away by itself.</summary>
    private static string One(YamlMappingNode rule, string name) => Assert.Single(Texts(rule, name));

    private static string Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out YamlNode? value) ? ((YamlScalarNode)value).Value! : "";

    private static string[] Texts(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out YamlNode? value) ? [.. ((YamlSequenceNode)value).Select(item => ((YamlScalarNode)item).Value!)] : [];
}
