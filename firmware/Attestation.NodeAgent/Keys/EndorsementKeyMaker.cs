using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>An endorsement key in the TPM.</summary>
/// <param name="Template">The template, with the public area that makes this very key.</param>
/// <param name="Public">The key.</param>
/// <param name="Handle">Persistent or transient.</param>
/// <param name="IsTransient">Whether somebody has to flush it.</param>
internal sealed record MadeKey(EkTemplate Template, TpmtPublic Public, uint Handle, bool IsTransient);

/// <summary>Brings the key of one template into the TPM: a persistent one where it is the one wanted, else created.</summary>
/// <param name="tpm">The TPM.</param>
/// <param name="endorsementAuth">authValue of the endorsement hierarchy.</param>
/// <param name="notes">Receives why a template could not serve.</param>
internal sealed class EndorsementKeyMaker(TpmConnection tpm, byte[] endorsementAuth, List<string> notes)
{
    /// <summary>Where platforms and operating systems keep persistent endorsement keys (TCG Registry of Reserved TPM 2.0 Handles).</summary>
    private const uint PersistentFirst = 0x81010000, PersistentLast = 0x8101FFFF;

    private IReadOnlyList<(uint Handle, ReadPublicResponse Key)>? persistent;

    /// <summary>Why the TPM made no key at all of the last template; null where it made one.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The key, or null where the TPM makes none of this template, or none that is wanted.</summary>
    public async Task<MadeKey?> TryMakeAsync(EkTemplate template, Func<TpmtPublic, bool> isWanted, CancellationToken cancellation)
    {
        Refusal = null;
        persistent ??= await ReadPersistentAsync(cancellation);
        foreach ((uint handle, ReadPublicResponse key) in persistent)
        {
            if (IsPrimaryOf(key, template.Public) && isWanted(key.OutPublic))
                return new MadeKey(template, key.OutPublic, handle, false);
        }
        foreach (EkTemplate variant in Variants(template))
        {
            if (await TryCreateAsync(variant, cancellation) is not { } made)
                return null;
            if (isWanted(made.OutPublic))
                return new MadeKey(variant, made.OutPublic, made.ObjectHandle, true);
            await tpm.FlushAsync(made.ObjectHandle, cancellation);
        }
        notes.Add($"The certificate for {template.Id} is not of the key that this TPM makes from the template.");
        return null;
    }

    /// <summary>In the high range tools and firmware disagree about the unique field of RSA-2048 and P-256 templates; the certificate says who is right.</summary>
    private static IEnumerable<EkTemplate> Variants(EkTemplate template)
    {
        yield return template;
        if (template.Id is "H-1" or "H-2")
            yield return template with { Public = EkTemplates.WithUnique(template.Public, zeroFilled: true) };
    }

    private static bool IsPrimaryOf(ReadPublicResponse key, TpmtPublic template) =>
        KeyShape.IsSame(key.OutPublic, template)
        && key.QualifiedName.AsSpan().SequenceEqual(TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), key.OutPublic));

    private async Task<CreatePrimaryResponse?> TryCreateAsync(EkTemplate template, CancellationToken cancellation)
    {
        try
        {
            var create = new CreatePrimary(TpmHandle.Endorsement, TpmsSensitiveCreate.Empty, template.Public, [], TpmlPcrSelection.Empty);
            return await tpm.SendAsync(create, [Authorization.Password(endorsementAuth)], cancellation);
        }
        catch (TpmException e) when (e.Code.Parameter is not null)
        {
            Refusal = $"The TPM makes no key of template {template.Id}: {e.Message}.";
            notes.Add(Refusal);
            return null;
        }
    }

    private async Task<IReadOnlyList<(uint, ReadPublicResponse)>> ReadPersistentAsync(CancellationToken cancellation)
    {
        var found = new List<(uint, ReadPublicResponse)>();
        foreach (uint handle in await PersistentHandles.InRangeAsync(tpm, PersistentFirst, PersistentLast, cancellation))
        {
            if (await PersistentHandles.TryReadAsync(tpm, handle, cancellation) is { } key)
                found.Add((handle, key));
        }
        return found;
    }
}
