using Attestation.NodeAgent.Commands;

return await AgentCommands.RunAsync(AgentCommands.Build(), args);
