using System.Diagnostics;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// <c>attest tpm eventlog</c> and tpm2-tools' <c>tpm2_eventlog</c> on the same recorded boot, as whole processes: start, parse, replay, print. The two take
/// turns, so that what else the machine does falls on both.
/// </summary>
internal static class ProcessBenchmark
{
    private const int Runs = 21;
    private const string Log = "tests/vectors/node-boots/boot-2-sb-on-good/eventlog.bin";

    public static void Run()
    {
        string root = Checkout();
        string log = Path.Combine(root, Log);
        string attest = Path.Combine(root, "bin", "attest");
        if (!File.Exists(attest))
            throw new InvalidOperationException("bin/attest is missing: run ./build.sh first");
        double[] ours = new double[Runs], theirs = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            ours[i] = Milliseconds(attest, "tpm", "eventlog", log);
            theirs[i] = Milliseconds("tpm2_eventlog", log);
        }
        Table table = new Table { Title = new TableTitle($"Event log of {new FileInfo(log).Length} bytes, whole processes, median of {Runs}"), Border = TableBorder.Ascii }
            .AddColumn("attest tpm eventlog").AddColumn("tpm2_eventlog").AddColumn("ratio");
        table.AddRow($"{Median(ours):F0} ms", $"{Median(theirs):F0} ms", $"{Median(ours) / Median(theirs):F1}");
        Report.Write(table);
    }

    private static double Milliseconds(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? taken : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private static double Median(double[] times) => times.Order().ElementAt(Runs / 2);

    /// <summary>The folder of the checkout that this program was built in.</summary>
    internal static string Checkout()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Attestation.sln")))
                return at.FullName;
        }
        throw new InvalidOperationException("not inside a checkout");
    }
}
