using System.Text;
using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>
/// What a log says about a boot. Only facts whose event's digest is over its data in the chosen bank are taken, so that after a comparison of that
/// bank's PCRs each of them is covered by the quote.
/// </summary>
public sealed class MeasuredBoot
{
    private readonly Dictionary<string, UefiVariable> variables = new(StringComparer.Ordinal);
    private readonly List<UefiVariable> authorities = [];
    private readonly List<(int Event, ImageLoad Image, ReadOnlyMemory<byte> Hash)> images = [];
    private readonly List<(int Event, string Text)> grub = [];
    private readonly List<int> unproven = [];

    /// <summary>Is Secure Boot on? Null where the log does not say.</summary>
    public bool? SecureBoot => variables.TryGetValue("SecureBoot", out UefiVariable? variable) ? variable.Value.Length == 1 && variable.Value.Span[0] == 1 : null;

    /// <summary>What authorised an image: the db entry or shim's key that matched, once each, in the order of use.</summary>
    public IReadOnlyList<UefiVariable> Authorities => authorities;

    /// <summary>The images that the firmware loaded, each with its PE hash in the chosen bank. Where an image came from is a claim; the hash is not.</summary>
    public IReadOnlyList<(int Event, ImageLoad Image, ReadOnlyMemory<byte> Hash)> Images => images;

    /// <summary>Commands that grub ran.</summary>
    public IReadOnlyList<(int Event, string Text)> GrubCommands => grub;

    /// <summary>The command line that grub gave the kernel; null where grub gave none.</summary>
    public string? KernelCommandLine { get; private set; }

    /// <summary>Numbers of the events whose data should be covered by their digest, and is not.</summary>
    public IReadOnlyList<int> Unproven => unproven;

    /// <summary>The entries of PK, KEK, db or dbx; empty where the log does not have the variable.</summary>
    public IReadOnlyList<SignatureEntry> Entries(string name) =>
        variables.TryGetValue(name, out UefiVariable? variable) && SignatureDatabase.TryParse(variable.Value, out var entries, out _) ? entries : [];

    /// <summary>Reads the facts of a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="bank">The bank that is compared with the quote.</param>
    public static MeasuredBoot Of(BootEventLog log, PcrBank bank)
    {
        var boot = new MeasuredBoot();
        foreach (BootEvent e in log)
        {
            if (e.Extends)
                boot.Take(e, bank);
        }
        return boot;
    }

    private void Take(in BootEvent e, PcrBank bank)
    {
        DigestRule rule = DigestRules.Check(e, bank);
        if (rule == DigestRule.Differs)
            unproven.Add(e.Index);
        else if (rule == DigestRule.OverData)
            TakeProven(e);
        else if (e.Type is EventType.EfiBootServicesApplication or EventType.EfiBootServicesDriver or EventType.EfiRuntimeServicesDriver
            && ImageLoad.TryParse(e.Data, out ImageLoad image, out _) && e.TryGetDigest(bank, out ReadOnlyMemory<byte> hash))
            images.Add((e.Index, image, hash));
    }

    private void TakeProven(in BootEvent e)
    {
        if (e.Type == EventType.EfiVariableDriverConfig && e.Pcr == 7 && UefiVariable.TryParse(e.Data, out UefiVariable variable, out _))
            variables.TryAdd(variable.Name, variable);
        else if (e.Type == EventType.EfiVariableAuthority && UefiVariable.TryParse(e.Data, out UefiVariable authority, out _))
            authorities.Add(authority);
        else if (e.Type == EventType.Ipl && GrubText.TryRead(e.Data.Span, out GrubTextKind kind, out ReadOnlySpan<byte> text))
            TakeText(e.Index, kind, Encoding.UTF8.GetString(text));
    }

    private void TakeText(int index, GrubTextKind kind, string text)
    {
        if (kind == GrubTextKind.KernelCommandLine)
            KernelCommandLine = text;
        else if (kind == GrubTextKind.Command)
            grub.Add((index, text));
    }
}
