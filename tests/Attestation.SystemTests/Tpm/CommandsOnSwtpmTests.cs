using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>Every command of the library against a software TPM.</summary>
public sealed class CommandsOnSwtpmTests : IAsyncLifetime
{
    private Swtpm swtpm = null!;
    private TpmConnection tpm = null!;

    public async Task InitializeAsync()
    {
        swtpm = await Swtpm.StartAsync();
        tpm = await swtpm.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await tpm.DisposeAsync();
        await swtpm.DisposeAsync();
    }

    [Fact]
    public async Task CapabilitiesOfEveryKindAreRead()
    {
        foreach (TpmCap capability in (TpmCap[])[TpmCap.Algs, TpmCap.Commands, TpmCap.PpCommands, TpmCap.AuditCommands, TpmCap.Pcrs,
            TpmCap.TpmProperties, TpmCap.PcrProperties, TpmCap.EccCurves, TpmCap.AuthPolicies])
        {
            uint first = capability == TpmCap.AuthPolicies ? TpmRh.Owner : capability == TpmCap.TpmProperties ? 0x100u : 0;
            Assert.NotEmpty(await tpm.ReadCapabilityAsync(capability, first));
        }
        Assert.Equal(0x49424D00u, await tpm.ReadPropertyAsync(TpmPt.Manufacturer)); // "IBM"
        Assert.Null(await tpm.ReadPropertyAsync((TpmPt)0x1FF));
        var startup = (TpmaStartupClear)(await tpm.ReadPropertyAsync(TpmPt.StartupClear))!.Value;
        Assert.True(startup.HasFlag(TpmaStartupClear.PhEnable | TpmaStartupClear.ShEnable | TpmaStartupClear.EhEnable));
        Assert.False(((TpmaPermanent)(await tpm.ReadPropertyAsync(TpmPt.Permanent))!.Value).HasFlag(TpmaPermanent.InLockout));
        var commands = (CapabilityNumbers)(await tpm.ReadCapabilityAsync(TpmCap.Commands))[0];
        TpmaCc quote = (TpmaCc)commands.Numbers.Single(c => (c & (uint)TpmaCc.CommandIndex) == (uint)TpmCc.Quote);
        Assert.False(quote.HasFlag(TpmaCc.Nv) || quote.HasFlag(TpmaCc.ResponseHandle));
        var pcrs = (CapabilityPcrs)(await tpm.ReadCapabilityAsync(TpmCap.Pcrs))[0];
        Assert.Contains(pcrs.Assigned.Selections, s => s.Hash == TpmAlgId.Sha256 && s.Indices.Count() == 24);
        Assert.Empty(((CapabilityNumbers)(await tpm.ReadCapabilityAsync(TpmCap.Handles, TpmRh.TransientFirst))[0]).Numbers);
    }

    [Fact]
    public async Task RandomHashClockAndParameterTests()
    {
        Assert.Equal(16, (await tpm.SendAsync(new GetRandom(16))).RandomBytes.Length);
        HashResponse hash = await tpm.SendAsync(new Hash([1, 2, 3], TpmAlgId.Sha256, TpmRh.Owner));
        Assert.Equal(SHA256.HashData([1, 2, 3]), hash.OutHash);
        Assert.True((await tpm.SendAsync(new ReadClock())).CurrentTime.ClockInfo.Safe);
        await tpm.SendAsync(new TestParms(new TpmtPublicParms(KeyTemplates.StorageRootP256.Parameters)));
        TpmException refused = await Assert.ThrowsAsync<TpmException>(
            () => tpm.SendAsync(new TestParms(new TpmtPublicParms(EkTemplates.H7.Public.Parameters))));
        Assert.Contains("TPM2_TestParms", refused.Message);
        Assert.Contains("parameter 1 (parameters)", refused.Message);
    }

