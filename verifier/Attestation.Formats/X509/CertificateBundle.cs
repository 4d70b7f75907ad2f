using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// Cuts a file into certificates without reading them, so that one bad certificate does not hide the others: PEM blocks labelled CERTIFICATE or
/// PKCS7, certificates in DER one after the other, or a PKCS #7 bundle (RFC 2315 section 9.1), of which only the certificates are looked at:
/// <code>
/// SEQUENCE { OID 1.2.840.113549.1.7.2, [0] SEQUENCE { version, digestAlgorithms SET, contentInfo SEQUENCE, [0] certificates, ... } }
/// </code>
/// </summary>
public static class CertificateBundle
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    /// <summary>The certificates in their order; at least one.</summary>
    public static bool TryCut(ReadOnlyMemory<byte> file, out IReadOnlyList<ReadOnlyMemory<byte>> certificates, out ParseError error)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        certificates = found;
        error = default;
        try
        {
            if (file.Span.IndexOf("-----BEGIN "u8) >= 0)
                CutPem(file, found);
            else
                CutBinary(file, found);
            return found.Count > 0 ? true : throw new DerDefect(DerReasons.Truncated, 0, "");
        }
        catch (DerDefect defect)
        {
            error = defect.Error;
            return false;
        }
    }

    private static void CutPem(ReadOnlyMemory<byte> file, List<ReadOnlyMemory<byte>> found)
    {
        string text = System.Text.Encoding.Latin1.GetString(file.Span);
        foreach (string label in (string[])["CERTIFICATE", "PKCS7"])
        {
            if (!PemBlock.TryDecodeAll(text, label, out List<byte[]> blocks))
                continue;
            foreach (byte[] block in blocks)
            {
                if (label == "PKCS7")
                    CutSignedData(block, found);
                else
                    Add(block, found);
            }
            return;
        }
        throw new DerDefect(X509Reasons.Pem, 0, "");
    }

    private static void CutBinary(ReadOnlyMemory<byte> file, List<ReadOnlyMemory<byte>> found)
    {
        if (IsSignedData(file))
        {
            CutSignedData(file, found);
            return;
        }
        for (int at = 0; at < file.Length;)
        {
            int end = BerRepair.Header(file.Span, at, file.Length).End;
            Add(file[at..end], found);
            int next = end;
            while (next < file.Length && ((file.Span[next] == file.Span[end] && file.Span[end] is 0x00 or 0xFF) || file.Span[next] is (byte)'\n' or (byte)'\r'))
                next++; // padding of an NV index, and the line end that vendors' web pages put behind a certificate
            at = next;
        }
    }

    private static bool IsSignedData(ReadOnlyMemory<byte> file)
    {
        try
        {
            var reader = new DerReader(file);
            DerReader content = reader.Enter(DerTag.Sequence, "");
            return content.Is(DerTag.ObjectIdentifier) && content.ObjectIdentifier("") == SignedData;
        }
        catch (DerDefect)
        {
            return false;
        }
    }

    private static void CutSignedData(ReadOnlyMemory<byte> file, List<ReadOnlyMemory<byte>> found)
    {
        const string path = "signedData";
        var reader = new DerReader(file);
        DerReader content = reader.Enter(DerTag.Sequence, path);
        if (content.ObjectIdentifier(path) != SignedData)
            throw content.Defect(X509Reasons.Pem, path);
        DerReader wrapper = content.Enter(DerTag.ContextConstructed(0), path);
        DerReader signed = wrapper.Enter(DerTag.Sequence, path);
        signed.Unsigned(path);
        signed.Element(DerTag.Set, path);
        signed.Element(DerTag.Sequence, path);
        if (!signed.Is(DerTag.ContextConstructed(0)))
            return;
        DerReader certificates = signed.Enter(DerTag.ContextConstructed(0), path);
        while (certificates.HasMore)
            Add(certificates.Element(path), found);
    }

    private static void Add(ReadOnlyMemory<byte> certificate, List<ReadOnlyMemory<byte>> found)
    {
        if (found.Count == CertificateFile.MaxCertificates)
            throw new DerDefect(DerReasons.TooLarge, 0, $"[{found.Count}]");
        found.Add(certificate);
    }
}
