using System.Diagnostics;
using System.Globalization;
using Attestation.Fuzz;

// Longer fuzzing by command: --seconds N (all targets together), --target NAME, --seed N. A failing input is written to --out DIR.
var options = new Dictionary<string, string>();
for (int i = 0; i + 1 < args.Length; i += 2)
    options[args[i]] = args[i + 1];
string[] known = ["--seconds", "--target", "--seed", "--out"];
if (args.Length % 2 != 0 || options.Keys.Any(k => !known.Contains(k)))
{
    Console.Error.WriteLine("usage: Attestation.Fuzz [--seconds N] [--target NAME] [--seed N] [--out DIR]");
    return 2;
}
double seconds = double.Parse(options.GetValueOrDefault("--seconds", "60"), CultureInfo.InvariantCulture);
int seed = int.Parse(options.GetValueOrDefault("--seed", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
string folder = options.GetValueOrDefault("--out", Path.Combine(Path.GetTempPath(), "attestation-fuzz"));
FuzzTarget[] targets = [.. FuzzTargets.All.Where(t => !options.TryGetValue("--target", out string? name) || t.Name == name)];
if (targets.Length == 0)
{
    Console.Error.WriteLine("no such target; there are: " + string.Join(", ", FuzzTargets.All.Select(t => t.Name)));
    return 2;
}

int failed = 0;
Console.WriteLine($"seed {seed}");
Console.WriteLine($"{"target",-24} {"inputs",12} {"accepted",10} {"alloc/byte",10} {"slowest ms",10}");
foreach (FuzzTarget target in targets)
{
    FuzzResult result = FuzzRun.Over(target, seed, long.MaxValue, TimeSpan.FromSeconds(seconds / targets.Length));
    Console.WriteLine($"{target.Name,-24} {result.Inputs,12} {result.Accepted,10} {result.WorstRatio,10:F1} {result.Slowest.TotalMilliseconds,10:F1}");
    foreach (FuzzFailure failure in result.Failures)
    {
        failed++;
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"{target.Name}-{failed}.bin");
        File.WriteAllBytes(file, failure.Input);
        Console.WriteLine($"  {failure.Rule}: {file}: {failure.Detail.Split('\n')[0]}");
    }
}
return failed == 0 ? 0 : 1;
