using YamlDotNet.RepresentationModel;

namespace Attestation.SystemTests.Cluster;

/// <summary>One verb on one resource that a role of the manifests gives to the gate.</summary>
/// <param name="File">Of verifier/deploy/kubernetes/gate.</param>
/// <param name="Kind">Role or ClusterRole.</param>
/// <param name="Namespace">Of a Role; empty for a ClusterRole.</param>
/// <param name="Rule">Its place in the role.</param>
/// <param name="Names">Names to which it is bound; empty for all.</param>
internal sealed record Right(string File, string Kind, string Role, string Namespace, int Rule, string Group, string Resource, string Verb, IReadOnlyList<string> Names)
{
    /// <summary>Where the role itself is.</summary>
    public string Path => Kind == "Role"
        ? $"apis/rbac.authorization.k8s.io/v1/namespaces/{Namespace}/roles/{Role}"
        : $"apis/rbac.authorization.k8s.io/v1/clusterroles/{Role}";

    /// <summary>Did the gate use it?</summary>
    public bool Covers(ApiUse use) => use.Verb == Verb && use.Group == Group && use.Resource == Resource && (Kind == "ClusterRole" || use.Namespace == Namespace)
        && (Names.Count == 0 || Names.Contains(use.Name));

    /// <summary>For a row of a theory: <c>nodes/status patch</c>.</summary>
    public override string ToString() => $"{(Namespace.Length > 0 ? Namespace + " " : "")}{Resource} {Verb}";

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
            foreach (string group in Texts(rule, "apiGroups"))
            {
                foreach (string resource in Texts(rule, "resources"))
                {
                    foreach (string verb in Texts(rule, "verbs"))
                        yield return new Right(file, Text(role, "kind"), Text(metadata, "name"), Text(metadata, "namespace"), i, group, resource, verb, Texts(rule, "resourceNames"));
                }
            }
        }
    }

    private static string Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out YamlNode? value) ? ((YamlScalarNode)value).Value! : "";

    private static string[] Texts(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out YamlNode? value) ? [.. ((YamlSequenceNode)value).Select(item => ((YamlScalarNode)item).Value!)] : [];
}
