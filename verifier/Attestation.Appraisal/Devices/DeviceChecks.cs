using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Checks of the device as a whole, one per rule of docs/appraisal.md.</summary>
internal static class DeviceChecks
{
    private const byte UeidRand = 0x01;

    /// <summary>Step 5: made for this session. Constant time, so that no answer's delay tells a nonce.</summary>
    /// <param name="claimed">More than one is allowed by RFC 9711 section 4.1, for several requesters; one session is one requester.</param>
    internal static bool Nonce(IReadOnlyList<ReadOnlyMemory<byte>> claimed, ReadOnlySpan<byte> session, AppraisalRecord record)
    {
        if (claimed.Count == 0)
            record.Add(AppraisalReasons.NonceMissing, "evidence/eat_nonce", Convert.ToHexStringLower(session), "none");
        else if (claimed.Count > 1 || !CryptographicOperations.FixedTimeEquals(claimed[0].Span, session))
            record.Add(AppraisalReasons.Nonce, "evidence/eat_nonce", Convert.ToHexStringLower(session), string.Join(" and ", claimed.Select(n => Convert.ToHexStringLower(n.Span))));
        else
            return true;
        return false;
    }

    /// <summary>Step 6: an identity that every unprovisioned device has is nobody's.</summary>
    internal static void Provisioned(string udsKeyThumbprint, AppraisalRecord record)
    {
        if (UnprovisionedIdentity.Is(udsKeyThumbprint))
            record.Add(LayerReasons.UdsZero, "chain/uds", "a key derived from a secret UDS", udsKeyThumbprint);
    }

    /// <summary>Step 6: an operator's word outweighs every endorsement. A revoked key vouches for nobody: who has it could make himself a new identity below it.</summary>
    /// <param name="chain">Whose keys above the layers are asked for.</param>
    /// <param name="revocation">Since when and why a key is revoked, by its thumbprint; null where it is not.</param>
    /// <param name="record">Where it is told.</param>
    internal static void Revocation(KnownChain chain, Func<string, string?> revocation, AppraisalRecord record)
    {
        for (int i = 0; i < chain.Vouching.Count; i++)
        {
            string key = chain.Vouching[i];
            if (revocation(key) is { } revoked)
                record.Add(AppraisalReasons.Revoked, key == chain.UdsKeyThumbprint ? "chain/uds" : $"chain/{key}", "a device that is not revoked", revoked);
        }
    }

