namespace Attestation.Cli.Inputs;

/// <summary>A file that the user asked for.</summary>
internal static class OutputFile
{
    /// <summary>Writes it whole; an older one of that name is replaced.</summary>
    internal static void Write(string name, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(name, bytes);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliFailure.Failed($"{name} cannot be written: {e.Message}");
        }
    }
}
