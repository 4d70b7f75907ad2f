using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attestation.Cli.Output;

/// <summary>How JSON answers look.</summary>
internal static class JsonText
{
    /// <summary>A document a line.</summary>
    internal static JsonSerializerOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented; characters such as + and ‖ as themselves, since no answer is put into a web page.</summary>
    internal static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
