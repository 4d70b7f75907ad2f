using System.Text;
using System.Text.Json.Nodes;
using Attestation.Dice.Evidence;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>The fields that are the same in every device's certificates of a release; what depends on the device's secret is not among them.</summary>
/// <param name="release">The release.</param>
/// <param name="udsKey">Of a sample device; null: what hangs on it is left out.</param>
public sealed class CertificatePreview(BoardRelease release, VerificationKey? udsKey)
{
    /// <summary>docs/factory.md, "A board's release".</summary>
    public JsonObject Document()
    {
        var document = new JsonObject { ["vendor"] = release.Order.Vendor, ["model"] = release.Order.Model, ["board"] = release.Order.Board, ["version"] = release.Order.Version };
        if (udsKey is not null)
        {
            document["udsId"] = DiceId.Of(udsKey);
            document["ueid"] = Convert.ToHexStringLower(DeviceUeid.FromUdsPublicKey(udsKey.PublicBytes.ToArray()));
        }
        document["layers"] = new JsonArray([.. release.Layers.Select(Layer)]);
        return document;
    }

    /// <summary>The same for people.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        JsonObject document = Document();
        text.Append($"Certificates of {release.Order.Vendor} {release.Order.Model} {release.Order.Version} on {release.Order.Board}, mode Normal\n");
        if (udsKey is not null)
            text.Append($"UDS_ID  {document["udsId"]}\nUEID    {document["ueid"]}\n");
        foreach (JsonNode? layer in (JsonArray)document["layers"]!)
            Append(text, layer!.AsObject());
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonObject layer)
    {
        text.Append($"\nLayer {layer["layer"]}, certified by {layer["certifiedBy"]}\n");
        int width = layer.Max(member => member.Key.Length);
        foreach (var (name, value) in layer.Where(member => member.Key is not ("layer" or "certifiedBy")))
            text.Append($"  {name.PadRight(width)}  {(value is JsonObject nested ? string.Join(", ", nested.Select(m => $"{m.Key} {m.Value}")) : value)}\n");
    }

    private JsonObject Layer(ExpectedLayer layer) => new()
    {
        ["layer"] = layer.Layer,
        ["certifiedBy"] = layer.Layer > 0 ? $"the key of layer {layer.Layer - 1}" : udsKey is null ? "the UDS key" : $"the UDS key, issuer {DiceId.Of(udsKey)}",
        ["component"] = layer.Name,
        ["version"] = layer.Version,
        ["svn"] = layer.Svn,
        ["codeHash"] = Convert.ToHexStringLower(layer.CodeHash),
        ["configurationDescriptor"] = Convert.ToHexStringLower(layer.Configuration),
        ["configurationHash"] = Convert.ToHexStringLower(layer.ConfigurationHash),
        ["authorityHash"] = Convert.ToHexStringLower(layer.AuthorityHash),
        ["mode"] = "normal",
        ["tcbInfo"] = TcbInfo(layer),
    };

    /// <summary>DiceTcbInfo as boot code adds it where its plan asks for TCG extensions (TCG DICE Attestation Architecture v1.1 section 6.1.1).</summary>
    private JsonObject TcbInfo(ExpectedLayer layer) => new()
    {
        ["vendor"] = release.Order.Vendor,
        ["model"] = release.Order.Model,
        ["version"] = layer.Version,
        ["svn"] = layer.Svn,
        ["layer"] = layer.Layer,
        ["fwid"] = "sha-512 " + Convert.ToHexStringLower(layer.CodeHash),
        ["flags"] = "none set",
    };
}