    [Theory]
    [InlineData("L-1")]
    [InlineData("L-2")]
    [InlineData("H-1")]
    [InlineData("H-2")]
    [InlineData("H-3")]
    [InlineData("H-4")]
    [InlineData("H-6")]
    public async Task AnEndorsementKeyIsCreatedFromItsTemplate(string id)
    {
        EkTemplate template = EkTemplates.All.Single(t => t.Id == id);
        (TpmHandle handle, TpmtPublic area) = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, template.Public);
        ReadPublicResponse read = await tpm.SendAsync(new ReadPublic(handle));
        Assert.Equal(WireValue.Encode(area), WireValue.Encode(read.OutPublic));
        Assert.Equal(TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), area), read.QualifiedName);
        Assert.Equal(WireValue.Encode(area), WireValue.Encode(PublicKeys.WithKey(template.Public, PublicKeys.ToSubjectPublicKeyInfo(area))!));
    }

    [Theory]
    [InlineData("rsassa", "L-1")]
    [InlineData("rsapss", "L-1")]
    [InlineData("p256", "L-2")]
    [InlineData("p384", "H-3")]
    public async Task AQuoteByEveryKindOfKeyVerifies(string kind, string ek)
    {
        var parent = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, EkTemplates.All.Single(t => t.Id == ek).Public);
        (TpmHandle handle, TpmtPublic area) = await TpmKeys.ChildAsync(tpm, parent, TpmKeys.Ak(kind));
        TpmlPcrSelection asked = TpmlPcrSelection.Of(TpmAlgId.Sha256, 0, 1, 7, 8, 9, 10, 14, 16, 23);
        QuoteResponse response = await tpm.SendAsync(new Quote(handle, [1, 2, 3], TpmtScheme.Null, asked));
        var quote = new UnverifiedQuote(response.Quoted, WireValue.Encode(response.Signature));
        Assert.True(quote.TryVerify(AttestationKey.Of(area), out AuthenticQuote? authentic, out QuoteRefusal? refusal), refusal?.Sentence);
        byte[] signer = TpmName.Qualified(TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), parent.Public), area);
        Assert.Empty(authentic.Check(new QuoteExpectation([1, 2, 3], asked, await tpm.ReadPcrsAsync(asked), signer)));
    }

    [Fact]
    public async Task PcrsAreExtendedAndRead()
    {
        byte[] digest = SHA256.HashData("measured"u8);
        await tpm.SendAsync(new PcrExtend(TpmHandle.Pcr(16), new TpmlDigestValues([new TpmtHa(TpmAlgId.Sha256, digest)])));
        PcrEventResponse measured = await tpm.SendAsync(new PcrEvent(TpmHandle.Pcr(16), "measured"u8.ToArray()));
        Assert.Contains(measured.Digests.Digests, d => d.HashAlg == TpmAlgId.Sha256 && d.Digest.AsSpan().SequenceEqual(digest));
        PcrValues values = await tpm.ReadPcrsAsync(TpmlPcrSelection.Of(TpmAlgId.Sha256, Enumerable.Range(0, 24)));
        Assert.Equal(24, values.Count);
        Assert.True(values.TryGet(TpmAlgId.Sha256, 16, out byte[]? found));
        byte[] once = SHA256.HashData([.. new byte[32], .. digest]);
        Assert.Equal(SHA256.HashData([.. once, .. digest]), found);
    }

    [Fact]
    public async Task AnNvIndexIsDefinedWrittenReadAndRemoved()
    {
        var area = new TpmsNvPublic(0x01500010, TpmAlgId.Sha256, TpmaNv.OwnerWrite | TpmaNv.OwnerRead | TpmaNv.AuthRead, [], 3000 - 1000);
        await tpm.SendAsync(new NvDefineSpace(TpmHandle.Owner, [7], area));
        NvReadPublicResponse defined = await tpm.SendAsync(new NvReadPublic(new TpmHandle(area.NvIndex)));
        Assert.Equal(TpmName.Of(area), defined.NvName);
        byte[] content = RandomNumberGenerator.GetBytes(area.DataSize);
        for (int at = 0; at < content.Length; at += 500)
            await tpm.SendAsync(new NvWrite(TpmHandle.Owner, new TpmHandle(area.NvIndex), content[at..(at + 500)], (ushort)at));
        NvReadPublicResponse written = await tpm.SendAsync(new NvReadPublic(new TpmHandle(area.NvIndex)));
        Assert.Equal(TpmName.Of(area with { Attributes = area.Attributes | TpmaNv.Written }), written.NvName);
        Assert.Equal(content, await tpm.ReadNvAsync(area.NvIndex, asOwner: true, Authorization.Empty));
        Assert.Equal(content, await tpm.ReadNvAsync(area.NvIndex, asOwner: false, Authorization.Password([7])));
        await tpm.SendAsync(new NvUndefineSpace(TpmHandle.Owner, new TpmHandle(area.NvIndex, written.NvName)));
        TpmException gone = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new NvReadPublic(new TpmHandle(area.NvIndex))));
        Assert.Contains("TPM2_NV_ReadPublic answered TPM_RC_HANDLE (0x18B): handle 1 (nvIndex)", gone.Message);
    }

    [Fact]
    public async Task AKeyIsCertifiedAndItsCreationToo()
    {
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
        (TpmHandle ak, TpmtPublic akPublic) = await TpmKeys.ChildAsync(tpm, root, TpmKeys.Ak("p256"));
        CreatePrimaryResponse made = await tpm.SendAsync(
            new CreatePrimary(TpmHandle.Owner, TpmsSensitiveCreate.Empty, TpmKeys.Ak("p256"), [9], TpmlPcrSelection.Of(TpmAlgId.Sha256, 7)));
        var key = new TpmHandle(made.ObjectHandle, made.Name);
        Assert.Equal([9], made.CreationData.OutsideInfo);

        CertifyResponse certified = await tpm.SendAsync(new Certify(key, ak, [5], TpmtScheme.Null));
        Assert.Equal(made.Name, Attested<TpmsCertifyInfo>(certified.CertifyInfo, certified.Signature, akPublic, [5]).Name);

        CertifyCreationResponse created = await tpm.SendAsync(new CertifyCreation(ak, key, [6], made.CreationHash, TpmtScheme.Null, made.CreationTicket));
        TpmsCreationInfo info = Attested<TpmsCreationInfo>(created.CertifyInfo, created.Signature, akPublic, [6]);
        Assert.Equal(made.Name, info.ObjectName);
        Assert.Equal(SHA256.HashData(WireValue.Encode(made.CreationData)), info.CreationHash);

        GetTimeResponse time = await tpm.SendAsync(new GetTime(TpmHandle.Endorsement, ak, [8], TpmtScheme.Null));
        Assert.True(Attested<TpmsTimeAttestInfo>(time.TimeInfo, time.Signature, akPublic, [8]).Time.ClockInfo.Clock > 0);
    }

    [Fact]
    public async Task AContextIsSavedLoadedAndPersisted()
    {
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
        TpmsContext context = (await tpm.SendAsync(new ContextSave(root.Handle))).Context;
        await tpm.FlushAsync(root.Handle.Value);
        await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new ReadPublic(root.Handle)));
        uint loaded = (await tpm.SendAsync(new ContextLoad(context))).LoadedHandle;
        await tpm.SendAsync(new EvictControl(TpmHandle.Owner, new TpmHandle(loaded, root.Handle.Name), 0x81000001));
        Assert.Equal(root.Handle.Name, (await tpm.SendAsync(new ReadPublic(new TpmHandle(0x81000001)))).Name);
        await tpm.SendAsync(new EvictControl(TpmHandle.Owner, new TpmHandle(0x81000001, root.Handle.Name), 0x81000001));
        await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new ReadPublic(new TpmHandle(0x81000001))));
    }

    [Fact]
    public async Task AnExternalPublicKeyIsLoaded()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TpmuPublicParms parameters = PublicKeys.FromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo())!;
        var area = new TpmtPublic(TpmAlgId.Sha256, TpmaObject.SignEncrypt | TpmaObject.UserWithAuth, [], parameters);
        LoadExternalResponse loaded = await tpm.SendAsync(new LoadExternal([], area, TpmRh.Null));
        Assert.Equal(TpmName.Of(area), loaded.Name);
    }

    [Fact]
    public async Task AnObjectFromOutsideIsImported()
    {
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
        byte[] secret = RandomNumberGenerator.GetBytes(32), seedOfObject = RandomNumberGenerator.GetBytes(32);
        var area = new TpmtPublic(TpmAlgId.Sha256, TpmaObject.UserWithAuth, [],
            new TpmsKeyedHashParms(TpmtScheme.Null, SHA256.HashData([.. seedOfObject, .. secret])));
        Assert.True(SecretSharing.TryShare(root.Public, SecretSharing.Duplicate, RandomNumberGenerator.Fill, out SharedSecret? seed));
        var sensitive = new TpmtSensitive(TpmAlgId.KeyedHash, [], seedOfObject, secret);
        byte[] duplicate = WireValue.Encode(Credential.Protect(root.Public.NameAlg, 128, seed!.Secret, TpmName.Of(area), WireValue.Encode(sensitive)));
        ImportResponse imported = await tpm.SendAsync(new Import(root.Handle, [], area, duplicate, seed.Encrypted, TpmtSymDef.Null));
        LoadResponse loaded = await tpm.SendAsync(new Load(root.Handle, imported.OutPrivate, area));
        Assert.Equal(secret, (await tpm.SendAsync(new Unseal(new TpmHandle(loaded.ObjectHandle, loaded.Name)))).OutData);
    }

    [Fact]
    public async Task AnHmacKeyWorksOnlyWhileItsPcrStands()
    {
        TpmlPcrSelection latch = TpmlPcrSelection.Of(TpmAlgId.Sha256, 16);
        byte[] standing = (await tpm.ReadPcrsAsync(latch)).Digest(TpmAlgId.Sha256, latch)!;
        byte[] policy = PolicyDigest.Start(TpmAlgId.Sha256).CommandCode(TpmCc.Hmac).Pcr(latch, standing).Value;
        var key = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.HmacKey(TpmAlgId.Sha256, policy));

        Task<HmacResponse> Use(KeyedSession s) => tpm.SendAsync(new Hmac(key.Handle, "uds"u8.ToArray(), TpmAlgId.Null), [s]);
        KeyedSession session = await Satisfied();
        Assert.Equal(policy, (await tpm.SendAsync(new PolicyGetDigest(session.Handle))).PolicyDigest);
        byte[] first = (await Use(session)).OutHmac;
        await tpm.SendAsync(new PolicyRestart(session.Handle));
        await tpm.EndAsync(session);
        Assert.Equal(first, (await Use(await Satisfied())).OutHmac);

        await tpm.SendAsync(new PcrEvent(TpmHandle.Pcr(16), "latched"u8.ToArray()));
        KeyedSession late = await tpm.StartSessionAsync(new SessionOptions { Kind = TpmSe.Policy });
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new PolicyPcr(late.Handle, standing, latch)));
        Assert.Contains("parameter 1 (pcrDigest)", refused.Message);

        async Task<KeyedSession> Satisfied()
        {
            KeyedSession s = await tpm.StartSessionAsync(new SessionOptions { Kind = TpmSe.Policy });
            await tpm.SendAsync(new PolicyCommandCode(s.Handle, TpmCc.Hmac));
            await tpm.SendAsync(new PolicyPcr(s.Handle, standing, latch));
            return s;
        }
    }

    [Fact]
    public async Task AlternativesAndAuthValuesInPolicies()
    {
        byte[] either = PolicyDigest.Start(TpmAlgId.Sha256).AuthValue().Value;
        byte[] other = PolicyDigest.Start(TpmAlgId.Sha256).CommandCode(TpmCc.Certify).Value;
        byte[] policy = PolicyDigest.Start(TpmAlgId.Sha256).Or(either, other).Value;
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
        var sealedData = await TpmKeys.ChildAsync(tpm, root, KeyTemplates.SealedData(TpmAlgId.Sha256, policy), [4, 2], [1, 2, 3]);
        KeyedSession session = await tpm.StartSessionAsync(new SessionOptions { Kind = TpmSe.Policy });
        await tpm.SendAsync(new PolicyAuthValue(session.Handle));
        session.IncludesAuthValue = true;
        await tpm.SendAsync(new PolicyOr(session.Handle, new TpmlDigest([either, other])));
        session.Attributes |= TpmaSession.Encrypt;
        UnsealResponse unsealed = await tpm.SendAsync(new Unseal(sealedData.Handle), [new Authorization(session, [4, 2])]);
        Assert.Equal([1, 2, 3], unsealed.OutData);
    }

    [Fact]
    public async Task HierarchiesAreProtectedAndCleared()
    {
        await tpm.SendAsync(new HierarchyChangeAuth(TpmHandle.Owner, [1]));
        TpmException refused = await Assert.ThrowsAsync<TpmException>(
            () => tpm.SendAsync(new CreatePrimary(TpmHandle.Owner, TpmsSensitiveCreate.Empty, KeyTemplates.StorageRootP256, [], TpmlPcrSelection.Empty)));
        Assert.Contains("TPM_RC_BAD_AUTH", refused.Message);
        Assert.Contains("session 1", refused.Message);
        await tpm.SendAsync(new Clear(TpmHandle.Lockout));
        Assert.Equal(0u, (await tpm.SendAsync(new ReadClock())).CurrentTime.ClockInfo.ResetCount);
        await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
    }

    private static T Attested<T>(byte[] attest, TpmtSignature signature, TpmtPublic key, byte[] nonce)
        where T : TpmuAttest
    {
        using ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(PublicKeys.ToSubjectPublicKeyInfo(key), out _);
        var ecc = Assert.IsType<EccSignature>(signature);
        byte[] pair = [.. new byte[32 - ecc.R.Length], .. ecc.R, .. new byte[32 - ecc.S.Length], .. ecc.S];
        Assert.True(ecdsa.VerifyData(attest, pair, HashAlgorithmName.SHA256));
        Assert.True(WireValue.TryParse(attest, out TpmsAttest? content, out WireError error), error.Sentence);
        Assert.Equal(nonce, content.ExtraData);
        return Assert.IsType<T>(content.Attested);
    }
}