    /// <summary>Step 10: the board was opened. No comparison with reference values is needed to see it, and no policy hides it.</summary>
    internal static void Tamper(IReadOnlyList<DeviceLayer> layers, Policy policy, AppraisalRecord record)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].IsTampered)
                record.Add(LayerReasons.Tampered, $"layer {i}/config", "tamper state 0", "tripped", policy.Tamper == TamperedDevices.Warn ? Severity.Warn : Severity.Refuse);
        }
    }

    /// <summary>
    /// Step 6: the device's name belongs to its key. The UDS certificate or an identity triple says so; where neither does, the name must be
    /// made of the key: type 01 (RAND) and the key's thumbprint.
    /// </summary>
    internal static void Ueid(ReadOnlyMemory<byte>? claimed, KnownChain chain, IdentityEndorsement? identity, Policy policy, AppraisalRecord record)
    {
        if (claimed is not { } ueid)
        {
            if (policy.RequireUeid)
                record.Add(AppraisalReasons.UeidMissing, "evidence/ueid", "a UEID", "none");
            return;
        }
        ReadOnlyMemory<byte> certified = chain.Ueid ?? identity?.Ueid ?? Derived(chain.UdsKeyThumbprint);
        if (!ueid.Span.SequenceEqual(certified.Span))
            record.Add(AppraisalReasons.Ueid, "evidence/ueid", Convert.ToHexStringLower(certified.Span), Convert.ToHexStringLower(ueid.Span));
        if (identity?.Ueid is { } endorsed && !endorsed.Span.SequenceEqual(certified.Span))
            record.Add(AppraisalReasons.Ueid, "chain/uds/ueid", $"{Convert.ToHexStringLower(endorsed.Span)} by {identity.Source}", Convert.ToHexStringLower(certified.Span));
    }

    /// <summary>Step 7: what kind of device it is, from the UDS certificate or an identity triple; both must agree where both speak.</summary>
    internal static DeviceClass? Class(KnownChain chain, IdentityEndorsement? identity, AppraisalRecord record)
    {
        if (chain.Class is { } certified && identity?.Class is { } endorsed && certified != endorsed)
        {
            record.Add(AppraisalReasons.Class, "chain/uds", $"{endorsed} by {identity.Source}", $"{certified} by the UDS certificate");
            return null;
        }
        DeviceClass? found = chain.Class ?? identity?.Class;
        if (found is null)
            record.Add(AppraisalReasons.Class, "chain/uds", "vendor and model in the UDS certificate or an identity triple", "neither");
        return found;
    }

    /// <summary>Step 8: the reference values that count under this policy; null where there are none, which is told.</summary>
    internal static ClassReferences? References(DeviceClass @class, EndorsementSet endorsements, Policy policy, AppraisalRecord record)
    {
        ClassReferences? found = endorsements.References(@class, policy.AcceptUnsignedCorim);
        if (found is not null)
            return found;
        if (!policy.AcceptUnsignedCorim && endorsements.References(@class, unsignedToo: true) is { } unsigned)
            record.Add(AppraisalReasons.UnsignedCorim, $"class {@class}", "a signed CoRIM", unsigned.Layer(unsigned.LayerCount - 1)[0].Source);
        record.Add(AppraisalReasons.Vacuous, $"class {@class}", "reference values for this class", "none");
        return null;
    }

    /// <summary>Step 8: at least as many layers as the policy demands and as the class has reference values for.</summary>
    /// <param name="references">Null where the class is unknown, which is told elsewhere.</param>
    internal static void LayerCount(int layers, ClassReferences? references, Policy policy, AppraisalRecord record)
    {
        int least = Math.Max(policy.RequiredLayers, references?.LayerCount ?? 0);
        if (layers < least)
            record.Add(LayerReasons.Missing, $"layer {layers}", $"{least} layers", $"{layers} layers");
    }

    /// <summary>Step 4: kind and strength of one key of the chain.</summary>
    /// <param name="position">0 is the root.</param>
    internal static void Key(VerificationKey key, int position, Policy policy, AppraisalRecord record)
    {
        string algorithm = Algorithm(key.Kind);
        if (!Accepts(policy, algorithm))
            record.Add(AppraisalReasons.PolicyAlgorithm, $"chain/key {position}", string.Join(" | ", policy.Algorithms), algorithm);
        if (key.Strength < policy.MinimumStrength)
            record.Add(AppraisalReasons.PolicyStrength, $"chain/key {position}", $"at least {policy.MinimumStrength} bits", $"{key.Strength} bits ({key.Kind})");
    }

    private static string Algorithm(KeyKind kind) => kind switch
    {
        KeyKind.Ed25519 => "EdDSA",
        KeyKind.P256 => "ES256",
        KeyKind.P384 => "ES384",
        KeyKind.P521 => "ES512",
        _ => "PS256",
    };

    private static bool Accepts(Policy policy, string algorithm)
    {
        for (int i = 0; i < policy.Algorithms.Count; i++)
        {
            if (policy.Algorithms[i] == algorithm)
                return true;
        }
        return false;
    }

    private static ReadOnlyMemory<byte> Derived(string thumbprint)
    {
        var ueid = new byte[1 + SHA256.HashSizeInBytes];
        ueid[0] = UeidRand;
        Convert.FromHexString(thumbprint, ueid.AsSpan(1), out _, out _);
        return ueid;
    }
}
