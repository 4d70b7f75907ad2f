using System.Text;
using Attestation.Factory.Releases;

namespace Attestation.UnitTests.Factory.Releases;

/// <summary>Small releases for a board.</summary>
internal static class BoardSample
{
    /// <summary>One layer "app" of files whose content is their name.</summary>
    public static UpdateManifest Manifest(params string[] files)
    {
        string[] names = files.Length == 0 ? ["app.pe", "lib.pe"] : files;
        var layer = new UpdateLayer("app", [.. names.Select(name => UpdateFile.Of(new FirmwareImage(name, Encoding.UTF8.GetBytes(name))))]);
        return new UpdateManifest("Example Devices", "edge-1", "esp32", "2.0.0", 2, [layer], null);
    }
}
