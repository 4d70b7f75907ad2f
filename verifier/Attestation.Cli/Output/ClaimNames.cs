using Attestation.Appraisal.Results;

namespace Attestation.Cli.Output;

/// <summary>Names of trust claims as AR4SI writes them.</summary>
internal static class ClaimNames
{
    internal static string Of(TrustClaim claim) => claim switch
    {
        TrustClaim.InstanceIdentity => "instance-identity",
        TrustClaim.Configuration => "configuration",
        TrustClaim.Executables => "executables",
        TrustClaim.FileSystem => "file-system",
        TrustClaim.Hardware => "hardware",
        TrustClaim.RuntimeOpaque => "runtime-opaque",
        TrustClaim.StorageOpaque => "storage-opaque",
        _ => "sourced-data",
    };
}
