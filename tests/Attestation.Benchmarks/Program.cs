using Attestation.Benchmarks;

// Each benchmark is one name; none named means all. Every figure is printed beside a limit measured in the same run.
(string Name, Action Run)[] benchmarks =
[
    ("dice-flow", DiceFlowBenchmark.Run),
    ("appraisal", AppraisalBenchmark.Run),
    ("quote", QuoteBenchmark.Run),
    ("logs", LogBenchmark.Run),
    ("node", NodeBenchmark.Run),
    ("feed", FeedBenchmark.Run),
    ("results", ResultBenchmark.Run),
    ("webhook", WebhookBenchmark.Run),
    ("processes", ProcessBenchmark.Run),
    ("fleet", FleetBenchmark.Run),
];

string[] unknown = [.. args.Except(benchmarks.Select(b => b.Name))];
if (unknown.Length != 0)
{
    Console.Error.WriteLine($"no benchmark named {unknown[0]}; there are: {string.Join(", ", benchmarks.Select(b => b.Name))}");
    return 2;
}

foreach ((string name, Action run) in benchmarks)
{
    if (args.Length == 0 || args.Contains(name))
        run();
}

return 0;
