using System.Text.Json;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Commands;

/// <summary>What tpm2-tools and a TPM said to each other, parsed down to the last field and written again: the same bytes.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string, string, string> Exchanges()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string file in TpmVectors.Files("transcripts", "*.jsonl"))
        {
            int line = 0;
            foreach (string json in File.ReadLines(TpmVectors.PathOf(file)).Where(l => l.Length > 0))
            {
                using JsonDocument exchange = JsonDocument.Parse(json);
                JsonElement root = exchange.RootElement;
                data.Add($"{Path.GetFileNameWithoutExtension(file)} {++line}", root.GetProperty("cmd").GetString()!, root.GetProperty("rsp").GetString()!);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void ACommandReencodesIdentically(string name, string command, string response)
    {
        _ = (name, response);
        Assert.Equal(command, Convert.ToHexStringLower(Reencode(Frame(command))));
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void AResponseReencodesIdentically(string name, string command, string response)
    {
        _ = name;
        CommandEntry entry = CommandCatalogue.Find(Frame(command).Code)!;
        byte[] bytes = Convert.FromHexString(response);
        Assert.True(ResponseFrame.TryParse(bytes, entry.Shape.ResponseHandle, out ResponseFrame? frame, out WireError error), error.Sentence);
        byte[] parameters = frame!.ResponseCode == TpmRc.Success && !IsEncrypted(frame.Auths, TpmaSession.Encrypt)
            ? entry.ReencodeResponse(frame.Handle ?? 0, Whole(frame.Parameters))
            : frame.Parameters;
        Assert.Equal(response, Convert.ToHexStringLower((frame with { Parameters = parameters }).Encode()));
    }

    [Fact]
    public void ThereAreSeventeenCallsAndTheirRetryIsAmongThem()
    {
        Assert.Equal(17, TpmVectors.Files("transcripts", "*.jsonl").Count());
        Assert.Contains(Exchanges(), row => ((string)row[2]).EndsWith("00000922", StringComparison.Ordinal));
        Assert.Equal(92, Exchanges().Count());
    }

    private static CommandFrame Frame(string command)
    {
        Assert.True(CommandFrame.TryParse(Convert.FromHexString(command), CommandCatalogue.HandleCount, out CommandFrame? frame, out WireError error), error.Sentence);
        return frame!;
    }

    private static byte[] Reencode(CommandFrame frame)
    {
        CommandEntry entry = CommandCatalogue.Find(frame.Code)!;
        TpmHandle[] handles = [.. frame.Handles.Select(h => new TpmHandle(h))];
        bool encrypted = frame.Auths.Any(a => a.Attributes.HasFlag(TpmaSession.Decrypt));
        return (encrypted ? frame : frame with { Parameters = entry.ReencodeCommand(handles, Whole(frame.Parameters)) }).Encode();
    }

    private static bool IsEncrypted(IReadOnlyList<TpmsAuthResponse>? auths, TpmaSession attribute) =>
        auths?.Any(a => a.Attributes.HasFlag(attribute)) ?? false;

    private static WireReader Whole(byte[] parameters) => new(parameters);
}
