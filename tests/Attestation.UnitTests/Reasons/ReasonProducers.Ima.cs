using Attestation.Formats;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly byte[] ImaData = SampleList.Ng("sha256", new byte[32], "/init");

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> ImaLists => new()
    {
        [ImaReasons.Truncated] = () => SearchIma(SampleList.BootAggregate[..^1]),
        [ImaReasons.PcrIndex] = () => SearchIma(SampleList.Entry(24, "ima-ng", ImaData)),
        [ImaReasons.TemplateName] = () => SearchIma(SampleList.Entry(10, "ima ng", ImaData)),
        [ImaReasons.TemplateLength] = () => SearchIma([.. SampleList.Entry(10, "ima-ng", [])[..^4], 0xFF, 0xFF, 0xFF, 0xFF]),
        [ImaReasons.Fields] = () => ReadImaFields(SampleList.Entry(10, "ima-ng", [1, 0, 0, 0, 0])),
        [ImaReasons.Signature] = () => ImaSignature.TryParse(new byte[] { 3, 1 }, out _, out ParseError error) ? [] : [error.Code],
        [ImaReasons.TemplateHash] = () => SearchIma(SampleList.Entry(10, "ima-ng", ImaData, [.. new byte[19], 1])),
        [ImaReasons.NoPrefix] = () => SearchIma(SampleList.BootAggregate),
        [ImaReasons.OtherPcr] = () => SearchIma(SampleList.Entry(11, "ima-ng", ImaData)),
        [ImaReasons.NoBootAggregate] = () => SearchIma(SampleList.Entry(10, "ima-ng", ImaData)),
        [ImaReasons.TemplateUnknown] = () => SearchIma(SampleList.Entry(10, "ima-og", ImaData)),
        [ImaReasons.BufferDigest] = () => SearchIma(SampleList.Entry(10, "ima-buf", [.. ImaData, .. SampleList.Field([1])])),
        [ImaReasons.State] = () => ImaRun.TryRestore(new ImaRun(PcrBank.Sha256).Save().AsSpan()[..^1], out _, out ParseError error) ? [] : [error.Code],
    };

    private static IEnumerable<ReasonCode> SearchIma(byte[] list) =>
        ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), Convert.FromHexString(new string('E', 64))).Findings.Select(f => f.Code);

    private static ReasonCode[] ReadImaFields(byte[] list)
    {
        int offset = 0;
        Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
        return ImaFields.TryRead(entry, out _, out ParseError error) ? [] : [error.Code];
    }
}
