using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Attestation.NodeAgent.Running;

/// <summary>How log lines look on standard error.</summary>
public enum LogFormat
{
    Json,
    Text,
}

/// <summary>Writes one line an event on standard error: names, sizes, offsets and digests, never a secret and never content.</summary>
public sealed class AgentLog(TextWriter output, LogFormat format, TimeProvider time)
{
    /// <param name="what">The event.</param>
    /// <param name="message">A sentence, or null where the members say it all.</param>
    /// <param name="members">Further members; null values are left out.</param>
    public void Write(AgentEvent what, string? message, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        string line = format == LogFormat.Json ? AsJson(what, message, members) : AsText(what, message, members);
        lock (output)
            output.WriteLine(line);
    }

    private string AsJson(AgentEvent what, string? message, ReadOnlySpan<(string Name, string? Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", Now("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            json.WriteNumber("event", what.Id);
            json.WriteString("name", what.Name);
            json.WriteString("level", what.Level);
            if (message is not null)
                json.WriteString("message", message);
            foreach ((string name, string? value) in members)
            {
                if (value is not null)
                    json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private string AsText(AgentEvent what, string? message, ReadOnlySpan<(string Name, string? Value)> members)
    {
        var line = new StringBuilder($"{Now("HH:mm:ss.fff")} {what.Level} {what.Id} {what.Name}");
        if (message is not null)
            line.Append(": ").Append(message);
        foreach ((string name, string? value) in members)
        {
            if (value is not null)
                line.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }
        return line.ToString().ReplaceLineEndings(" ");
    }

    private string Now(string form) => time.GetUtcNow().ToString(form, CultureInfo.InvariantCulture);
}
