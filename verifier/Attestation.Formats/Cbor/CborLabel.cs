using System.Formats.Cbor;
using System.Globalization;

namespace Attestation.Formats.Cbor;

/// <summary>A map key of the COSE family: integer or text (<c>label</c>, RFC 9052 section 1.5).</summary>
public readonly record struct CborLabel : IComparable<CborLabel>
{
    public CborLabel(long number) => Number = number;

    public CborLabel(string text) => Text = text;

    /// <summary>The integer; 0 when <see cref="Text"/> is set.</summary>
    public long Number { get; }

    /// <summary>The text, or null for an integer label.</summary>
    public string? Text { get; }

    /// <summary>The integer, or null for a text label: for use in <c>switch</c>.</summary>
    public long? Integer => Text is null ? Number : null;

    public static implicit operator CborLabel(long number) => new(number);

    public static implicit operator CborLabel(string text) => new(text);

    public void WriteTo(CborWriter writer)
    {
        if (Text is null)
            writer.WriteInt64(Number);
        else
            writer.WriteTextString(Text);
    }

    /// <summary>Integers before texts; an order for display, not the encoded one.</summary>
    public int CompareTo(CborLabel other) =>
        (Text, other.Text) switch
        {
            (null, null) => Number.CompareTo(other.Number),
            (null, _) => -1,
            (_, null) => 1,
            _ => string.CompareOrdinal(Text, other.Text),
        };

    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}
