using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// The public half of a bootstrap token: six of [a-z0-9]. It follows from the gate's prefix and the node's name, so that a node has at most one token,
/// a new one takes the old one's place, and any replica can delete it at any time without a right to read or list secrets.
/// </summary>
public static class TokenId
{
    public const int Length = 6;

    internal const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private const string UserPrefix = "system:bootstrap:";

    public static string Of(string prefix, string node)
    {
        ulong number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}/join/{node}")));
        return string.Create(Length, number, static (id, rest) =>
        {
            for (int i = 0; i < id.Length; i++, rest /= 36)
                id[i] = Alphabet[(int)(rest % 36)];
        });
    }

    /// <summary>The token that a user of the API showed; null where it was none.</summary>
    public static string? OfUser(string? username) =>
        username?.StartsWith(UserPrefix, StringComparison.Ordinal) == true && username.Length == UserPrefix.Length + Length ? username[UserPrefix.Length..] : null;
}
