using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>Password, HMAC and policy sessions; salted, bound, encrypting; and what happens when somebody stands on the wire.</summary>
public sealed class SessionsOnSwtpmTests : IAsyncLifetime
{
    private static readonly byte[] Secret = SHA256.HashData("what nobody on the wire shall see"u8);
    private static readonly byte[] AuthValue = SHA256.HashData("authValue"u8)[..20];

    private Swtpm swtpm = null!;
    private SpyTransport wire = null!;
    private TpmConnection tpm = null!;
    private (TpmHandle Handle, TpmtPublic Public) root;

    public async Task InitializeAsync()
    {
        swtpm = await Swtpm.StartAsync();
        wire = new SpyTransport(await SocketTransport.ConnectAsync(swtpm.Data, CancellationToken.None));
        tpm = new TpmConnection(wire);
        root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
    }

    public async Task DisposeAsync()
    {
        await tpm.DisposeAsync();
        await swtpm.DisposeAsync();
    }

    public static TheoryData<string, TpmAlgId, ushort> Kinds => new()
    {
        { "unsalted", TpmAlgId.Sha256, 128 },
        { "salted by an ECC key", TpmAlgId.Sha256, 128 },
        { "salted by an RSA key", TpmAlgId.Sha256, 256 },
        { "salted by a P-384 key", TpmAlgId.Sha384, 256 },
        { "bound", TpmAlgId.Sha256, 128 },
        { "bound to another entity", TpmAlgId.Sha1, 128 },
        { "salted and bound", TpmAlgId.Sha512, 256 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ASessionAuthorizesAndEncryptsBothWays(string kind, TpmAlgId hash, ushort bits)
    {
        await tpm.FlushAsync(root.Handle.Value); // swtpm has three slots for objects
        var parent = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256, AuthValue);
        wire.Forget();
        var item = await SealedUnderAsync(parent, hash, bits, kind);
        KeyedSession session = await StartAsync(kind, hash, bits, item.Handle);
        session.Attributes |= TpmaSession.Encrypt;
        for (int use = 0; use < 3; use++)
            Assert.Equal(Secret, (await tpm.SendAsync(new Unseal(item.Handle), [new Authorization(session, AuthValue)])).OutData);
        Assert.False(wire.Saw(Secret), "the secret went over the wire");
        Assert.False(wire.Saw(AuthValue), "the authValue went over the wire");
        await tpm.EndAsync(session);
    }

    [Fact]
    public async Task AnExtraSessionEncryptsWhatAPasswordAuthorizes()
    {
        KeyedSession session = await StartAsync("salted by an ECC key", TpmAlgId.Sha256, 128, default);
        session.Attributes |= TpmaSession.Decrypt | TpmaSession.Encrypt;
        var create = new Create(root.Handle, new TpmsSensitiveCreate([], Secret), KeyTemplates.SealedData(TpmAlgId.Sha256, []), [], TpmlPcrSelection.Empty);
        CreateResponse made = await tpm.SendAsync(create, [Authorization.Empty, session]);
        LoadResponse loaded = await tpm.SendAsync(new Load(root.Handle, made.OutPrivate, made.OutPublic), [Authorization.Empty]);
        var item = new TpmHandle(loaded.ObjectHandle, loaded.Name);
        session.Attributes &= ~TpmaSession.Decrypt;
        Assert.Equal(Secret, (await tpm.SendAsync(new Unseal(item), [Authorization.Empty, session])).OutData);
        Assert.Equal(8, (await tpm.SendAsync(new GetRandom(8), [(Authorization)session])).RandomBytes.Length);
        Assert.False(wire.Saw(Secret));
    }

    [Fact]
    public async Task AnExtraSessionsNoncesGoIntoTheFirstSessionsHmac()
    {
        var item = await TpmKeys.ChildAsync(tpm, root, KeyTemplates.SealedData(TpmAlgId.Sha256, []), AuthValue, Secret);
        KeyedSession authorizing = await StartAsync("unsalted", TpmAlgId.Sha256, 128, default);
        KeyedSession encrypting = await StartAsync("salted by an ECC key", TpmAlgId.Sha256, 128, default);
        encrypting.Attributes |= TpmaSession.Encrypt;
        UnsealResponse unsealed = await tpm.SendAsync(new Unseal(item.Handle), [new Authorization(authorizing, AuthValue), encrypting]);
        Assert.Equal(Secret, unsealed.OutData);

        encrypting.Attributes &= ~TpmaSession.Encrypt;
        encrypting.Attributes |= TpmaSession.Decrypt;
        KeyedSession third = await StartAsync("salted by an RSA key", TpmAlgId.Sha256, 128, default);
        third.Attributes |= TpmaSession.Encrypt;
        var certain = new Create(root.Handle, TpmsSensitiveCreate.Empty, TpmKeys.Ak("p256"), [], TpmlPcrSelection.Empty);
        CreateResponse made = await tpm.SendAsync(certain, [authorizing, encrypting, third]);
        Assert.Equal(TpmAlgId.Ecc, made.OutPublic.Type);
    }

    [Fact]
    public async Task AWrongAuthValueIsToldInWords()
    {
        var item = await TpmKeys.ChildAsync(tpm, root, KeyTemplates.SealedData(TpmAlgId.Sha256, []), AuthValue, Secret);
        foreach (Authorization wrong in (Authorization[])[Authorization.Password([1]), new Authorization(await StartAsync("unsalted", TpmAlgId.Sha256, 128, default), [1])])
        {
            TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new Unseal(item.Handle), [wrong]));
            Assert.Equal("TPM2_Unseal answered TPM_RC_AUTH_FAIL (0x98E): session 1: the authorization failed and the failure was counted against dictionary attacks", refused.Message);
        }
    }

    [Fact]
    public async Task EveryChangedByteOfAnAuthorizedResponseIsNoticed()
    {
        var item = await TpmKeys.ChildAsync(tpm, root, KeyTemplates.SealedData(TpmAlgId.Sha256, []), AuthValue, Secret);
        KeyedSession session = await StartAsync("salted by an ECC key", TpmAlgId.Sha256, 128, default);
        session.Attributes |= TpmaSession.Encrypt;
        byte[] good = [];
        wire.OnResponse = response => good = response;
        await tpm.SendAsync(new Unseal(item.Handle), [new Authorization(session, AuthValue)]);
        for (int at = 0; at < good.Length; at++)
        {
            int changed = at;
            KeyedSession fresh = await StartAsync("salted by an ECC key", TpmAlgId.Sha256, 128, default);
            wire.OnResponse = response => [.. response[..changed], (byte)(response[changed] ^ 1), .. response[(changed + 1)..]];
            Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => tpm.SendAsync(new Unseal(item.Handle), [new Authorization(fresh, AuthValue)]));
            Assert.True(refused is TpmProtocolException or TpmException, $"byte {changed}: {refused}");
            wire.OnResponse = response => response;
            await tpm.EndAsync(fresh);
        }
    }

    [Fact]
    public async Task AnEndorsementKeyTakesItsPolicyAndNothingElse()
    {
        var ek = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, EkTemplates.L2.Public);
        var create = new Create(ek.Handle, TpmsSensitiveCreate.Empty, TpmKeys.Ak("p256"), [], TpmlPcrSelection.Empty);
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(create));
        Assert.Contains("TPM_RC_AUTH_UNAVAILABLE", refused.Message);
        KeyedSession session = await tpm.StartEndorsementPolicyAsync([]);
        Assert.Equal(EkTemplates.PolicyA(TpmAlgId.Sha256), (await tpm.SendAsync(new PolicyGetDigest(session.Handle))).PolicyDigest);
        CreateResponse made = await tpm.SendAsync(create, [session]);
        Assert.Equal(TpmAlgId.Ecc, made.OutPublic.Type);
        TpmException used = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(create, [session]));
        Assert.Contains("TPM_RC_POLICY_FAIL", used.Message);
        await tpm.EndAsync(session);
        await tpm.SendAsync(new HierarchyChangeAuth(TpmHandle.Endorsement, [3]));
        await Assert.ThrowsAsync<TpmException>(() => tpm.StartEndorsementPolicyAsync([]));
        await tpm.EndAsync(await tpm.StartEndorsementPolicyAsync([3]));
    }

    /// <summary>Seals <see cref="Secret"/> through a session of the same kind, so that the secret is encrypted on its way in as well.</summary>
    private async Task<(TpmHandle Handle, TpmtPublic Public)> SealedUnderAsync(
        (TpmHandle Handle, TpmtPublic Public) parent, TpmAlgId hash, ushort bits, string kind)
    {
        KeyedSession session = await StartAsync(kind, hash, bits, parent.Handle);
        session.Attributes |= TpmaSession.Decrypt;
        var create = new Create(parent.Handle, new TpmsSensitiveCreate(AuthValue, Secret), KeyTemplates.SealedData(TpmAlgId.Sha256, []), [], TpmlPcrSelection.Empty);
        CreateResponse made = await tpm.SendAsync(create, [new Authorization(session, AuthValue)]);
        session.Attributes = TpmaSession.None;
        LoadResponse loaded = await tpm.SendAsync(new Load(parent.Handle, made.OutPrivate, made.OutPublic), [new Authorization(session, AuthValue)]);
        return (new TpmHandle(loaded.ObjectHandle, loaded.Name), made.OutPublic);
    }

    private async Task<KeyedSession> StartAsync(string kind, TpmAlgId hash, ushort bits, TpmHandle entity)
    {
        var options = new SessionOptions { Hash = hash, Cipher = new TpmtSymDef(TpmAlgId.Aes, bits, TpmAlgId.Cfb) };
        if (kind.Contains("bound"))
            options = options with { Bind = kind.Contains("another") ? (TpmHandle.Owner, []) : (entity, AuthValue) };
        TpmtPublic? saltTemplate = kind switch
        {
            "salted by an RSA key" => EkTemplates.L1.Public,
            "salted by a P-384 key" => EkTemplates.H3.Public,
            _ when kind.Contains("salted") && kind != "unsalted" => EkTemplates.L2.Public,
            _ => null,
        };
        if (saltTemplate is null)
            return await tpm.StartSessionAsync(options);
        var saltKey = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, saltTemplate);
        KeyedSession session = await tpm.StartSessionAsync(options with { SaltKey = saltKey });
        await tpm.FlushAsync(saltKey.Handle.Value);
        return session;
    }
}
