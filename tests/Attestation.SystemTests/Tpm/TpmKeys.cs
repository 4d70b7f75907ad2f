using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>Keys that several tests need, made with the library's commands.</summary>
internal static class TpmKeys
{
    public static async Task<(TpmHandle Handle, TpmtPublic Public)> PrimaryAsync(
        TpmConnection tpm, TpmHandle hierarchy, TpmtPublic template, byte[]? authValue = null)
    {
        CreatePrimaryResponse made = await tpm.SendAsync(
            new CreatePrimary(hierarchy, new TpmsSensitiveCreate(authValue ?? [], []), template, [], TpmlPcrSelection.Empty));
        Assert.Equal(TpmName.Of(made.OutPublic), made.Name);
        return (new TpmHandle(made.ObjectHandle, made.Name), made.OutPublic);
    }

    /// <summary>A child of a storage key or endorsement key; policy sessions are started as the parent needs.</summary>
    public static async Task<(TpmHandle Handle, TpmtPublic Public)> ChildAsync(
        TpmConnection tpm, (TpmHandle Handle, TpmtPublic Public) parent, TpmtPublic template, byte[]? authValue = null, byte[]? data = null)
    {
        var create = new Create(parent.Handle, new TpmsSensitiveCreate(authValue ?? [], data ?? []), template, [], TpmlPcrSelection.Empty);
        CreateResponse made = await AsParentAsync(tpm, parent.Public, use => tpm.SendAsync(create, [use]));
        LoadResponse loaded = await AsParentAsync(tpm, parent.Public, use => tpm.SendAsync(new Load(parent.Handle, made.OutPrivate, made.OutPublic), [use]));
        Assert.Equal(TpmName.Of(made.OutPublic), loaded.Name);
        return (new TpmHandle(loaded.ObjectHandle, loaded.Name), made.OutPublic);
    }

    /// <summary>Authorizes one use of a parent: by policy where its attributes demand it, else by an empty password.</summary>
    public static async Task<T> AsParentAsync<T>(TpmConnection tpm, TpmtPublic parent, Func<Authorization, Task<T>> use)
    {
        if (parent.Attributes.HasFlag(TpmaObject.UserWithAuth))
            return await use(Authorization.Empty);
        KeyedSession session = await tpm.StartEndorsementPolicyAsync([]);
        session.Attributes = TpmaSession.None;
        return await use(session);
    }

    public static TpmtPublic Ak(string kind) => kind switch
    {
        "rsassa" => KeyTemplates.AttestationRsa(TpmAlgId.RsaSsa, TpmAlgId.Sha256),
        "rsapss" => KeyTemplates.AttestationRsa(TpmAlgId.RsaPss, TpmAlgId.Sha256),
        "p256" => KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP256, TpmAlgId.Sha256),
        "p384" => KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP384, TpmAlgId.Sha384),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
