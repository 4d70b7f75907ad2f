namespace Attestation.Factory.Stations.Queue;

/// <summary>The files of a directory queue (docs/formats/device-queue.md).</summary>
internal static class QueueNames
{
    /// <summary>Beside the devices: there will be no more.</summary>
    public const string NoMore = "no-more";

    /// <summary>The folder that devices are moved to when the line is done with them.</summary>
    public const string Done = "done";

    /// <summary>In a device's folder, when it is done: how it ended.</summary>
    public const string End = "end.json";

    private const string Request = "request-", Answer = "answer-", Json = ".json", Part = ".part";

    public static string RequestOf(int number) => Request + number.ToString("d4", System.Globalization.CultureInfo.InvariantCulture) + Json;

    public static string AnswerOf(int number) => Answer + number.ToString("d4", System.Globalization.CultureInfo.InvariantCulture) + Json;

    /// <summary>What a file is called while it is written.</summary>
    public static string Unfinished(string path) => path + Part;

    /// <summary>Whether a folder is a device's: neither hidden nor where done ones go.</summary>
    public static bool IsDevice(string name) => name.Length > 0 && name[0] != '.' && name != Done && !name.EndsWith(Part, StringComparison.Ordinal);

    /// <summary>The number of a request; null for any other file.</summary>
    public static int? NumberOfRequest(string name) => NumberOf(name, Request);

    /// <summary>The number of an answer; null for any other file.</summary>
    public static int? NumberOfAnswer(string name) => NumberOf(name, Answer);

    private static int? NumberOf(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Json, StringComparison.Ordinal) && name.Length > prefix.Length + Json.Length
            && int.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - Json.Length), System.Globalization.NumberStyles.None, null, out int number) ? number : null;
}
