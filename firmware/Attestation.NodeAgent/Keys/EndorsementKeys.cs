using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>
/// Finds the endorsement key to enrol with. A key with a certificate comes before one without; among them P-256, P-384, RSA-2048, RSA-3072,
/// RSA-4096, P-521, the low range before the high one: elliptic curves because a TPM derives and uses them in a fraction of RSA's time, P-256
/// before P-384 because every TPM since 2014 has it. Without any certificate the first that the TPM can make is taken; such a node is enrolled only by a verifier's
/// allow-list.
/// </summary>
public static class EndorsementKeys
{
    /// <summary>SM2 (H-5) is left out: nothing here can make a credential for it.</summary>
    public static IReadOnlyList<EkTemplate> Preference { get; } =
    [
        EkTemplates.L2, EkTemplates.H2, EkTemplates.H3, EkTemplates.L1, EkTemplates.H1, EkTemplates.H6, EkTemplates.H7, EkTemplates.H4,
    ];

    /// <summary>Chooses the key and brings it into the TPM: a persistent one where its public area fits, else created.</summary>
    /// <param name="tpm">The TPM.</param>
    /// <param name="options">The operator's wishes.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="AgentException">No such template, no such certificate, or no key of this TPM belongs to the certificates found.</exception>
    public static async Task<EndorsementKey> OpenAsync(TpmConnection tpm, EndorsementOptions options, CancellationToken cancellation = default)
    {
        EndorsementCertificates stored = await EndorsementCertificates.ReadAsync(tpm, options.OwnerAuth, cancellation);
        IReadOnlyList<byte[]> file = options.CertificateFile is { } path ? CertificateFile.Read(path) : [];
        List<string> notes = [.. stored.Notes];
        var maker = new EndorsementKeyMaker(tpm, options.EndorsementAuth, notes);
        foreach (StoredEndorsement candidate in Candidates(stored, options.Template, file))
        {
            if (await maker.TryMakeAsync(candidate.Template, key => BelongsTo(key, candidate.Certificate), cancellation) is not { } made)
                continue;
            return new EndorsementKey(tpm, options.EndorsementAuth, made)
            {
                Certificates = Chain(candidate, stored, file),
                Notes = notes,
            };
        }
        throw AgentException.Failed($"No endorsement key of this TPM can be used. {string.Join(' ', notes)}");
    }

    /// <summary>A key that was used before, by its Name: the parent of keys that were made under it.</summary>
    /// <returns>Null where the TPM makes another key from the template: it is another TPM, or its endorsement seed was changed.</returns>
    /// <exception cref="AgentException">The TPM makes no key of the template at all.</exception>
    public static async Task<EndorsementKey?> ReopenAsync(
        TpmConnection tpm, EkTemplate template, byte[] name, byte[] endorsementAuth, CancellationToken cancellation = default)
    {
        var maker = new EndorsementKeyMaker(tpm, endorsementAuth, []);
        MadeKey? made = await maker.TryMakeAsync(template, key => TpmName.Of(key).AsSpan().SequenceEqual(name), cancellation);
        if (made is null && maker.Refusal is { } refusal)
            throw AgentException.Failed(refusal);
        return made is null ? null : new EndorsementKey(tpm, endorsementAuth, made);
    }

    /// <summary>
    /// A certificate belongs to a key whose modulus or point stands in it. That finds the right template for certificates of any age and encoding
    /// (RSAES-OAEP keys, lax DER); it decides nothing else, the verifier reads the certificate.
    /// </summary>
    internal static bool BelongsTo(TpmtPublic key, byte[]? certificate)
    {
        if (certificate is null)
            return true;
        byte[] number = key.Parameters switch
        {
            TpmsRsaParms rsa => rsa.Modulus,
            TpmsEccParms ecc => [.. Padded(ecc.Point.X, ecc.Curve), .. Padded(ecc.Point.Y, ecc.Curve)],
            _ => [],
        };
        return number.Length > 0 && certificate.AsSpan().IndexOf(number) >= 0;
    }

    private static byte[] Padded(byte[] coordinate, TpmEccCurve curve) => [.. new byte[Math.Max(0, curve.FieldSize() - coordinate.Length)], .. coordinate];

    private static IEnumerable<StoredEndorsement> Candidates(EndorsementCertificates stored, string? id, IReadOnlyList<byte[]> file)
    {
        IEnumerable<EkTemplate> wanted = id is null ? Preference : [Named(id)];
        if (file.Count > 0)
            return wanted.Select(template => new StoredEndorsement(AsStored(stored, template), file[0]));
        StoredEndorsement[] certified = [.. wanted.SelectMany(t => stored.Keys.Where(k => k.Template.Id == t.Id && k.Certificate is not null))];
        return certified.Length > 0 ? certified : wanted.Select(template => new StoredEndorsement(AsStored(stored, template), null));
    }

    private static EkTemplate Named(string id) => Preference.FirstOrDefault(t => t.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? throw AgentException.Usage($"'{id}' is no template of an endorsement key. Known are {string.Join(", ", Preference.Select(t => t.Id))}.");

    private static EkTemplate AsStored(EndorsementCertificates stored, EkTemplate template) =>
        stored.Keys.FirstOrDefault(k => k.Template.Id == template.Id)?.Template ?? template;

    private static IReadOnlyList<byte[]> Chain(StoredEndorsement candidate, EndorsementCertificates stored, IReadOnlyList<byte[]> file)
    {
        if (file.Count > 0)
            return file;
        return candidate.Certificate is { } leaf ? [leaf, .. stored.Intermediates] : [];
    }
}
