using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Policies;

/// <summary>Reads the JSON form of docs/policy.md. Strict: a member it does not know is refused, since it would look enforced and be ignored.</summary>
public static class PolicyReader
{
    /// <summary>Largest document read, bytes.</summary>
    public const int MaxSize = 64 * 1024;

    /// <param name="utf8">One JSON object.</param>
    /// <param name="policy">The default policy with the document's members laid over it.</param>
    /// <param name="error">policy.syntax, policy.member or policy.value, with the member's path.</param>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out Policy policy, out ParseError error)
    {
        policy = Policy.Default;
        if (utf8.Length > MaxSize)
            return Fail(AppraisalReasons.PolicySyntax, "", out error);
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return TryRead(document.RootElement, ref policy, out error);
        }
        catch (JsonException e)
        {
            error = new ParseError(AppraisalReasons.PolicySyntax, OffsetOf(utf8.Span, e), "");
            return false;
        }
        catch (InvalidOperationException)
        {
            // JsonDocument looks at the inside of a string only when it is read: not UTF-8, or half of a surrogate pair.
            return Fail(AppraisalReasons.PolicySyntax, "", out error);
        }
    }

    private static bool TryRead(JsonElement root, ref Policy policy, out ParseError error)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Fail(AppraisalReasons.PolicySyntax, "", out error);
        bool named = false;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (member.Name == PolicyMembers.Node)
            {
                if (!NodePolicyMembers.TryRead(member.Value, out NodePolicy node, out error))
                    return false;
                policy = policy with { Node = node };
                continue;
            }
            if (!PolicyMembers.TryFind(member.Name, out PolicyMembers.Reader? read))
                return Fail(AppraisalReasons.PolicyMember, member.Name, out error);
            if (read(policy, member.Value) is not { } changed)
                return Fail(AppraisalReasons.PolicyValue, member.Name, out error);
            policy = changed;
            named |= member.Name == "id";
        }
        if (!named)
            return Fail(AppraisalReasons.PolicyValue, "id", out error);
        error = default;
        return true;
    }

    private static bool Fail(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }

    /// <summary>The byte offset of a JSON error from its line and column.</summary>
    private static int OffsetOf(ReadOnlySpan<byte> utf8, JsonException e)
    {
        int start = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--)
        {
            int end = utf8[start..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            start += end + 1;
        }
        return (int)Math.Min(utf8.Length, start + (e.BytePositionInLine ?? 0));
    }
}
