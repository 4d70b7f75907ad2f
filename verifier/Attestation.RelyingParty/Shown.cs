namespace Attestation.RelyingParty;

/// <summary>Text that somebody else chose, for a message: nothing in it can break a line or a header.</summary>
internal static class Shown
{
    private const int Longest = 512;

    public static string Safely(string text) => new([.. text.Take(Longest).Select(c => c is >= ' ' and < '\x7F' ? c : '?')]);
}
