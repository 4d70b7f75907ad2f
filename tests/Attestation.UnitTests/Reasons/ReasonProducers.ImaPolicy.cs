using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Nodes.Ima;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly ImaReferences KnowsInit = SampleIma.References("/init");

    private static readonly ImaReferences KnowsSigner = SampleIma.References(b => b.AddSigner(TestKeys.P256.PublicKey, SampleIma.Source));

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> ImaJudged => new()
    {
        [ImaPolicyReasons.NotAllowed] = () => JudgeIma(KnowsInit, SampleIma.File("/implant")),
        [ImaPolicyReasons.Changed] = () => JudgeIma(KnowsInit, SampleIma.File("/init", SampleIma.Hash("other"))),
        [ImaPolicyReasons.OtherPath] = () => JudgeIma(KnowsInit, SampleIma.File("/copy", SampleIma.Hash("/init"))),
        [ImaPolicyReasons.Violation] = () => JudgeIma(KnowsInit, SampleIma.Violation("/log")),
        [ImaPolicyReasons.BootAggregate] = () => JudgeIma(KnowsInit, SampleIma.File("boot_aggregate", new byte[32])),
        [ImaPolicyReasons.BootAggregateUnproven] = () => JudgeIma(KnowsInit, SampleIma.File("boot_aggregate", new byte[20], "sha1")),
        [ImaPolicyReasons.Signer] = () => JudgeIma(KnowsSigner, SampleIma.Signed("/tool", SampleIma.Hash("t"), [3, 2, 4, 0, 0, 0, 0, 0, 2, 9, 9])),
        [ImaPolicyReasons.SignatureWrong] = () => JudgeIma(KnowsSigner, SampleIma.Signed("/tool", SampleIma.Hash("t"), [3, 2, 4, .. KnowsSigner.Signers[0].KeyId.Span, 0, 2, 9, 9])),
        [ImaPolicyReasons.SignatureLimit] = () => JudgeIma(KnowsSigner, [.. Enumerable.Range(0, 501).Select(i => SampleIma.Signed($"/t{i}", SampleIma.Hash("t"), [3, 2, 4, .. KnowsSigner.Signers[0].KeyId.Span, 0, 2, 9, 9]))]),
        [ImaPolicyReasons.Keyring] = () => JudgeIma(KnowsInit, SampleIma.Buffer(".ima", [1])),
        [ImaPolicyReasons.MeasuredPolicy] = () => JudgeIma(KnowsInit, SampleIma.Buffer("ima_policy", [1])),
        [ImaPolicyReasons.KexecCommandLine] = () => JudgeIma(KnowsInit, SampleIma.Buffer("kexec-cmdline", [1])),
        [ImaPolicyReasons.CriticalData] = () => JudgeIma(KnowsInit, SampleIma.Buffer("kernel_version", [1])),
        [ImaPolicyReasons.WeakHash] = () => JudgeIma(KnowsInit, SampleIma.File("/init", new byte[20], "sha1")),
        [ImaPolicyReasons.WeakBank] = () => JudgeIma(Sha1Quoted()),
        [ImaPolicyReasons.OtherHash] = () => JudgeIma(KnowsInit, SampleIma.File("/init", new byte[48], "sha384")),
        [ImaPolicyReasons.ReferenceExpired] = () => JudgeIma(SampleIma.References(b => b.Add("/init", ImaHash.Sha256, SampleIma.Hash("/init"), SampleIma.Source with { NotAfter = SampleIma.Now.AddDays(-1) })), SampleIma.File("/init")),
        [ImaPolicyReasons.NoReference] = () => JudgeIma(ImaReferences.Empty, SampleIma.File("/init")),
        [ImaPolicyReasons.NotQuoted] = () => JudgeIma(SampleIma.Evidence(KnowsInit) with { Pcrs = new PcrValueSet() }),
        [ImaPolicyReasons.Resend] = () => JudgeIma(SampleIma.Evidence(KnowsInit) with { Offset = 100, Entries = 1 }),
        [ImaPolicyReasons.Excluded] = () => JudgeIma(SampleIma.Evidence(KnowsInit, SampleIma.File("/tmp/x")) with { Policy = new NodeImaPolicy { Exclude = ["/tmp/**"] } }),
        [ImaPolicyReasons.AppendedSignature] = () => JudgeIma(KnowsInit, SampleList.Entry(10, "ima-modsig",
            [.. SampleList.Ng("sha256", new byte[32], "/m.ko"), .. SampleList.Field([]), .. SampleList.Field([.. "sha256:\0"u8, .. new byte[32]]), .. SampleList.Field([5])])),
        [ImaPolicyReasons.Unquoted] = () => JudgeIma(SampleIma.Evidence(KnowsInit, SampleIma.File("/init")) with { Pcrs = SampleIma.Quoted(SampleIma.BootAggregate) }),
        [ImaPolicyReasons.NothingCompared] = () => JudgeIma(KnowsInit),
        [ImaPolicyReasons.NothingMeasured] = () => JudgeIma(SampleIma.Evidence(KnowsInit, SampleIma.File("/init")) with { Pcrs = SampleIma.Quoted([]) }),
    };

    private static ImaEvidence Sha1Quoted()
    {
        byte[] list = SampleIma.BootAggregate;
        return SampleIma.Evidence(KnowsInit) with { Pcrs = SampleIma.Quoted(list, PcrBank.Sha1) };
    }

    private static IEnumerable<ReasonCode> JudgeIma(ImaReferences references, params byte[][] entries) => JudgeIma(SampleIma.Evidence(references, entries));

    private static IEnumerable<ReasonCode> JudgeIma(ImaEvidence evidence) => ImaAppraisal.Judge(evidence).Findings.Select(f => f.Code);
}
