using Attestation.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Spi;

/// <summary>The judge is judged: a host that breaks the protocol is caught by the model, once for each way of breaking it.</summary>
public sealed class CarelessHostTests
{
    private const string Request = "00d40000 02", ReadStatus = "83d40018 00000000", Ready = "00d40018 40", Go = "00d40018 20";
    private const string Header = "09d40024 8001000000640000000a";

    public static TheoryData<string, string, string[]> Misdeeds => new()
    {
        { "FIFO without locality", "without locality", ["00d40024 80"] },
        { "status without locality", "TPM_STS was written without locality", [Ready] },
        { "FIFO before commandReady", "not ready for a command", [Request, ReadStatus, "00d40024 80"] },
        { "more than the burst count", "at a burst count of 8", [Request, Ready, ReadStatus, Header] },
        { "two bursts after one look", "at a burst count of 2", [Request, Ready, ReadStatus, "05d40024 800100000064", "03d40024 00000000"] },
        { "tpmGo before the command is whole", "before the command was whole", [Request, Ready, ReadStatus, "01d40024 8001", Go] },
        { "tpmGo without a command", "tpmGo in state Ready", [Request, Ready, Go] },
        { "more than the command's size", "where 2 were expected", [Request, Ready, ReadStatus, "07d40024 80010000000a0000", ReadStatus, "07d40024 0000000000000000"] },
        { "a response that is not there", "where 0 bytes are available", [Request, Ready, ReadStatus, "80d40024 00"] },
        { "responseRetry without a response", "responseRetry in state Ready", [Request, Ready, "00d40018 02"] },
        { "two bits of TPM_STS at once", "one bit at a time", [Request, "00d40018 60"] },
        { "two bits of TPM_ACCESS at once", "one bit at a time", ["00d40000 22"] },
        { "a locality that is not held", "which is not held", ["00d40000 20"] },
        { "an address outside", "where no register", ["80d50000 00"] },
        { "locality 5", "where no register", ["80d45000 00"] },
        { "no register there", "where no register", ["80d40001 00"] },
        { "past a register's end", "where no register", ["83d4001a 00000000"] },
        { "the reserved bit", "the reserved bit", ["c0d40000 00"] },
        { "a byte too many", "behind the end", ["80d40000 0000"] },
        { "chip select dropped in the header", "rose in the header", ["80d4"] },
        { "chip select dropped before the payload", "rose in the payload, 0", ["83d40018"] },
        { "chip select dropped inside the payload", "rose in the payload, 2", ["83d40018 0000"] },
        { "a write to a register that is read only", "a write to the register at f00", ["00d40f00 00"] },
    };

    [Theory]
    [MemberData(nameof(Misdeeds))]
    public void IsCaught(string description, string expected, string[] transactions)
    {
        SpiBench bench = new();
        bench.Conditions.BurstCount = () => 8;
        foreach (string transaction in transactions)
        {
            Assert.Empty(bench.Tpm.Violations);
            byte[] bytes = Convert.FromHexString(transaction.Replace(" ", "", StringComparison.Ordinal));
            bench.Tpm.Transfer(bytes, new byte[bytes.Length], keepSelected: false);
        }
        Assert.True(bench.Tpm.Violations.Any(v => v.Contains(expected, StringComparison.Ordinal)), $"{description}: {string.Join("; ", bench.Tpm.Violations)}");
    }

    [Fact]
    public void AHostThatDoesNotWaitIsCaught()
    {
        SpiBench bench = new();
        bench.Conditions.WaitStates = () => 3;
        ISpiBus bus = bench.Tpm;
        bus.Transfer(Convert.FromHexString("80d40000"), new byte[4], keepSelected: true);
        bus.Transfer([0], new byte[1], keepSelected: false);
        Assert.Contains(bench.Tpm.Violations, v => v.Contains("wait states were pending", StringComparison.Ordinal));
    }

    [Fact]
    public void ATransferThatDoesNotFitTheProtocolIsCaught()
    {
        SpiBench bench = new();
        bench.Tpm.Transfer(new byte[65], new byte[65], keepSelected: true);
        Assert.Contains(bench.Tpm.Violations, v => v.Contains("65 bytes", StringComparison.Ordinal));
    }
}
