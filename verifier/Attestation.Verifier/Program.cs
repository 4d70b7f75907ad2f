using System.CommandLine;
using Attestation.Verifier;
using Attestation.Verifier.Configuration;

try
{
    ParseResult parsed = CommandLine.Build(Run).Parse(args);
    // SIGTERM belongs to the host, which finishes requests under way.
    int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    return parsed.Errors.Count > 0 ? ServiceFailure.UsageStatus : status;
}
catch (ServiceFailure wrongEnvironment)
{
    return Refuse(wrongEnvironment);
}

static async Task<int> Run(VerifierOptions options)
{
    try
    {
        await using VerifierService service = VerifierService.Build(options, TimeProvider.System);
        await service.StartAsync();
        Console.Out.WriteLine($"attest-verifier listening on {service.Url}");
        await service.WaitAsync();
        return 0;
    }
    catch (ServiceFailure failure)
    {
        return Refuse(failure);
    }
}

static int Refuse(ServiceFailure failure)
{
    Console.Error.WriteLine($"attest-verifier: {failure.Code.Id}: {failure.Code.Sentence}");
    Console.Error.WriteLine($"  {failure.Message}");
    Console.Error.WriteLine($"  {failure.Code.Remedy}");
    return failure.ExitStatus;
}
