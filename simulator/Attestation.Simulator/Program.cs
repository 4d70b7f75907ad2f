using Attestation.Factory.Commands;
using Attestation.Simulator.Commands;

return await CommandOutput.RunAsync(SimulatorCommands.Build(), args, terminationPatience: TimeSpan.FromSeconds(15));
