using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Commands;
using Attestation.Simulator.Nodes;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim node up</c>, <c>reboot</c> and <c>down</c>: a worker node without hardware.</summary>
internal static class NodeCommand
{
    private static readonly Option<string> Folder = new("--dir") { Description = "Folder of the node.", Required = true };
    private static readonly Option<string?> Name = new("--node-name") { Description = "Name of the node in its cluster." };
    private static readonly Option<string?> EventLog = new("--event-log") { Description = "A recorded boot event log to play; without it the built-in one, a Debian machine under Secure Boot." };
    private static readonly Option<string?> ImaLog = new("--ima-log") { Description = "The IMA list that goes with it." };
    private static readonly Option<string?> Arguments = new("--kernel-arguments") { Description = "Boot with these kernel arguments instead." };
    private static readonly Option<string?> Initrd = new("--initrd") { Description = "Boot with this initial ramdisk instead." };
    private static readonly Option<string?> Kernel = new("--kernel") { Description = "Boot with this kernel instead." };
    private static readonly Option<bool> SecureBootOff = new("--secure-boot-off") { Description = "Boot with Secure Boot switched off." };
    private static readonly Option<string[]> Execute = new("--execute") { Description = "Execute this file after the boot: IMA measures it. May be repeated." };

    public static Command Build()
    {
        var up = new Command("up", "Make the node where there is none yet, and boot it.") { Folder, Name };
        var reboot = new Command("reboot", "Boot it again, perhaps otherwise.") { Folder };
        var down = new Command("down", "Switch it off; its TPM's state stays.") { Folder };
        foreach (Option option in (Option[])[EventLog, ImaLog, Arguments, Initrd, Kernel, SecureBootOff, Execute])
        {
            up.Options.Add(option);
            reboot.Options.Add(option);
        }
        up.SetAction((parsed, cancellation) => SimulatorCommands.GuardAsync(() => UpAsync(parsed, cancellation)));
        reboot.SetAction((parsed, cancellation) => SimulatorCommands.GuardAsync(() => RebootAsync(parsed, cancellation)));
        down.SetAction((parsed, cancellation) => SimulatorCommands.GuardAsync(() => DownAsync(parsed, cancellation)));
        return new Command("node", "A virtual worker node: a software TPM that saw a recorded boot, for attest-agent.") { up, reboot, down };
    }

    private static async Task<int> UpAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = FolderOf(parsed);
        var node = new VirtualNode(folder);
        RecordedBoot boot = BootOf(parsed);
        if (!File.Exists(node.Configuration))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new UsageException($"{folder} is not empty and no node's folder");
            MakeOwnFolder(folder);
            node.Manufacture(parsed.GetValue(Name));
        }
        return Say(parsed, node, await node.StartAsync(boot, cancellation), "The node is up.");
    }

    private static async Task<int> RebootAsync(ParseResult parsed, CancellationToken cancellation)
    {
        VirtualNode node = Existing(FolderOf(parsed));
        return Say(parsed, node, await node.RebootAsync(BootOf(parsed), cancellation), "The node has booted again.");
    }

    private static async Task<int> DownAsync(ParseResult parsed, CancellationToken cancellation)
    {
        VirtualNode node = Existing(FolderOf(parsed));
        bool ended = await node.Tpm.EndAsync(cancellation);
        CommandOutput.Standard.Result(parsed.GetValue(CommandOutput.Json), new JsonObject { ["ended"] = ended }, ended ? "The node is down." : "The node was not running.");
        return ExitCode.Good;
    }

    private static int Say(ParseResult parsed, VirtualNode node, int extensions, string sentence)
    {
        CommandOutput.Standard.Result(parsed.GetValue(CommandOutput.Json), new JsonObject
        {
            ["configuration"] = node.Configuration,
            ["ekRoots"] = node.Tpm.Roots,
            ["extensions"] = extensions,
        }, $"{sentence} Its TPM saw {extensions} measurements.\n  attest-agent --config {node.Configuration} ...\n  attest-verifier --ek-roots {node.Tpm.Roots} ...");
        return ExitCode.Good;
    }

    private static RecordedBoot BootOf(ParseResult parsed)
    {
        RecordedBoot boot = RecordedBoot.BuiltIn();
        if (parsed.GetValue(EventLog) is { } log)
            boot = new RecordedBoot(Read(log), parsed.GetValue(ImaLog) is { } list ? Read(list) : []);
        else if (parsed.GetValue(ImaLog) is not null)
            throw new UsageException("--ima-log goes with --event-log");
        byte[] events = boot.EventLog;
        if (parsed.GetValue(Arguments) is { } arguments)
            events = BootLogEdit.CommandLine(events, arguments);
        if (parsed.GetValue(Initrd) is { } initrd)
            events = BootLogEdit.Initrd(events, Read(initrd));
        if (parsed.GetValue(Kernel) is { } kernel)
            events = BootLogEdit.Kernel(events, Read(kernel));
        if (parsed.GetValue(SecureBootOff))
            events = BootLogEdit.SecureBootOff(events);
        byte[] ima = ReferenceEquals(events, boot.EventLog) ? boot.ImaList : ImaListEdit.ForBoot(boot.ImaList, events);
        foreach (string file in parsed.GetValue(Execute) ?? [])
            ima = ImaListEdit.Executed(ima, Path.GetFullPath(file), Read(file));
        return new RecordedBoot(events, ima);
    }

    private static void MakeOwnFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new NodeException("virtual nodes need unix sockets and swtpm: Linux only");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string FolderOf(ParseResult parsed) => Path.GetFullPath(parsed.GetRequiredValue(Folder));

    private static VirtualNode Existing(string folder)
    {
        var node = new VirtualNode(folder);
        return File.Exists(node.Configuration) ? node : throw new UsageException($"{folder} is no node's folder; make one with attest-sim node up");
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }
}
