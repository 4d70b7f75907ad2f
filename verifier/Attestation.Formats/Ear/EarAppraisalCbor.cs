using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>CBOR form of an EAR-appraisal.</summary>
internal static class EarAppraisalCbor
{
    public static bool TryRead(StrictCborReader reader, CborLabel name, Dictionary<string, EarAppraisal> submodules)
    {
        int start = reader.Offset;
        if (name.Text is null || !reader.IsMap)
            return reader.Fail(EarReasons.Submodules);
        EarStatus? status = null;
        TrustworthinessVector? vector = null;
        ReadOnlyMemory<byte>? key = null;
        List<string> policies = [], notUsed = [];
        List<EarFinding> findings = [];
        NodeClaims? node = null;
        DeviceClaims? device = null;
        bool good = reader.TryReadMap(label => label.Integer switch
        {
            EarNames.StatusKey => TryReadStatus(reader, out status),
            EarNames.VectorKey => TryReadVector(reader, out vector),
            EarNames.PolicyIdsKey => TryReadPolicies(reader, policies),
            EarNames.KeyAttestationKey => TryReadKey(reader, out key),
            EarNames.FindingsKey => reader.TryReadArray(index => TryReadFinding(reader, findings)),
            EarNames.NodeKey => NodeClaimsCbor.TryRead(reader, out node),
            EarNames.DeviceKey => DeviceClaimsCbor.TryRead(reader, out device),
            _ => Note(reader, label, notUsed),
        }, max: 256);
        if (!good)
            return false;
        if (status is not { } verdict)
            return reader.FailAt(EarReasons.Missing, start);
        if (vector is not null && !vector.Allows(verdict))
            return reader.FailAt(EarReasons.StatusVector, start);
        if (node?.Suits(verdict) == false)
            return reader.FailAt(EarReasons.NodeStatus, start);
        if (device?.Suits(verdict, key is not null) == false)
            return reader.FailAt(EarReasons.DeviceStatus, start);
        submodules.Add(name.Text, new EarAppraisal
        {
            Status = verdict, Vector = vector, PolicyIds = policies, Findings = findings, AttestedKey = key, Node = node, Device = device,
            NotUsed = notUsed,
        });
        return true;
    }

    public static void Write(CborWriter writer, EarAppraisal appraisal, EarDialect dialect)
    {
        var map = new CborMapBuilder().Add(EarNames.StatusKey, (long)appraisal.Status);
        if (appraisal.Vector is { } vector && vector.Claims.Any(c => c != 0))
        {
            var claims = new CborMapBuilder();
            for (int i = 0; i < vector.Claims.Count; i++)
                claims.Add(i, vector.Claims[i] == 0 ? null : (long?)vector.Claims[i]);
            map.Add(EarNames.VectorKey, claims.WriteTo);
        }
        if (dialect == EarDialect.Deployed && appraisal.PolicyIds.Count > 0)
            map.Add(EarNames.PolicyIdsKey, appraisal.PolicyIds[0]);
        else
            Corim.Comid.Add(map, EarNames.PolicyIdsKey, appraisal.PolicyIds, (w, p) => w.WriteTextString(p));
        if (appraisal.AttestedKey is { } key)
            map.Add(EarNames.KeyAttestationKey, new CborMapBuilder().Add("akpub", key).WriteTo);
        Corim.Comid.Add(map, EarNames.FindingsKey, appraisal.Findings,
            WriteFinding);
        if (appraisal.Node is { } node)
            map.Add(EarNames.NodeKey, w => NodeClaimsCbor.Write(w, node));
        if (appraisal.Device is { } device)
            map.Add(EarNames.DeviceKey, w => DeviceClaimsCbor.Write(w, device));
        map.WriteTo(writer);
    }

    private static bool TryReadStatus(StrictCborReader reader, out EarStatus? status)
    {
        int start = reader.Offset;
        status = reader.IsInteger && reader.TryReadInt64(out long number) ? EarNames.StatusOf(number) : null;
        return status is not null || reader.FailAt(EarReasons.Status, start);
    }

    private static bool TryReadVector(StrictCborReader reader, out TrustworthinessVector? vector)
    {
        sbyte[] claims = new sbyte[TrustworthinessVector.Names.Length];
        int start = reader.Offset, count = 0;
        bool good = reader.IsMap && reader.TryReadMap(label =>
        {
            count++;
            int at = reader.Offset;
            if (label.Integer is not (>= 0 and <= 7) || !reader.IsInteger || !reader.TryReadInt64(out long claim) || claim is < sbyte.MinValue or > sbyte.MaxValue)
                return reader.FailAt(EarReasons.Vector, at);
            claims[label.Number] = (sbyte)claim;
            return true;
        }, max: 8);
        vector = TrustworthinessVector.Of(claims);
        return (good && count > 0) || reader.FailAt(EarReasons.Vector, start);
    }

    private static bool TryReadPolicies(StrictCborReader reader, List<string> policies) =>
        reader.IsText ? TryReadPolicy(reader, policies) : reader.TryReadArray(index => TryReadPolicy(reader, policies), min: 1, max: 256);

    private static bool TryReadPolicy(StrictCborReader reader, List<string> policies)
    {
        if (!reader.TryReadText(out string policy))
            return false;
        policies.Add(policy);
        return true;
    }

    private static bool TryReadKey(StrictCborReader reader, out ReadOnlyMemory<byte>? key)
    {
        ReadOnlyMemory<byte>? found = null;
        int start = reader.Offset;
        bool good = reader.IsMap && reader.TryReadMap(label => label.Text == "akpub"
            ? reader.TryReadBytes(out ReadOnlyMemory<byte> bytes) && (found = bytes) is not null
            : reader.TrySkip(), max: 16);
        key = found;
        return (good && found is not null) || reader.FailAt(EarReasons.KeyAttestation, start);
    }

    private static void WriteFinding(CborWriter writer, EarFinding finding)
    {
        var map = new CborMapBuilder();
        string?[] texts = [finding.Code, finding.Where, finding.Expected, finding.Actual];
        for (int label = 0; label < texts.Length; label++)
        {
            if (texts[label] is { } text)
                map.Add(label, text);
        }
        map.WriteTo(writer);
    }

    private static bool TryReadFinding(StrictCborReader reader, List<EarFinding> findings)
    {
        string?[] texts = new string?[4];
        int start = reader.Offset;
        bool good = reader.IsMap && reader.TryReadMap(label => label.Integer is >= 0 and <= 3 && reader.IsText
            ? reader.TryReadText(out texts[label.Number]!)
            : reader.Fail(EarReasons.Findings), max: 4);
        if (!good || texts[0] is not { } code)
            return reader.FailAt(EarReasons.Findings, start);
        findings.Add(new EarFinding(code, texts[1], texts[2], texts[3]));
        return true;
    }

    private static bool Note(StrictCborReader reader, CborLabel label, List<string> notUsed)
    {
        notUsed.Add(label.ToString());
        return reader.TrySkip();
    }
}
