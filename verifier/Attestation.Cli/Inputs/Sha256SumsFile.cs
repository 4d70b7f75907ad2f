using Attestation.Appraisal.Nodes.Ima;

namespace Attestation.Cli.Inputs;

/// <summary>A file that sha256sum wrote; the operator who names it vouches for its lines.</summary>
internal static class Sha256SumsFile
{
    internal static void AddTo(ImaReferencesBuilder builder, InputFile file)
    {
        if (!Sha256Sums.TryAdd(builder, file.Bytes.Span, new ImaSource(file.Name, "named on the command line"), out int line))
            throw CliFailure.Usage($"{file.Name}, line {line} is not a line of sha256sum", "Write it with: find / -xdev -type f -exec sha256sum {} +");
    }
}
