using Attestation.Formats.Reasons;

namespace Attestation.Factory;

/// <summary>Names that go into certificates, CoRIMs and file names of a line's records.</summary>
internal static class NameRule
{
    private const int MaxLength = 64; // RFC 5280 appendix A.1: ub-organization-name, ub-common-name

    /// <exception cref="FactoryException"><c>factory.name-unsuitable</c></exception>
    public static void Check(string name, string what)
    {
        if (name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name.Trim().Length != name.Length)
            throw new FactoryException(FactoryReasons.NameUnsuitable, $"This {what}: '{new string([.. name.Where(c => !char.IsControl(c)).Take(MaxLength)])}'.");
    }
}
