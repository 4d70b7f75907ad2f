using System.Text;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>What a device gave back: [0, ? map] or [refusal, ? text]. Everything else, and a result of another kind than the protocol says, is
/// <c>factory.device-answer</c>. Results that this station does not know are passed over.</summary>
internal sealed class AnswerResults
{
    private const int LongestDetail = 128;

    private readonly Dictionary<int, ReadOnlyMemory<byte>> _results = [];
    private readonly int _command;

    private AnswerResults(int command) => _command = command;

    /// <summary>0, or a refusal that the caller expected.</summary>
    public int Refusal { get; private init; }

    /// <exception cref="FactoryException">The device's refusal, or <c>factory.device-answer</c>.</exception>
    public static AnswerResults Read(int command, byte[] answer, params int[] expected)
    {
        var results = new AnswerResults(command);
        if (!StrictCborReader.TryOpen(answer, out StrictCborReader reader, out _) || !reader.TryStartArray(out int count) || count is < 1 or > 2
            || !reader.TryReadInt32(out int refusal, 0))
            throw results.Nonsense("It is no array of a number and its results.");
        if (expected.Contains(refusal))
            return new AnswerResults(command) { Refusal = refusal };
        if (refusal != 0)
            throw Refused(refusal, count == 2 && reader.TryReadText(out string detail) ? detail : "");
        if (count == 2 && !reader.TryReadMap(label => results.TryTake(reader, label)))
            throw results.Nonsense("Its results are no map with numbers as keys.");
        return results;
    }

    public bool Has(int key) => _results.ContainsKey(key);

    public ReadOnlyMemory<byte> Bytes(int key, int shortest, int longest) =>
        Open(key).TryReadBytes(out ReadOnlyMemory<byte> value, shortest, longest) ? value : throw Nonsense($"Result {key} is not of {shortest} to {longest} bytes.");

    public string Text(int key) => Open(key).TryReadText(out string value) ? value : throw Nonsense($"Result {key} is no text.");

    public int Number(int key, int highest = int.MaxValue) =>
        Open(key).TryReadInt32(out int value, 0, highest) ? value : throw Nonsense($"Result {key} is no number up to {highest}.");

    public ulong Counter(int key) => Open(key).TryReadUInt64(out ulong value) ? value : throw Nonsense($"Result {key} is no number.");

    /// <summary>Reads an array or anything else that is not one value.</summary>
    public void Read(int key, Func<StrictCborReader, bool> read)
    {
        if (!read(Open(key)))
            throw Nonsense($"Result {key} is not what the protocol says.");
    }

    public FactoryException Nonsense(string detail) => new(LineReasons.DeviceAnswer, $"Command {_command}: {detail}");

    private static FactoryException Refused(int number, string detail)
    {
        string said = string.Concat(detail.EnumerateRunes().Where(c => !Rune.IsControl(c)).Take(LongestDetail));
        return DeviceReasons.OfNumber(number) is { } reason
            ? new FactoryException(reason, said.Length > 0 ? said : $"Refusal {number}.")
            : new FactoryException(LineReasons.DeviceAnswer, $"It refused with {number}, which this station does not know. {said}");
    }

    private bool TryTake(StrictCborReader reader, CborLabel label) =>
        label.Integer is >= 0 and <= int.MaxValue && reader.TryReadRaw(out ReadOnlyMemory<byte> value) && _results.TryAdd((int)label.Integer, value);

    private StrictCborReader Open(int key) =>
        _results.TryGetValue(key, out ReadOnlyMemory<byte> value) && StrictCborReader.TryOpen(value, out StrictCborReader reader, out _)
            ? reader
            : throw Nonsense($"Result {key} is missing.");
}
