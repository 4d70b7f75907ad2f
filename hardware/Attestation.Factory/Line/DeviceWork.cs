using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Lots;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Stations;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Factory.Line;

/// <summary>One device from blank to proven, or from wherever it was left. Each step is in the journal or on the device before the next begins, and
/// can be done again. docs/factory-line.md, "The steps".</summary>
internal sealed class DeviceWork(LineTools tools, IFactoryDevice device, DeviceGreeting greeting)
{
    private readonly string _id = greeting.DeviceId;

    /// <returns>What is to be signed about it.</returns>
    /// <exception cref="FactoryException">Any refusal.</exception>
    public async Task<DeviceRecord> RunAsync(CancellationToken cancellation)
    {
        RefuseStranger();
        if (greeting.State == DeviceState.Blank)
            await ProgramAsync(cancellation);
        CertifiedDevice made = greeting.State == DeviceState.Locked ? RequireMade() : await CertifyAsync(cancellation);
        VerificationKey key = KeyOf(made);
        if (greeting.State != DeviceState.Locked)
        {
            await WriteIdentityAsync(made, key, cancellation);
            tools.Progress.Step(LineStep.Locking);
            await device.LockAsync(cancellation);
        }
        await RestartAsync(cancellation);
        tools.Progress.Step(LineStep.ReadingLocks);
        LockReport locks = await device.ReadLocksAsync(cancellation);
        tools.Locks.Check(locks);
        DeviceRecord record = await AttestAsync(made, key, locks, cancellation);
        if (tools.Scheme == ProvisioningScheme.OnDemand)
            tools.Approved.Approve(key, tools.Lot.Lot.Vendor, tools.Lot.Lot.Model, NameInRegisters, resumed: true);
        return record;
    }

    private string NameInRegisters => $"{tools.Lot.Lot}/{_id}";

    private void RefuseStranger()
    {
        LotName lot = tools.Lot.Lot;
        if (greeting.Board != lot.Board)
            throw new FactoryException(LineReasons.DeviceBoard, $"It is a '{Printable(greeting.Board)}', the lot is of '{lot.Board}'.");
        if (!greeting.Algorithms.Contains(tools.Algorithm))
            throw new FactoryException(LineReasons.DeviceBoard, $"It does not offer {lot.Algorithm}.");
        bool ours = tools.Lot.Standing.Find(_id) is not null;
        if (greeting.State is < DeviceState.Blank or >= DeviceState.Decommissioned || (greeting.State != DeviceState.Blank && !ours))
            throw new FactoryException(LineReasons.DeviceState, $"It says that it is {greeting.State}.");
    }

