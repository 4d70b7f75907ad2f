using System.Text;
using System.Text.Json.Nodes;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>What <c>attest-factory diff</c> says. docs/factory.md, "Two releases".</summary>
/// <param name="difference">Of two releases.</param>
public sealed class DifferenceReport(ReleaseDifference difference)
{
    private const int ShownDigest = 16;

    private readonly Consequence[] verifiers = difference.IsSame ? [] : [.. VerifierConsequences.Of(difference)];
    private readonly Consequence[] boards = difference.IsSame ? [] : [.. BoardConsequences.Of(difference)];

    public JsonObject Document() => new()
    {
        ["vendor"] = difference.New.Corim.Vendor,
        ["model"] = difference.New.Corim.Model,
        ["board"] = (difference.New.Board ?? difference.Old.Board)?.Manifest.Board,
        ["same"] = difference.IsSame,
        ["old"] = Release(difference.Old),
        ["new"] = Release(difference.New),
        ["layers"] = new JsonArray([.. difference.Layers.Select(Layer)]),
        ["firstNewKey"] = difference.FirstNewKey,
        ["keepsSealed"] = difference.KeepsSealed,
        ["flash"] = new JsonArray([.. difference.Flash.Select(Flash)]),
        ["verifiers"] = new JsonArray([.. verifiers.Select(Said)]),
        ["boards"] = new JsonArray([.. boards.Select(Said)]),
    };

    public string Text()
    {
        var text = new StringBuilder();
        text.Append($"{difference.New.Corim.Vendor} {difference.New.Corim.Model}: {Title(difference.Old)} -> {Title(difference.New)}\n");
        if (difference.IsSame)
            return text.Append("Nothing changes.\n").ToString();
        text.Append("\nLayers\n");
        foreach (LayerDifference layer in difference.Layers)
            Append(text, layer);
        Append(text, "Verifiers", verifiers);
        Append(text, "Boards", boards);
        if (difference.Flash.Count > 0)
            text.Append("\nFlash bundle\n");
        foreach (FlashDifference piece in difference.Flash)
            text.Append($"  {piece.What,-13}  {(piece.New ?? piece.Old)!.File}  {Place(piece)}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, Consequence[] consequences)
    {
        if (consequences.Length > 0)
            text.Append($"\n{title}\n");
        foreach (Consequence one in consequences)
        {
            text.Append($"  {one.Whom} {one.What}{(one.Reason is { } reason ? $" [{reason.Id}]" : "")}\n");
            if (one.Todo.Length > 0)
                text.Append($"    -> {one.Todo}\n");
        }
    }

    private static void Append(StringBuilder text, LayerDifference layer)
    {
        string name = (layer.New ?? layer.Old)!.Name;
        MemberDifference[] members = [.. layer.Members];
        string what = layer.Old is null ? "new" : layer.New is null ? "gone" : members.Length == 0 ? "the same" : "";
        text.Append($"  {layer.Layer}  {name}  {what}".TrimEnd() + "\n");
        foreach (MemberDifference member in members)
            text.Append($"     {member.Name,-17}  {Short(member.Old)} -> {Short(member.New)}\n");
    }

    private static string Title(ReleaseStatement release) => $"{release.Version} ({release.Source})";

    private static string Short(string value) => value.Length > 2 * ShownDigest && value.All(char.IsAsciiHexDigitLower) ? value[..ShownDigest] + "..." : value.Length == 0 ? "none" : value;

    private static string Place(FlashDifference piece) => (piece.Old, piece.New) switch
    {
        (null, { } now) => $"at 0x{now.Offset:X}, {now.Size} bytes",
        ({ } was, null) => $"was at 0x{was.Offset:X}",
        var (was, now) when was!.Offset != now!.Offset => $"0x{was.Offset:X} -> 0x{now.Offset:X}, {now.Size} bytes",
        var (_, now) => $"at 0x{now!.Offset:X}, {now.Size} bytes",
    };

    private static JsonObject Release(ReleaseStatement release) => new()
    {
        ["source"] = release.Source,
        ["version"] = release.Version,
        ["svn"] = release.Layers[^1].Svn,
        ["minResidentSvn"] = release.Board?.Manifest.MinResidentSvn,
        ["corimKey"] = Convert.ToHexStringLower(release.CorimKey.Thumbprint.Span),
        ["firmwareKey"] = release.Board is { } board ? Convert.ToHexStringLower(board.FirmwareKey.Thumbprint.Span) : null,
    };

    private static JsonObject Layer(LayerDifference layer) => new()
    {
        ["layer"] = layer.Layer,
        ["name"] = (layer.New ?? layer.Old)!.Name,
        ["change"] = layer.Old is null ? "new" : layer.New is null ? "gone" : layer.Members.Any() ? "changed" : "same",
        ["members"] = new JsonObject(layer.Members.Select(member =>
            KeyValuePair.Create(member.Name, (JsonNode?)new JsonObject { ["old"] = member.Old, ["new"] = member.New }))),
    };

    private static JsonObject Flash(FlashDifference piece) => new()
    {
        ["file"] = (piece.New ?? piece.Old)!.File,
        ["change"] = piece.What,
        ["old"] = Piece(piece.Old),
        ["new"] = Piece(piece.New),
    };

    private static JsonObject? Piece(FlashPiece? piece) => piece is null ? null : new() { ["offset"] = piece.Offset, ["size"] = piece.Size, ["sha256"] = piece.Sha256 };

    private static JsonObject Said(Consequence one) => new()
    {
        ["id"] = one.Id,
        ["whom"] = one.Whom,
        ["what"] = one.What,
        ["todo"] = one.Todo,
        ["reason"] = one.Reason?.Id,
    };
}
