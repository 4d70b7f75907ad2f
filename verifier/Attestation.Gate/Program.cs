using System.CommandLine;
using Attestation.Gate;

ParseResult parsed = GateProgram.CommandLine().Parse(args);
// SIGTERM belongs to the host, which finishes what is under way.
int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? GateFailure.UsageStatus : status;
