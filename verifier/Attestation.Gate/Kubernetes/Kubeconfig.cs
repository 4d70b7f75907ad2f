using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Reasons;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attestation.Gate.Kubernetes;

/// <summary>
/// kubectl's configuration file (client.authentication: certificates and tokens, inline or as files). Programs that print credentials (exec) are not
/// run: a gate has an account of its own.
/// </summary>
public static class Kubeconfig
{
    /// <summary>Reads the current context of a file.</summary>
    /// <exception cref="GateFailure">gate.kubernetes.credentials</exception>
    public static ApiCredentials Read(string path)
    {
        try
        {
            using StreamReader text = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
                throw Wrong(path, "it is not one YAML mapping");
            return Read(root, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException or CryptographicException or FormatException or UriFormatException)
        {
            throw Wrong(path, e.Message, e);
        }
    }

    private static ApiCredentials Read(YamlMappingNode root, string path)
    {
        YamlMappingNode context = Named(root, "contexts", "context", Text(root, "current-context") ?? throw Wrong(path, "no current-context"), path);
        YamlMappingNode cluster = Named(root, "clusters", "cluster", Text(context, "cluster") ?? "", path);
        YamlMappingNode user = Named(root, "users", "user", Text(context, "user") ?? "", path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Text(cluster, "insecure-skip-tls-verify") == "true")
            throw Wrong(path, "insecure-skip-tls-verify: the gate does not talk to a server that it cannot recognise");
        if (new[] { "exec", "auth-provider", "username", "as" }.FirstOrDefault(key => user.Children.ContainsKey(new YamlScalarNode(key))) is { } unusable)
            throw Wrong(path, $"{unusable}: the gate has an account of its own, with a certificate, a token or a token file");
        if (Text(cluster, "tls-server-name") is not null || Text(cluster, "proxy-url") is not null)
            throw Wrong(path, "tls-server-name and proxy-url are not read: give the server's address as its certificate has it");
        var server = new Uri(Text(cluster, "server") ?? throw Wrong(path, "the cluster has no server"));
        var authorities = new X509Certificate2Collection();
        if (Data(cluster, "certificate-authority", folder) is { } authority)
            authorities.ImportFromPem(Encoding.ASCII.GetString(authority));
        return new ApiCredentials(new Uri(server.AbsoluteUri.TrimEnd('/') + "/"), authorities, Client(user, folder),
            Text(user, "token"), Text(user, "tokenFile") is { } file ? Path.Combine(folder, file) : null);
    }

    private static X509Certificate2? Client(YamlMappingNode user, string folder)
    {
        byte[]? certificate = Data(user, "client-certificate", folder);
        byte[]? key = Data(user, "client-key", folder);
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw new FormatException("the user has a client certificate or its key, and not both");
        char[] pem = Encoding.ASCII.GetChars(key);
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), pem);
        }
        finally
        {
            Array.Clear(pem);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A member <c>NAME-data</c> in base64, or the file that <c>NAME</c> names, relative to the configuration.</summary>
    private static byte[]? Data(YamlMappingNode node, string name, string folder) =>
        Text(node, name + "-data") is { } inline ? Convert.FromBase64String(inline)
        : Text(node, name) is { } file ? File.ReadAllBytes(Path.Combine(folder, file))
        : null;

    private static YamlMappingNode Named(YamlMappingNode root, string list, string member, string name, string path)
    {
        if (root.Children.TryGetValue(new YamlScalarNode(list), out YamlNode? found) && found is YamlSequenceNode entries)
        {
            foreach (YamlMappingNode entry in entries.Children.OfType<YamlMappingNode>())
            {
                if (Text(entry, "name") == name && entry.Children.TryGetValue(new YamlScalarNode(member), out YamlNode? value) && value is YamlMappingNode mapping)
                    return mapping;
            }
        }
        throw Wrong(path, $"no {member} named {name}");
    }

    private static string? Text(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value) && value is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    private static GateFailure Wrong(string path, string what, Exception? inner = null) => new(GateReasons.KubernetesCredentials, $"{path}: {what}", inner);
}
