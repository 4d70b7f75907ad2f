using System.Diagnostics.CodeAnalysis;
using Attestation.Formats;
using Attestation.Formats.Ear;

namespace Attestation.Cli.Inputs;

/// <summary>An attestation result in a file: text is a JWT, anything else a CWT.</summary>
internal static class EarFile
{
    internal static bool TryRead(InputFile file, [NotNullWhen(true)] out UnverifiedEar? ear, out ParseError error) =>
        file.AsText() is { } text ? UnverifiedEar.TryParseJwt(text, out ear, out error) : UnverifiedEar.TryParseCwt(file.Bytes, out ear, out error);
}
