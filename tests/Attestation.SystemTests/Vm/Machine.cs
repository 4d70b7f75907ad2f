namespace Attestation.SystemTests.Vm;

/// <summary>One virtual machine: its own TPM, firmware variables and agent state, kept from boot to boot.</summary>
/// <param name="folder">Where all of it lies.</param>
internal sealed class Machine(string folder)
{
    private static readonly TimeSpan SetUpPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BootPatience = TimeSpan.FromMinutes(11);
    private int _boots;

    public string Name => Path.GetFileName(folder);

    /// <summary>A machine with a new TPM whose endorsement certificates come from the CA in a folder (made with the first machine).</summary>
    public static async Task<Machine> NewAsync(string ca, string folder)
    {
        await Guests.GoodScriptAsync("make-tpm.sh", SetUpPatience, ca, folder, Path.GetFileName(folder));
        return new Machine(folder);
    }

    /// <summary>Boots it, lets it run a job, and waits until it has powered itself off.</summary>
    /// <param name="initrd">The initramfs.</param>
    /// <param name="job">Writes what it has to tell into its current folder.</param>
    /// <param name="how">What is different about this boot; nothing for the good one.</param>
    public async Task<Boot> BootAsync(string initrd, GuestJob job, BootOptions? how = null)
    {
        how ??= new BootOptions();
        string result = Path.Combine(folder, $"boot-{++_boots}");
        string jobFile = result + ".job";
        await File.WriteAllTextAsync(jobFile, job.ToString().ReplaceLineEndings("\n"));
        string run = await Guests.GoodScriptAsync("boot-vm.sh", BootPatience,
            "-o", result, "-m", folder, "-i", initrd, "-j", jobFile, "-T", "600",
            "-s", how.SecureBoot ? "on" : "off", "-l", how.Loader, "-k", how.Kernel, "-c", how.MoreWords);
        return new Boot(result, run.Trim());
    }
}

/// <summary>What differs from the good boot.</summary>
internal sealed record BootOptions
{
    public bool SecureBoot { get; init; } = true;

    /// <summary>grub's command: with Secure Boot off <c>linux</c> starts the kernel without its EFI stub, so that no event log reaches it.</summary>
    public string Loader { get; init; } = "linux";

    /// <summary><c>kernel</c> or <c>kernel-old</c>.</summary>
    public string Kernel { get; init; } = "kernel";

    /// <summary>Further words of the kernel command line.</summary>
    public string MoreWords { get; init; } = "";
}
