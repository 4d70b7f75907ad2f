using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Queue;

/// <summary>One answer of a device in a directory queue; every member is checked before it counts (docs/formats/device-queue.md).</summary>
internal sealed class QueueAnswer : IDisposable
{
    private const int MaxBytes = 64 * 1024, MaxText = 200, MaxLocks = 64;

    private readonly JsonDocument _document;
    private readonly string _command;

    private QueueAnswer(JsonDocument document, string command) => (_document, _command) = (document, command);

    /// <summary>Reads an answer; a refusal of the device's own is thrown as its reason.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="command">What was asked.</param>
    /// <exception cref="FactoryException">The device's <c>device.*</c>, or <c>factory.device-answer</c>.</exception>
    public static QueueAnswer Read(ReadOnlyMemory<byte> bytes, string command)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
        }
        catch (JsonException e)
        {
            throw new FactoryException(LineReasons.DeviceAnswer, $"{command}: {e.Message}", e);
        }
        var answer = new QueueAnswer(document, command);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw answer.Unusable("no JSON object");
        if (answer.TryText("refused", out string? refusal))
            throw ReasonTable.TryFind(refusal, out ReasonCode reason) && reason.Area == "device"
                ? new FactoryException(reason, answer.TryText("detail", out string? detail) ? $"{command}: {Printable(detail)}" : command)
                : answer.Unusable("it refuses for a reason that is none of device.*");
        return answer;
    }

    public DeviceGreeting Greeting() => new(Number("protocol", 255), Text("board"), State(), Hex("serial", 1, 32))
    {
        FirmwareVersion = TryText("firmwareVersion", out string? version) ? version : null,
        Svn = Has("svn") ? (ulong)Number("svn", int.MaxValue) : null,
        Ueid = Has("ueid") ? Hex("ueid", 33, 33) : null,
        Mode = Mode(),
        Algorithms = [.. List("algorithms", 8).Select(item => item.ValueKind == JsonValueKind.String && TryAlgorithm(item.GetString()!, out DiceAlgorithm known) ? known : throw Unusable("algorithms"))],
    };

    public DeviceProbe Probe() => new(TryAlgorithm(Text("algorithm"), out DiceAlgorithm known) ? known : throw Unusable("algorithm"),
        Hex("udsPublicKey", 32, 96), Hex("udsId", 20, 20), Hex("cdiPublicKey", 32, 96), Hex("cdiCertificate", 1, MaxBytes));

    public LockReport Locks()
    {
        DeviceLock[] locks = [.. List("locks", MaxLocks).Select(Lock)];
        return locks.DistinctBy(l => l.Name).Count() == locks.Length ? new LockReport(locks) : throw Unusable("locks: one of them twice");
    }

    public byte[] Evidence() => Hex("evidence", 1, MaxBytes);

    public void Dispose() => _document.Dispose();

    private DeviceLock Lock(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String
            || !item.TryGetProperty("inForce", out JsonElement inForce) || inForce.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw Unusable("locks");
        return new DeviceLock(name.GetString() is { Length: > 0 and <= MaxText } text ? text : throw Unusable("locks"), inForce.GetBoolean());
    }

    private DeviceState State() => Text("state") switch
    {
        "blank" => DeviceState.Blank,
        "programmed" => DeviceState.Programmed,
        "certified" => DeviceState.Certified,
        "locked" => DeviceState.Locked,
        "decommissioned" => DeviceState.Decommissioned,
        _ => throw Unusable("state"),
    };

    private DiceMode Mode() => Text("mode") switch
    {
        "normal" => DiceMode.Normal,
        "debug" => DiceMode.Debug,
        "recovery" => DiceMode.Recovery,
        "not-configured" => DiceMode.NotConfigured,
        _ => throw Unusable("mode"),
    };

    private static bool TryAlgorithm(string name, out DiceAlgorithm algorithm)
    {
        algorithm = name switch { "p384" => DiceAlgorithm.P384, "ed25519" => DiceAlgorithm.Ed25519, _ => DiceAlgorithm.P256 };
        return name is "p256" or "p384" or "ed25519";
    }

    private bool Has(string member) => _document.RootElement.TryGetProperty(member, out _);

    private bool TryText(string member, [NotNullWhen(true)] out string? text)
    {
        text = _document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text?.Length <= MaxText;
    }

    private string Text(string member) => TryText(member, out string? text) ? text : throw Unusable(member);

    private int Number(string member, int largest) =>
        _document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0 && number <= largest
            ? number : throw Unusable(member);

    private IEnumerable<JsonElement> List(string member, int longest) =>
        _document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= longest ? value.EnumerateArray() : throw Unusable(member);

    private byte[] Hex(string member, int shortest, int longest)
    {
        if (!_document.RootElement.TryGetProperty(member, out JsonElement value) || value.ValueKind != JsonValueKind.String)
            throw Unusable(member);
        try
        {
            byte[] bytes = Convert.FromHexString(value.GetString()!);
            return bytes.Length >= shortest && bytes.Length <= longest ? bytes : throw Unusable($"{member}: {bytes.Length} bytes");
        }
        catch (FormatException)
        {
            throw Unusable($"{member}: no hexadecimal");
        }
    }

    private FactoryException Unusable(string what) => new(LineReasons.DeviceAnswer, $"{_command}: {what}");

    private static string Printable(string text) => new([.. text.Where(c => !char.IsControl(c))]);
}
