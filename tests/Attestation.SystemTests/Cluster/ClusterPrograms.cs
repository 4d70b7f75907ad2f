namespace Attestation.SystemTests.Cluster;

/// <summary>What tests/cluster/build.sh made: the servers and nodes of a real cluster.</summary>
public static class ClusterPrograms
{
    /// <summary>Their folder: KUBE_BIN, else bin in KUBE_HOME, else in ~/.cache/kube-test.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("KUBE_BIN") ?? Path.Combine(Home, "bin");

    /// <summary>Whether a cluster can be started.</summary>
    public static bool AreThere { get; } = new[] { "kube-apiserver", "kube-controller-manager", "kubelet", "kubemark" }.All(name => File.Exists(Of(name)))
        && File.Exists("/usr/bin/etcd") && Kubectl is not null;

    /// <summary>The kubectl of the cluster's own release where it was built, else any other.</summary>
    public static string? Kubectl => new[] { Of("kubectl"), "/usr/bin/kubectl", "/usr/local/bin/kubectl" }.FirstOrDefault(File.Exists);

    public static string Of(string name) => Path.Combine(Folder, name);

    /// <summary>A script of tests/cluster.</summary>
    public static string Script(string name) => Path.Combine(RepositoryRoot, "tests", "cluster", name);

    public static string RepositoryRoot { get; } = FindRepository();

    private static string Home => Environment.GetEnvironmentVariable("KUBE_HOME")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kube-test");

    private static string FindRepository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attestation.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
