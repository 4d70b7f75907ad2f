using Attestation.Factory.Provisioning;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Provisioning;

public sealed class ApprovedKeysTests
{
    private static readonly VerificationKey One = TestKeys.P256.PublicKey, Other = TestKeys.Ed25519.PublicKey;

    [Fact]
    public void StationsSeeWhatOthersApproved()
    {
        using var folder = new TemporaryFolder();
        var first = new ApprovedKeys(folder["approved.txt"]);
        var second = new ApprovedKeys(folder["approved.txt"]);
        Assert.Equal(LineReasons.UdsUnapproved, Sample.Refusal(() => second.Require(One)));
        Assert.False(File.Exists(folder["approved.txt"])); // a question makes no register

        first.Approve(One, "Example Devices", "edge-1", "lot/01", resumed: false);
        Assert.Equal(new ApprovedKey("Example Devices", "edge-1", "lot/01"), second.Require(One));
        Assert.Equal(LineReasons.UdsUnapproved, Sample.Refusal(() => second.Require(Other)));
        second.Approve(Other, "Example Devices", "edge-2", "lot/02", resumed: false);
        Assert.Equal("edge-2", first.Require(Other).Model);
    }

    [Fact]
    public void ARunThatWasCutApprovesOnce()
    {
        using var folder = new TemporaryFolder();
        new ApprovedKeys(folder["approved.txt"]).Approve(One, "v", "m", "lot/01", resumed: false);
        new ApprovedKeys(folder["approved.txt"]).Approve(One, "v", "m", "lot/01", resumed: true);
        Assert.Single(File.ReadAllLines(folder["approved.txt"]));
    }

    [Fact]
    public void HalfALineIsNobodysAndTheNextOneStandsAlone()
    {
        using var folder = new TemporaryFolder();
        new ApprovedKeys(folder["approved.txt"]).Approve(One, "v", "m", "lot/01", resumed: false);
        File.WriteAllBytes(folder["approved.txt"], File.ReadAllBytes(folder["approved.txt"])[..130]); // the power went
        var after = new ApprovedKeys(folder["approved.txt"]);
        Assert.Equal(LineReasons.UdsUnapproved, Sample.Refusal(() => after.Require(One)));
        after.Approve(One, "v", "m", "lot/01", resumed: true);
        Assert.Equal("lot/01", new ApprovedKeys(folder["approved.txt"]).Require(One).DeviceId);
    }
}
