using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>Reads entries of a binary runtime measurement list (binary_runtime_measurements), one at a time and without copying.</summary>
public static class ImaList
{
    /// <summary>Largest list that is read in one piece, in bytes; longer ones stream through <see cref="ImaPrefixSearch"/>.</summary>
    public const int MaxSize = 64 << 20;

    /// <summary>Largest template data of one entry, in bytes: a measured policy or buffer.</summary>
    public const int MaxData = 4 << 20;

    private const int MaxTemplateName = 255;
    private const int MaxOldName = 255;

    private static readonly PcrBank[] Banks = [PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512];

    /// <summary>Reads the entry at an offset.</summary>
    /// <param name="list">The list, or the part of it that there is.</param>
    /// <param name="offset">Where the entry begins; behind it on success, unchanged on failure.</param>
    /// <param name="entry">The entry, as a view.</param>
    /// <param name="error">ima.truncated where more bytes could complete the entry; anything else is final.</param>
    public static bool TryRead(ReadOnlyMemory<byte> list, ref int offset, out ImaEntry entry, out ParseError error) =>
        TryRead(list, PcrBank.Sha1, ref offset, out entry, out error);

    /// <summary>The same for a list of another bank.</summary>
    /// <param name="list">The list, or the part of it that there is.</param>
    /// <param name="bank">The bank of the list's template digests; one that can be computed.</param>
    /// <param name="offset">Where the entry begins; behind it on success, unchanged on failure.</param>
    /// <param name="entry">The entry, as a view.</param>
    /// <param name="error">ima.truncated where more bytes could complete the entry; anything else is final.</param>
    public static bool TryRead(ReadOnlyMemory<byte> list, PcrBank bank, ref int offset, out ImaEntry entry, out ParseError error)
    {
        int digestSize = bank.DigestSize();
        entry = default;
        error = new ParseError(ImaReasons.Truncated, offset, "entry");
        var reader = new LittleEndianReader(list.Span[offset..]);
        if (!reader.TryReadUInt32(out uint pcr))
            return false;
        if (pcr >= PcrBanks.PcrCount)
            return Fail(ImaReasons.PcrIndex, ref error);
        int digest = offset + reader.Position;
        if (!reader.TrySkip((uint)digestSize) || !reader.TryReadUInt32(out uint nameLength))
            return false;
        if (nameLength is 0 or > MaxTemplateName)
            return Fail(ImaReasons.TemplateName, ref error);
        if (!reader.TryRead(nameLength, out ReadOnlySpan<byte> name))
            return false;
        if (name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
            return Fail(ImaReasons.TemplateName, ref error);
        ImaTemplate template = ImaTemplate.Of(name);
        if (!TrySkipData(ref reader, template == ImaTemplate.Oldest, out int dataLength, ref error))
            return false;
        int end = offset + reader.Position;
        entry = new ImaEntry(pcr, list.Slice(digest, digestSize), template, list[(end - dataLength)..end], end - offset);
        offset = end;
        error = default;
        return true;
    }

    private static bool TrySkipData(ref LittleEndianReader reader, bool old, out int length, ref ParseError error)
    {
        length = 0;
        if (old && !reader.TrySkip(20))
            return false;
        if (!reader.TryReadUInt32(out uint size))
            return false;
        if (size > (old ? MaxOldName : MaxData))
            return Fail(ImaReasons.TemplateLength, ref error);
        length = (int)size + (old ? 24 : 0);
        return reader.TrySkip(size);
    }

    /// <summary>The bank of a list's template digests, by its first entry; null where that is no entry of any bank.</summary>
    public static PcrBank? BankOf(ReadOnlyMemory<byte> list)
    {
        foreach (PcrBank bank in Banks)
        {
            int offset = 0;
            if (TryRead(list, bank, ref offset, out ImaEntry entry, out _) && entry.Layout.IsKnown && entry.DigestIsOverData())
                return bank;
        }
        return null;
    }

    private static bool Fail(ReasonCode code, ref ParseError error)
    {
        error = error with { Code = code };
        return false;
    }
}
