using System.Text.Json;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>Folders of roots and revocation lists, and endorsement key certificates as NV, files and vendors' services hand them out.</summary>
internal static class EkFiles
{
    private const int MostFiles = 10_000;

    /// <summary>Every file below a folder, hidden ones left out; <c>.crl</c> is a revocation list wherever it lies.</summary>
    internal static void AddFolder(EkTrustBuilder builder, string folder, bool lists)
    {
        foreach (string file in Files(folder))
        {
            string name = Path.GetRelativePath(folder, file);
            byte[] content = InputFile.ReadBytes(file);
            if (lists || file.EndsWith(".crl", StringComparison.OrdinalIgnoreCase))
                builder.AddRevocationLists(name, content);
            else
                builder.AddCertificates(name, content);
        }
    }

    /// <summary>Certificates of one file: DER as it came from NV, padding included; PEM; or the JSON of a vendor's service.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Certificates(InputFile file)
    {
        ReadOnlyMemory<byte> bytes = FromJson(file.Bytes) ?? file.Bytes;
        bool pem = bytes.Span.IndexOf("-----BEGIN "u8) >= 0;
        return pem && CertificateBundle.TryCut(bytes, out IReadOnlyList<ReadOnlyMemory<byte>> cut, out _) ? cut : [bytes];
    }

    private static string[] Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw CliFailure.Usage(File.Exists(folder) ? $"{folder} is a file" : $"{folder} does not exist", "Name a folder.");
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden, MaxRecursionDepth = 8 };
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*", all).Take(MostFiles + 1).Order(StringComparer.Ordinal)];
            return files.Length <= MostFiles ? files : throw CliFailure.Usage($"{folder} holds more than {MostFiles} files", "Name the folder of the certificates alone.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliFailure.Failed($"{folder} cannot be read: {e.Message}");
        }
    }

    /// <summary><c>{"pubhash": "...", "certificate": "base64url"}</c>, as Intel's service answers; null for anything else.</summary>
    private static byte[]? FromJson(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] != (byte)'{')
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            string? text = document.RootElement.TryGetProperty("certificate", out JsonElement certificate) ? certificate.GetString() : null;
            return text is null ? null : Convert.FromBase64String(Padded(Uri.UnescapeDataString(text).Replace('-', '+').Replace('_', '/')));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Padded(string base64) => base64.TrimEnd('=') is var bare ? bare + new string('=', (4 - (bare.Length % 4)) % 4) : base64;
}
