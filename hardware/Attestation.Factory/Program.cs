using System.CommandLine;
using Attestation.Factory.Commands;

var root = new RootCommand("Makes device identities and reference values: manufacturer CA, provisioning, the factory line and its lots, endorsements, firmware releases, reference values of nodes.")
{
    CaCommand.Build(), KeyCommand.Build(), ProvisionCommand.Build(), LineCommand.Build(), LotCommand.Build(), CertifyCommand.Build(),
    DeviceCommand.Build(),
    ReleaseCommand.Build(), DiffCommand.Build(), ExportCommand.Build(), OwnerCommand.Build(), NodeReferenceCommand.Build(), BoardCommand.Build(),
};
foreach (Command change in OwnerChangeCommand.Build())
    root.Subcommands.Add(change);
root.Options.Add(CommandOutput.Json);
return await CommandOutput.RunAsync(root, args);
