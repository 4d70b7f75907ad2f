using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>environment-map (draft-ietf-rats-corim section 5.1.4.1): what a triple is about. At least one of class, instance and group is there.</summary>
public sealed record CorimEnvironment
{
    /// <summary>class-id (37, 111, 560 or a profile's tag).</summary>
    public TypedItem? ClassId { get; init; }

    public string? Vendor { get; init; }

    public string? Model { get; init; }

    public ulong? Layer { get; init; }

    public ulong? Index { get; init; }

    /// <summary>550 UEID, 37 UUID, 560 bytes, a key, or a profile's tag.</summary>
    public TypedItem? Instance { get; init; }

    public TypedItem? Group { get; init; }

    public bool HasClass => ClassId is not null || Vendor is not null || Model is not null || Layer is not null || Index is not null;

    internal static bool TryRead(StrictCborReader reader, out CorimEnvironment environment)
    {
        int start = reader.Offset;
        var read = new CorimEnvironment();
        bool good = reader.IsMap && reader.TryReadMap(label =>
        {
            switch (label.Integer)
            {
                case 0:
                    return TryReadClass(reader, ref read);
                case 1 when TypedItem.TryRead(reader, out TypedItem instance):
                    read = read with { Instance = instance };
                    return true;
                case 2 when TypedItem.TryRead(reader, out TypedItem group):
                    read = read with { Group = group };
                    return true;
                default:
                    return reader.Fail(CorimReasons.Environment);
            }
        }, max: 3);
        environment = read;
        return (good && (read.HasClass || read.Instance is not null || read.Group is not null)) || reader.FailAt(CorimReasons.Environment, start);
    }

    internal void WriteTo(System.Formats.Cbor.CborWriter writer)
    {
        var map = new CborMapBuilder();
        if (HasClass)
        {
            var classMap = new CborMapBuilder().Add(1, Vendor).Add(2, Model);
            if (ClassId is not null)
                classMap.AddEncoded(0, ClassId.Item);
            if (Layer is { } layer)
                classMap.Add(3, w => w.WriteUInt64(layer));
            if (Index is { } index)
                classMap.Add(4, w => w.WriteUInt64(index));
            map.Add(0, classMap.WriteTo);
        }
        if (Instance is not null)
            map.AddEncoded(1, Instance.Item);
        if (Group is not null)
            map.AddEncoded(2, Group.Item);
        map.WriteTo(writer);
    }

    private static bool TryReadClass(StrictCborReader reader, ref CorimEnvironment environment)
    {
        CorimEnvironment read = environment;
        bool good = reader.IsMap && reader.TryReadMap(label =>
        {
            switch (label.Integer)
            {
                case 0 when TypedItem.TryRead(reader, out TypedItem id):
                    read = read with { ClassId = id };
                    return true;
                case 1 when reader.TryReadText(out string vendor):
                    read = read with { Vendor = vendor };
                    return true;
                case 2 when reader.TryReadText(out string model):
                    read = read with { Model = model };
                    return true;
                case 3 when reader.TryReadUInt64(out ulong layer):
                    read = read with { Layer = layer };
                    return true;
                case 4 when reader.TryReadUInt64(out ulong index):
                    read = read with { Index = index };
                    return true;
                default:
                    return reader.Fail(CorimReasons.Environment);
            }
        }, max: 5);
        environment = read;
        return good;
    }
}
