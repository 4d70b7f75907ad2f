using Attestation.Cli;

return CliProgram.Run(args, Console.Out, Console.Error);
