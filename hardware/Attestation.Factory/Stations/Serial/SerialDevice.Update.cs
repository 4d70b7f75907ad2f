using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>Commands 10 to 13 and 18: a release goes to the device in pieces, and the device says which it wants.</summary>
public sealed partial class SerialDevice
{
    private const int LongestFileName = 32;
    private const int NotBegun = 34, OtherPlace = 35, NotWhole = 36, OtherDigest = 37; // refusals after which an update begins again, where the device stands
    private const int MostBeginnings = 8;

    public async Task<UpdateStatus> UpdateStatusAsync(CancellationToken cancellation)
    {
        AnswerResults said = await AskAsync(new CommandRequest(CommandNumbers.UpdateStatus), cancellation);
        return new UpdateStatus(said.Has(1) ? said.Text(1) : null, said.Number(2, 1) == 1, said.Number(3, 1) == 1, Wanted(said, 4), said.Counter(6));
    }

    /// <summary>Sends what the device has not, and commits: the next restart tries the release. Cancelled or cut off, the same call goes on where the device
    /// stands. A release that runs already is done at once.</summary>
    /// <param name="update">The release.</param>
    /// <param name="progress">Told of each piece; may be null.</param>
    /// <param name="cancellation">Between two pieces.</param>
    public async Task UpdateAsync(UpdateBundle update, IProgress<UpdateProgress>? progress, CancellationToken cancellation)
    {
        for (int beginnings = 0; beginnings < MostBeginnings; beginnings++)
        {
            WantedPiece? wanted = Known(update, await BeginUpdateAsync(update.Signed, cancellation));
            bool isWhole = true;
            while (isWhole && wanted is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new UpdateProgress(wanted.File, update.Before(wanted), update.Size));
                (isWhole, wanted) = await SendPieceAsync(update, wanted, cancellation);
            }
            progress?.Report(new UpdateProgress(null, update.Size, update.Size));
            if (isWhole && await CommitAsync(cancellation))
                return;
        }
        throw Forgetful();
    }

    /// <summary>What runs on trial is good.</summary>
    public Task ConfirmAsync(CancellationToken cancellation) => WriteAsync(new CommandRequest(CommandNumbers.Confirm), cancellation);

    /// <returns>The piece that is wanted first; null: none.</returns>
    private async Task<WantedPiece?> BeginUpdateAsync(byte[] manifest, CancellationToken cancellation)
    {
        int offset = 0;
        for (int beginnings = 0; beginnings < MostBeginnings;)
        {
            int length = Math.Min(ProtocolSizes.Piece, manifest.Length - offset);
            AnswerResults said = await AskAsync(
                new CommandRequest(CommandNumbers.UpdateBegin).Add(1, offset).Add(2, manifest.Length).Add(3, manifest.AsSpan(offset, length)), cancellation, NotBegun, OtherPlace);
            if (said.Refusal != 0)
            {
                (offset, beginnings) = (0, beginnings + 1);
                continue;
            }
            if (!said.Has(1))
                return Wanted(said, 2);
            int next = said.Number(1, manifest.Length - 1);
            if (next != offset + length)
                throw said.Nonsense($"It has {offset + length} bytes of the manifest and wants byte {next}.");
            offset = next;
        }
        throw Forgetful();
    }

    /// <returns>False when the device has to be asked again what it wants; else the next piece.</returns>
    private async Task<(bool, WantedPiece?)> SendPieceAsync(UpdateBundle update, WantedPiece wanted, CancellationToken cancellation)
    {
        byte[] file = update.Files[wanted.File];
        int length = Math.Min(ProtocolSizes.Piece, file.Length - wanted.Offset);
        AnswerResults said = await AskAsync(
            new CommandRequest(CommandNumbers.UpdateData).Add(1, wanted.File).Add(2, wanted.Offset).Add(3, file.AsSpan(wanted.Offset, length)), cancellation, NotBegun, OtherPlace);
        if (said.Refusal != 0)
            return (false, null);
        WantedPiece? next = Known(update, Wanted(said, 2));
        return next != wanted ? (true, next) : throw said.Nonsense("It wants the same piece again.");
    }

    private async Task<bool> CommitAsync(CancellationToken cancellation) =>
        (await AskAsync(new CommandRequest(CommandNumbers.UpdateCommit), cancellation, NotBegun, NotWhole, OtherDigest)).Refusal == 0;

    private static FactoryException Forgetful() => new(LineReasons.DeviceLost, $"It forgot {MostBeginnings} times that an update had begun.");

    private static WantedPiece? Wanted(AnswerResults said, int key)
    {
        if (!said.Has(key))
            return null;
        string file = said.Text(key);
        return file.Length is > 0 and <= LongestFileName ? new WantedPiece(file, said.Number(key + 1)) : throw said.Nonsense("It names a file that no manifest can have.");
    }

    private static WantedPiece? Known(UpdateBundle update, WantedPiece? wanted) => wanted is null || (update.Files.TryGetValue(wanted.File, out byte[]? file) && wanted.Offset < file.Length)
        ? wanted
        : throw new FactoryException(LineReasons.DeviceAnswer, $"It wants byte {wanted.Offset} of {Printable(wanted.File)}, and the release has none.");

    private static string Printable(string text) => new([.. text.Where(c => !char.IsControl(c))]);
}
