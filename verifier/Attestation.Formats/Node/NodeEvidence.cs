using Attestation.Formats.Cbor;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Node;

/// <summary>
/// The evidence of a worker node (docs/formats/node-evidence.cddl): a TPM's quotes and what explains the quoted PCRs. Read and not believed:
/// nothing of it counts before a quote has verified, and logs only as far as they replay to quoted values. All parts are views of the bytes that came.
/// </summary>
public sealed partial class NodeEvidence
{
    private readonly List<NodeQuote> quotes = [];
    private readonly List<PcrBank> banks = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> variables = new(StringComparer.Ordinal);
    private int present;

    private NodeEvidence()
    {
    }

    /// <summary>2: TPM2B_PUBLIC of the key that made the quotes.</summary>
    public ReadOnlyMemory<byte> AttestationKey { get; private set; }

    /// <summary>3: one to four quotes, by that one key.</summary>
    public IReadOnlyList<NodeQuote> Quotes => quotes;

    /// <summary>4: the values of the quoted PCRs, as the node claims them.</summary>
    public PcrValueSet Pcrs { get; } = new();

    /// <summary>5: the firmware's event log (binary_bios_measurements).</summary>
    public NodeLog BootLog { get; private set; } = null!;

    /// <summary>6: the kernel's IMA list (binary_runtime_measurements).</summary>
    public NodeImaLog ImaLog { get; private set; } = null!;

    /// <summary>7: systemd's log (/run/log/systemd/tpm2-measure.log).</summary>
    public NodeLog UserspaceLog { get; private set; } = null!;

    /// <summary>8: UEFI variables by <c>Name-guid</c>: four bytes of attributes, then the value. Nothing vouches for them; for people only.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Variables => variables;

    /// <summary>9: what the qualifying data of the quotes covers besides the nonce.</summary>
    public NodeBindings Bindings { get; private set; } = null!;

    /// <summary>10: evidence of the node's DICE identity (docs/formats/device-evidence.cddl); null where the node has none.</summary>
    public ReadOnlyMemory<byte>? DeviceEvidence { get; private set; }

    /// <param name="bytes">The whole evidence, at most <see cref="NodeLimits.Evidence"/>; it must not change while the result is used.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="error">What is wrong, with the byte and the member's path.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out NodeEvidence evidence, out ParseError error)
    {
        evidence = new NodeEvidence();
        if (bytes.Length > NodeLimits.Evidence)
        {
            error = new ParseError(NodeReasons.Size, 0, "");
            return false;
        }
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error, NodeLimits.Evidence))
            return false;
        NodeEvidence read = evidence;
        var keys = new AscendingKeys();
        if (reader.TryReadMap(label => keys.TryNext(reader, label) && read.TryMember(reader, label)) && read.TryComplete(reader))
            return true;
        error = reader.Error;
        return false;
    }

    private bool TryMember(StrictCborReader reader, CborLabel label)
    {
        present |= label.Integer is >= 1 and <= 10 ? 1 << (int)label.Number : 0;
        return label.Integer switch
        {
            1 => TryVersion(reader),
            2 => TryLimited(reader, NodeLimits.Structure, out ReadOnlyMemory<byte> key) && Set(AttestationKey = key),
            3 => reader.TryReadArray(_ => TryQuote(reader), 1, NodeLimits.Quotes),
            4 => reader.TryReadArray(_ => TryBank(reader), 1, NodeLimits.Banks),
            5 => TryLog(reader, NodeLimits.BootLog, out NodeLog boot) && Set(BootLog = boot),
            6 => TryImaLog(reader),
            7 => TryLog(reader, NodeLimits.UserspaceLog, out NodeLog userspace) && Set(UserspaceLog = userspace),
            8 => TryVariables(reader),
            9 => TryBindings(reader),
            10 => TryLimited(reader, NodeLimits.DeviceEvidence, out ReadOnlyMemory<byte> device) && Set(DeviceEvidence = device),
            _ => reader.Fail(NodeReasons.Member),
        };
    }

    /// <summary>Members 1 to 7 and 9 are there in every evidence.</summary>
    private bool TryComplete(StrictCborReader reader)
    {
        for (int member = 1; member <= 9; member++)
        {
            if (member != 8 && (present & (1 << member)) == 0)
                return reader.In(member.ToString(System.Globalization.CultureInfo.InvariantCulture), () => reader.Fail(NodeReasons.Missing));
        }
        return true;
    }

    private static bool TryVersion(StrictCborReader reader)
    {
        int offset = reader.Offset;
        return reader.TryReadInt64(out long version) && (version == 1 || reader.FailAt(NodeReasons.Version, offset));
    }

    /// <summary>A byte string of 1 to <paramref name="most"/> bytes.</summary>
    private static bool TryLimited(StrictCborReader reader, int most, out ReadOnlyMemory<byte> value)
    {
        int offset = reader.Offset;
        return reader.TryReadBytes(out value, 1) && (value.Length <= most || reader.FailAt(NodeReasons.Limit, offset));
    }

    /// <summary>Lets an assignment stand at the end of a condition.</summary>
    private static bool Set<T>(T _) => true;
}
