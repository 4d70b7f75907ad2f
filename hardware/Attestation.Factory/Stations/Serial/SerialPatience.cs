namespace Attestation.Factory.Stations.Serial;

/// <summary>How long a station waits for a device, and how often it asks again. docs/formats/device-protocol.md, "Exchanges" rule 4.</summary>
public sealed record SerialPatience
{
    public static readonly SerialPatience Default = new();

    /// <summary>The first time that a frame goes unanswered; the time doubles with each repetition.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The longest time between two repetitions.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Silence after which a device is given up.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same while it carries out a request: interpreted signatures, a flash that is erased, a boot.</summary>
    public TimeSpan Work { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After something damaged came: for the frame that may stand behind it.</summary>
    public TimeSpan AfterDamage { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Damaged frames for one of ours, and beginnings of one exchange, after which the line is called unusable.</summary>
    public int Tries { get; init; } = 12;
}
