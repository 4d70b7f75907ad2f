using System.Security.Cryptography;
using System.Text;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Fuzz;

/// <summary>Readers of TPM structures. Their seeds are built here, with a software key in the place of a TPM's.</summary>
public static class TpmTargets
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private static readonly TpmlPcrSelection Asked = TpmlPcrSelection.Of(TpmAlgId.Sha256, 0, 7, 10);

    private static readonly byte[] Quoted = WireValue.Encode(new TpmsAttest(
        [0, 11, .. new byte[32]], Nonce, new TpmsClockInfo(1000, 2, 3, true), 0x20191023, new TpmsQuoteInfo(Asked, new byte[32])));

    private static readonly ECDsa Signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly byte[] Signature = Signed(Quoted);

    private static readonly AttestationKey Key = AttestationKey.OfSubjectPublicKeyInfo(Signer.ExportSubjectPublicKeyInfo())!;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("tpm-attest", [Quoted], bytes => WireValue.TryParse(bytes, out TpmsAttest? value, out _) ? WireValue.Encode(value) : null),
        new("tpm-signature", [Signature], bytes => WireValue.TryParse(bytes, out TpmtSignature? value, out _) ? WireValue.Encode(value) : null),
        new("tpm-public", [.. EkTemplates.All.Select(t => WireValue.EncodeSized(t.Public))], bytes =>
            WireValue.TryParseSized(bytes, out TpmtPublic? value, out _) ? WireValue.EncodeSized(value) : null),
        new("tpm-command", [Command(new Quote(new TpmHandle(0x81010002), Nonce, TpmtScheme.Null, Asked).Write, TpmCc.Quote)], ReadCommand),
        new("tpm-response", [QuoteAnswer()], ReadResponse),
        new("tpm-quote", [Quoted], bytes =>
            new UnverifiedQuote(bytes, Signature).TryVerify(Key, out AuthenticQuote? quote, out _)
            && quote.Check(new QuoteExpectation(Nonce, Asked, null)).Count == 0 ? Quoted : null),
        new("tpm-quote-key", [WireValue.EncodeSized(SignerArea())], ReadQuoteKey),
        new("tpm-credential", [WireValue.EncodeSized(StorageArea())], bytes =>
            WireValue.TryParseSized(bytes, out TpmtPublic? area, out _) && Credential.TryMake(area, [0, 11], Nonce, random => random.Fill(1), out _)
                ? WireValue.EncodeSized(area) : null),
        new("tpm-key-file", [Signer.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(Signer.ExportSubjectPublicKeyInfoPem())], bytes =>
            AttestationKeyFile.TryParse(bytes, out _, out _) ? bytes : null),
        new("tpm-pcr-file", [Encoding.ASCII.GetBytes("sha256:7 " + new string('0', 64) + "\n"), Encoding.ASCII.GetBytes("  sha1:\n    0 : 0x" + new string('A', 40))], bytes =>
            PcrFile.TryParse(bytes, out _, out _) ? bytes : null),
    ];

    private static byte[]? ReadQuoteKey(byte[] bytes) =>
        WireValue.TryParseSized(bytes, out TpmtPublic? area, out _) && new UnverifiedQuote(Quoted, Signature).TryVerify(AttestationKey.Of(area), out _, out _)
            ? WireValue.EncodeSized(area) : null;

    private static TpmtPublic SignerArea() => PublicKeys.WithKey(KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP256, TpmAlgId.Sha256), Signer.ExportSubjectPublicKeyInfo())!;

    private static TpmtPublic StorageArea() => PublicKeys.WithKey(EkTemplates.L2.Public, Signer.ExportSubjectPublicKeyInfo())!;

    private static byte[] Signed(byte[] attest)
    {
        byte[] pair = Signer.SignData(attest, HashAlgorithmName.SHA256);
        return WireValue.Encode<TpmtSignature>(new EccSignature(TpmAlgId.EcDsa, TpmAlgId.Sha256, pair[..32], pair[32..]));
    }

    private static byte[] Command(Action<WireWriter> write, TpmCc code)
    {
        var parameters = new WireWriter();
        write(parameters);
        TpmsAuthCommand[] auths = [new(TpmRh.Pw, [], TpmaSession.ContinueSession, [])];
        return new CommandFrame(code, [0x81010002], auths, parameters.ToArray()).Encode();
    }

    private static byte[] QuoteAnswer()
    {
        var parameters = new WireWriter();
        parameters.Buffer(Quoted);
        parameters.Bytes(Signature);
        return new ResponseFrame(TpmRc.Success, null, parameters.ToArray(), [new TpmsAuthResponse([], TpmaSession.ContinueSession, [])], TpmSt.Sessions).Encode();
    }

    private static byte[]? ReadCommand(byte[] bytes)
    {
        if (!CommandFrame.TryParse(bytes, CommandCatalogue.HandleCount, out CommandFrame? frame, out _))
            return null;
        var reader = new WireReader(frame!.Parameters);
        byte[] again = CommandCatalogue.Find(frame.Code)!.ReencodeCommand([.. frame.Handles.Select(h => new TpmHandle(h))], reader);
        return reader.Failed || reader.Remaining > 0 ? null : (frame with { Parameters = again }).Encode();
    }

    private static byte[]? ReadResponse(byte[] bytes)
    {
        if (!ResponseFrame.TryParse(bytes, hasHandle: false, out ResponseFrame? frame, out _))
            return null;
        if (frame!.ResponseCode != TpmRc.Success)
            return frame.Encode();
        var reader = new WireReader(frame.Parameters);
        byte[] again = CommandCatalogue.Find(TpmCc.Quote)!.ReencodeResponse(0, reader);
        return reader.Failed || reader.Remaining > 0 ? null : (frame with { Parameters = again }).Encode();
    }
}