    /// <summary>Scheme 1: the UDS is made here, and what its public key will be is in the journal before the device gets it. Schemes 2 and 3: the device
    /// mixes what it gets with entropy of its own. The station keeps neither.</summary>
    private async Task ProgramAsync(CancellationToken cancellation)
    {
        tools.Progress.Step(LineStep.WritingSecret);
        byte[] secret = tools.Entropy.Take(DiceSizes.Cdi);
        try
        {
            if (tools.Scheme == ProvisioningScheme.PreGeneration)
            {
                DeviceProbe expected = StationTest.Run(secret, tools.Algorithm, tools.Operations);
                tools.Lot.Begin(_id, SHA256.HashData(expected.UdsPublicKey));
                await device.WriteUdsAsync(secret, cancellation);
            }
            else
            {
                tools.Lot.Begin(_id);
                await device.WriteEntropyAsync(secret, cancellation);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
        await RestartAsync(cancellation);
    }

    private Task RestartAsync(CancellationToken cancellation)
    {
        tools.Progress.Step(LineStep.Restarting);
        return device.RestartAsync(cancellation);
    }

    /// <summary>Proofs of the secret, then the certificate: made once, and taken from the journal when it was made before.</summary>
    private async Task<CertifiedDevice> CertifyAsync(CancellationToken cancellation)
    {
        tools.Progress.Step(LineStep.Proving);
        DeviceProbe probe = await device.ProbeAsync(tools.Algorithm, cancellation);
        if (probe.Algorithm != tools.Algorithm)
            throw new FactoryException(LineReasons.DeviceAnswer, $"It ran its DICE with {probe.Algorithm}.");
        StationTest.RefuseUnprogrammed(probe, tools.Operations);
        byte[] keyHash = SHA256.HashData(probe.UdsPublicKey);
        OpenDevice open = tools.Lot.Standing.Find(_id)!;
        if (!(open.Made?.KeyHash ?? open.ExpectedKey ?? keyHash).Span.SequenceEqual(keyHash))
            throw new FactoryException(LineReasons.UdsNotTaken, $"Its UDS key is {Convert.ToHexStringLower(keyHash)[..16]}, not the one of before.");
        if (open.Made is { } before)
            return before;
        tools.Progress.Step(LineStep.Certifying);
        var order = new DeviceOrder(NameInRegisters, tools.Lot.Lot.Vendor, tools.Lot.Lot.Model, tools.Scheme, tools.Algorithm);
        ProvisionedDevice made = new DeviceCertifier(tools.Authority).Certify(order, probe, tools.Clock.GetUtcNow(), resumed: true);
        StationTest.RefuseBrokenChain(probe, made.UdsCertificate);
        var certified = new CertifiedDevice(keyHash, made.UdsCertificate, made.Endorsement);
        tools.Lot.Certify(_id, certified);
        return certified;
    }

    private CertifiedDevice RequireMade() => tools.Lot.Standing.Find(_id)?.Made
        ?? throw new FactoryException(LineReasons.DeviceState, "It is locked, and this lot did not certify it.");

    private Task WriteIdentityAsync(CertifiedDevice made, VerificationKey key, CancellationToken cancellation)
    {
        tools.Progress.Step(LineStep.WritingIdentity);
        ReadOnlyMemory<byte>? certificate = tools.Scheme == ProvisioningScheme.OnDemand ? (ReadOnlyMemory<byte>?)null : made.Certificate; // the cast: null is an empty memory else
        return device.WriteIdentityAsync(new DeviceIdentityData(tools.Lot.Lot.Vendor, tools.Lot.Lot.Model, UeidOf(key), certificate), cancellation);
    }

    private async Task<DeviceRecord> AttestAsync(CertifiedDevice made, VerificationKey key, LockReport locks, CancellationToken cancellation)
    {
        tools.Progress.Step(LineStep.Endorsing);
        await tools.Verifier.EndorseAsync(made.Endorsement, $"endorsement of {_id}", cancellation);
        tools.Progress.Step(LineStep.Attesting);
        VerifierChallenge challenge = await tools.Verifier.ChallengeAsync(cancellation);
        byte[] evidence = await device.AttestAsync(challenge.Nonce, cancellation);
        VerifierVerdict verdict = await tools.Verifier.SubmitAsync(challenge, evidence, cancellation);
        RequireAffirming(verdict, key);
        return new DeviceRecord
        {
            Lot = tools.Lot.Lot,
            DeviceId = _id,
            Ueid = UeidOf(key),
            UdsCertificate = made.Certificate,
            Endorsement = made.Endorsement,
            Locks = [.. locks.Locks.Select(l => l.Name)],
            Nonce = challenge.Nonce,
            EvidenceDigest = SHA256.HashData(evidence),
            Result = verdict.Result,
            VerifierKey = tools.Verifier.Key.ToSpki(),
            PassedAt = tools.Clock.GetUtcNow().ToUnixTimeSeconds(),
            FirmwareVersion = greeting.FirmwareVersion,
            Svn = greeting.Svn,
        };
    }

    /// <summary>Affirming, and about this device: the verifier names it by its UDS key.</summary>
    private static void RequireAffirming(VerifierVerdict verdict, VerificationKey key)
    {
        if (verdict.Claims.Status != EarStatus.Affirming)
            throw new FactoryException(LineReasons.AttestationRefused, $"{verdict.Claims.Status}: {verdict.Findings}");
        if (verdict.Claims.Device?.Id != Convert.ToHexStringLower(key.Thumbprint.Span))
            throw new FactoryException(LineReasons.VerifierResult, "It is about another device, or does not say about which.");
    }

    /// <summary>The key as the certificate has it, which this station or an earlier run of it made.</summary>
    private static VerificationKey KeyOf(CertifiedDevice made) => UnverifiedCertificate.TryParse(made.Certificate, out UnverifiedCertificate certificate, out ParseError error)
        ? certificate.ForDisplay.SubjectKey
        : throw new FactoryException(LineReasons.JournalBroken, $"A certificate in it cannot be read: {error}");

    private static byte[] UeidOf(VerificationKey key) => Attestation.Dice.Evidence.DeviceUeid.FromUdsPublicKey(key.PublicBytes.ToArray());

    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Where(c => !Rune.IsControl(c)).Take(64));
}
