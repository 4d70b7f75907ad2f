using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Provisioning;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory provision</c></summary>
internal static class ProvisionCommand
{
    private static readonly Option<string> Ca = new("--ca") { Description = "Folder of the manufacturer CA.", Required = true };
    private static readonly Option<string> DeviceId = new("--device-id") { Description = "The manufacturer's name for the device.", Required = true };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Class of the device: vendor.", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Class of the device: model.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the device; absent or empty. A fuse is written once: there is no --force.", Required = true };
    private static readonly Option<int> Scheme = new("--scheme")
    {
        Description = "Where the UDS comes from: 1 = made here and written, 2 = derived on the device from its own and injected entropy. Scheme 3 is attest-factory line's.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Algorithm = AlgorithmOption.Create();

    public static Command Build()
    {
        Scheme.AcceptOnlyFromAmong("1", "2", "3");
        Scheme.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "3" }])
                result.AddError("Scheme 3 retains the device's key on a line (attest-factory line --scheme 3) and certifies it on demand (attest-factory certify).");
        });
        var provision = new Command("provision", "Program a device, test it, certify its UDS key and endorse it.") { Ca, DeviceId, Vendor, Model, Out, Scheme, Algorithm, PassphraseOption.File };
        provision.SetAction(Run);
        return provision;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using ManufacturerCa ca = ManufacturerCa.Load(arguments.GetValue(Ca)!, passphrases);
            var order = new DeviceOrder(arguments.GetValue(DeviceId)!, arguments.GetValue(Vendor)!, arguments.GetValue(Model)!,
                (ProvisioningScheme)arguments.GetValue(Scheme), AlgorithmOption.Parse(arguments.GetValue(Algorithm)!));
            string folder = arguments.GetValue(Out)!;
            ProvisionedDevice device = new ProvisioningStation(ca, FactoryFloor.OfThisMachine()).Provision(order, folder);
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["deviceId"] = order.DeviceId,
                ["ueid"] = Convert.ToHexStringLower(device.Ueid),
                ["fuse"] = Path.Combine(folder, ProvisioningStation.FuseName),
                ["udsCertificate"] = Path.Combine(folder, ProvisioningStation.UdsCertificateName),
                ["endorsement"] = Path.Combine(folder, ProvisioningStation.EndorsementName),
            }, $"Provisioned {order.DeviceId}: secret programmed, zero-UDS test and chain test passed.");
            return ExitCode.Good;
        });
    }
}
