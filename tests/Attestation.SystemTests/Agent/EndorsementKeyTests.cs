using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Keys;
using Attestation.SystemTests.Tpm;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Agent;

/// <summary>Which endorsement key the agent enrols with.</summary>
public sealed class EndorsementKeyTests
{
    [Theory]
    [InlineData("chosen: P-384 before RSA", null, "H-3")]
    [InlineData("named: low-range RSA", "L-1", "L-1")]
    [InlineData("named in lower case", "h-3", "H-3")]
    public async Task TheKeyBelongsToTheManufacturersCertificate(string what, string? named, string expected)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync(certified: true);
        await using TpmConnection tpm = await machine.OpenAsync();
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions { Template = named });
        Assert.True(key.Template.Id == expected, $"{what}: {key.Template.Id}");
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Assert.Single(key.Certificates));
        Assert.Equal(certificate.PublicKey.ExportSubjectPublicKeyInfo(), PublicKeys.ToSubjectPublicKeyInfo(key.Public));
    }

    [Fact]
    public async Task APersistentKeyIsUsedWhereItIs()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync(certified: true);
        machine.Tpm.Tool("tpm2_readpublic", "-c", "0x81010001", "-f", "tss", "-o", "ek.pub"); // swtpm_setup put it there
        await using TpmConnection tpm = await machine.OpenAsync();
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions { Template = "L-1" });
        Assert.Equal(0x81010001u, key.Handle.Value);
        Assert.Equal(File.ReadAllBytes(Path.Combine(machine.Tpm.Work, "ek.pub")), WireValue.EncodeSized(key.Public));
    }

    /// <summary>A chain in NV as some manufacturers leave it: P-256, intermediates one behind the other over two indices, padded.</summary>
    [Fact]
    public async Task P256ComesFirstAndIntermediatesComeWithIt()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync(certified: true);
        await using TpmConnection tpm = await machine.OpenAsync();
        byte[] leaf = await CertifyP256Async(tpm);
        byte[] first = SelfSigned("CN=first"), second = SelfSigned("CN=second");
        byte[] both = [.. first, .. second];
        await StoreAsync(tpm, 0x01C0000A, [.. leaf, .. Enumerable.Repeat((byte)0xFF, 40)]);
        await StoreAsync(tpm, 0x01C00100, both[..(first.Length + 9)]);
        await StoreAsync(tpm, 0x01C00101, [.. both[(first.Length + 9)..], 0, 0, 0]);
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        Assert.Equal("L-2", key.Template.Id);
        Assert.Equal([leaf, first, second], key.Certificates);
        Assert.Empty(key.Notes);
    }

    [Fact]
    public async Task ACertificateOfAnotherKeyIsPassedOverAndSaid()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync(certified: true);
        await using TpmConnection tpm = await machine.OpenAsync();
        await StoreAsync(tpm, 0x01C0000A, SelfSigned("CN=not of this TPM"));
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        Assert.Equal("H-3", key.Template.Id);
        Assert.Contains("The certificate for L-2", Assert.Single(key.Notes));
    }

    [Theory]
    [InlineData("PEM", true)]
    [InlineData("DER", false)]
    public async Task WithoutCertificatesInNvAFileServes(string form, bool isPem)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        byte[] leaf = await CertifyP256Async(tpm), issuer = SelfSigned("CN=issuer");
        string path = machine["chain"];
        if (isPem)
            File.WriteAllText(path, PemEncoding.WriteString("CERTIFICATE", leaf) + "\n" + PemEncoding.WriteString("CERTIFICATE", issuer) + "\n");
        else
            File.WriteAllBytes(path, [.. leaf, .. issuer]);
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions { CertificateFile = path });
        Assert.True(key.Template.Id == "L-2", form);
        Assert.Equal([leaf, issuer], key.Certificates);
    }

    [Fact]
    public async Task WithoutAnyCertificateTheKeyIsThereAllTheSame()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        Assert.Equal("L-2", key.Template.Id);
        Assert.Empty(key.Certificates);
    }

    /// <summary>EK Credential Profile clause 2.2.1.4: nonce and template in NV decide which key is derived.</summary>
    [Theory]
    [InlineData("as the profile has it", false)]
    [InlineData("in its sized form", true)]
    public async Task ATemplateAndANonceInNvMakeAnotherKey(string what, bool sized)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        byte[] nonce = SHA256.HashData("nonce"u8)[..20];
        byte[] filled = [.. nonce, .. new byte[12]];
        var ecc = (TpmsEccParms)EkTemplates.L2.Public.Parameters;
        TpmtPublic expected = EkTemplates.L2.Public with
        {
            Attributes = EkTemplates.L2.Public.Attributes | TpmaObject.NoDa,
            Parameters = ecc with { Point = new TpmsEccPoint(filled, new byte[32]) },
        };
        byte[] certificate = await CertifyAsync(tpm, expected);
        await StoreAsync(tpm, 0x01C0000A, certificate);
        await StoreAsync(tpm, 0x01C0000B, nonce);
        TpmtPublic template = EkTemplates.L2.Public with { Attributes = expected.Attributes };
        await StoreAsync(tpm, 0x01C0000C, sized ? WireValue.EncodeSized(template) : WireValue.Encode(template));
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        Assert.Equal([certificate], key.Certificates);
        Assert.True(key.Public.Attributes.HasFlag(TpmaObject.NoDa), what);
    }

    [Fact]
    public async Task ATemplateThatCannotBeReadIsSaidAndTheProfilesServes()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        byte[] certificate = await CertifyP256Async(tpm);
        await StoreAsync(tpm, 0x01C0000A, certificate);
        await StoreAsync(tpm, 0x01C0000C, [1, 2, 3]);
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        Assert.Equal([certificate], key.Certificates);
        Assert.Contains("The template in NV index 0x01C0000C cannot be read", Assert.Single(key.Notes));
    }

    [Fact]
    public async Task WhatCannotBeUsedIsSaid()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        AgentException unknown = await Assert.ThrowsAsync<AgentException>(() => EndorsementKeys.OpenAsync(tpm, new EndorsementOptions { Template = "L-9" }));
        Assert.Equal(2, unknown.ExitCode);
        File.WriteAllBytes(machine["stranger"], SelfSigned("CN=stranger"));
        AgentException stranger = await Assert.ThrowsAsync<AgentException>(
            () => EndorsementKeys.OpenAsync(tpm, new EndorsementOptions { Template = "L-2", CertificateFile = machine["stranger"] }));
        Assert.Contains("is not of the key that this TPM makes", stranger.Message);
    }

    private static Task<byte[]> CertifyP256Async(TpmConnection tpm) => CertifyAsync(tpm, EkTemplates.L2.Public);

    private static async Task<byte[]> CertifyAsync(TpmConnection tpm, TpmtPublic template)
    {
        (TpmHandle handle, TpmtPublic area) = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, template);
        await tpm.FlushAsync(handle.Value);
        using ECDsa issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman key = ECDiffieHellman.Create();
        key.ImportSubjectPublicKeyInfo(PublicKeys.ToSubjectPublicKeyInfo(area), out _);
        var request = new CertificateRequest(new X500DistinguishedName("CN=node"), new PublicKey(key), HashAlgorithmName.SHA256);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = request.Create(
            new X500DistinguishedName("CN=maker"), X509SignatureGenerator.CreateForECDsa(issuer), now, now.AddYears(20), [1]);
        return certificate.RawData;
    }

    private static byte[] SelfSigned(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddYears(20));
        return certificate.RawData;
    }

    private static async Task StoreAsync(TpmConnection tpm, uint index, byte[] content)
    {
        const TpmaNv attributes = TpmaNv.PpWrite | TpmaNv.PpRead | TpmaNv.OwnerRead | TpmaNv.AuthRead | TpmaNv.NoDa | TpmaNv.PlatformCreate;
        await tpm.SendAsync(new NvDefineSpace(TpmHandle.Platform, [], new TpmsNvPublic(index, TpmAlgId.Sha256, attributes, [], (ushort)content.Length)));
        for (int at = 0; at < content.Length; at += 500)
            await tpm.SendAsync(new NvWrite(TpmHandle.Platform, new TpmHandle(index), content[at..Math.Min(at + 500, content.Length)], (ushort)at));
    }
}
