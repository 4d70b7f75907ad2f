using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>One template that the TPM's NV storage speaks of.</summary>
/// <param name="Template">With the public area that NV storage asks for: a template of its own, or the profile's with a nonce in it.</param>
/// <param name="Certificate">DER, or null where the index holds none that can be read.</param>
public sealed record StoredEndorsement(EkTemplate Template, byte[]? Certificate);

/// <summary>What a manufacturer left in NV storage: TCG EK Credential Profile 2.x, clause 2.2.1.4 and 2.2.1.5.</summary>
/// <param name="Keys">Templates with a certificate, in the profile's order.</param>
/// <param name="Intermediates">DER, in the order of their indices.</param>
/// <param name="Notes">What could not be read and why.</param>
public sealed record EndorsementCertificates(
    IReadOnlyList<StoredEndorsement> Keys, IReadOnlyList<byte[]> Intermediates, IReadOnlyList<string> Notes)
{
    /// <summary>Reads all of it.</summary>
    /// <param name="tpm">The TPM.</param>
    /// <param name="ownerAuth">authValue of the owner hierarchy, for an index that only the owner may read.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public static async Task<EndorsementCertificates> ReadAsync(TpmConnection tpm, byte[] ownerAuth, CancellationToken cancellation = default)
    {
        var nv = new NvShelf(tpm, ownerAuth, await NvShelf.IndicesAsync(tpm, cancellation));
        var keys = new List<StoredEndorsement>();
        foreach (EkTemplate template in EkTemplates.All)
        {
            if (await nv.ReadAsync(template.CertificateIndex, cancellation) is { } content)
                keys.Add(new StoredEndorsement(await AsStoredAsync(nv, template, cancellation), DerItems.Cut(content).FirstOrDefault()));
        }
        return new EndorsementCertificates(keys, await IntermediatesAsync(nv, cancellation), nv.Notes);
    }

    /// <summary>The indices hold one concatenation: a certificate may begin in one index and end in the next.</summary>
    private static async Task<IReadOnlyList<byte[]>> IntermediatesAsync(NvShelf nv, CancellationToken cancellation)
    {
        (uint first, uint last) = EkTemplates.IntermediateCertificates;
        var content = new List<byte>();
        foreach (uint index in nv.Between(first, last))
            content.AddRange(await nv.ReadAsync(index, cancellation) ?? []);
        return DerItems.Cut([.. content]);
    }

    /// <summary>Clause 2.2.1.4: a template in NV replaces the profile's; a nonce goes into its unique field.</summary>
    private static async Task<EkTemplate> AsStoredAsync(NvShelf nv, EkTemplate template, CancellationToken cancellation)
    {
        TpmtPublic area = template.Public;
        if (template.TemplateIndex is { } at && await nv.ReadAsync(at, cancellation) is { } stored)
        {
            // the profile has TPMT_PUBLIC here; some platforms store it in its sized form
            if (WireValue.TryParse(stored, out TpmtPublic? other, out WireError error) || WireValue.TryParseSized(stored, out other, out _))
                area = other;
            else
                nv.Notes.Add($"The template in NV index 0x{at:X8} cannot be read ({error.Sentence}); the profile's is used.");
        }
        if (template.NonceIndex is { } nonceAt && await nv.ReadAsync(nonceAt, cancellation) is { } nonce)
            area = WithNonce(area, nonce);
        return template with { Public = area };
    }

    private static TpmtPublic WithNonce(TpmtPublic area, byte[] nonce) => area.Parameters switch
    {
        TpmsRsaParms rsa when nonce.Length <= rsa.KeyBits / 8 => area with { Parameters = rsa with { Modulus = Filled(nonce, rsa.KeyBits / 8) } },
        TpmsEccParms ecc when nonce.Length <= ecc.Curve.FieldSize() => area with
        {
            Parameters = ecc with { Point = new TpmsEccPoint(Filled(nonce, ecc.Curve.FieldSize()), new byte[ecc.Curve.FieldSize()]) },
        },
        _ => area,
    };

    private static byte[] Filled(byte[] nonce, int size) => [.. nonce, .. new byte[size - nonce.Length]];
}
