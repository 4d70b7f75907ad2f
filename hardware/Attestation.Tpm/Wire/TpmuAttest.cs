namespace Attestation.Tpm.Wire;

/// <summary>TPMU_ATTEST, Part 2 clause 10.12.11: what is attested to.</summary>
public abstract record TpmuAttest(TpmSt Type)
{
    public abstract void Write(WireWriter writer);

    internal static TpmuAttest Read(WireReader reader, TpmSt type, int start)
    {
        switch (type)
        {
            case TpmSt.AttestCertify:
                return new TpmsCertifyInfo(reader.Buffer("name"), reader.Buffer("qualifiedName"));
            case TpmSt.AttestQuote:
                return new TpmsQuoteInfo(reader.Nested("pcrSelect", TpmlPcrSelection.Read), reader.Buffer("pcrDigest", 64));
            case TpmSt.AttestCommandAudit:
                return new TpmsCommandAuditInfo(reader.U64("auditCounter"), reader.HashAlgorithm("digestAlg", orNull: true),
                    reader.Buffer("auditDigest", 64), reader.Buffer("commandDigest", 64));
            case TpmSt.AttestSessionAudit:
                return new TpmsSessionAuditInfo(reader.YesNo("exclusiveSession"), reader.Buffer("sessionDigest", 64));
            case TpmSt.AttestTime:
                return new TpmsTimeAttestInfo(reader.Nested("time", TpmsTimeInfo.Read), reader.U64("firmwareVersion"));
            case TpmSt.AttestCreation:
                return new TpmsCreationInfo(reader.Buffer("objectName"), reader.Buffer("creationHash", 64));
            case TpmSt.AttestNv:
                return new TpmsNvCertifyInfo(reader.Buffer("indexName"), reader.U16("offset"), reader.Buffer("nvContents"));
            case TpmSt.AttestNvDigest:
                return new TpmsNvDigestCertifyInfo(reader.Buffer("indexName"), reader.Buffer("nvDigest", 64));
            default:
                reader.Fail(WireDefect.UnknownSelector, "type", start);
                return new TpmsSessionAuditInfo(false, []);
        }
    }
}

/// <summary>TPMS_CERTIFY_INFO, clause 10.12.3.</summary>
public sealed record TpmsCertifyInfo(byte[] Name, byte[] QualifiedName) : TpmuAttest(TpmSt.AttestCertify)
{
    public override void Write(WireWriter writer)
    {
        writer.Buffer(Name);
        writer.Buffer(QualifiedName);
    }
}

/// <summary>TPMS_QUOTE_INFO, clause 10.12.4.</summary>
/// <param name="PcrSelect">Which PCRs were hashed, in this order.</param>
/// <param name="PcrDigest">Hash of their values, with the hash of the signing scheme.</param>
public sealed record TpmsQuoteInfo(TpmlPcrSelection PcrSelect, byte[] PcrDigest) : TpmuAttest(TpmSt.AttestQuote)
{
    public override void Write(WireWriter writer)
    {
        PcrSelect.Write(writer);
        writer.Buffer(PcrDigest);
    }
}

/// <summary>TPMS_COMMAND_AUDIT_INFO, clause 10.12.5.</summary>
public sealed record TpmsCommandAuditInfo(ulong AuditCounter, TpmAlgId DigestAlg, byte[] AuditDigest, byte[] CommandDigest)
    : TpmuAttest(TpmSt.AttestCommandAudit)
{
    public override void Write(WireWriter writer)
    {
        writer.U64(AuditCounter);
        writer.Algorithm(DigestAlg);
        writer.Buffer(AuditDigest);
        writer.Buffer(CommandDigest);
    }
}

/// <summary>TPMS_SESSION_AUDIT_INFO, clause 10.12.6.</summary>
public sealed record TpmsSessionAuditInfo(bool ExclusiveSession, byte[] SessionDigest) : TpmuAttest(TpmSt.AttestSessionAudit)
{
    public override void Write(WireWriter writer)
    {
        writer.YesNo(ExclusiveSession);
        writer.Buffer(SessionDigest);
    }
}

/// <summary>TPMS_TIME_ATTEST_INFO, clause 10.12.2.</summary>
public sealed record TpmsTimeAttestInfo(TpmsTimeInfo Time, ulong FirmwareVersion) : TpmuAttest(TpmSt.AttestTime)
{
    public override void Write(WireWriter writer)
    {
        Time.Write(writer);
        writer.U64(FirmwareVersion);
    }
}

/// <summary>TPMS_CREATION_INFO, clause 10.12.7.</summary>
public sealed record TpmsCreationInfo(byte[] ObjectName, byte[] CreationHash) : TpmuAttest(TpmSt.AttestCreation)
{
    public override void Write(WireWriter writer)
    {
        writer.Buffer(ObjectName);
        writer.Buffer(CreationHash);
    }
}

/// <summary>TPMS_NV_CERTIFY_INFO, clause 10.12.8.</summary>
public sealed record TpmsNvCertifyInfo(byte[] IndexName, ushort Offset, byte[] NvContents) : TpmuAttest(TpmSt.AttestNv)
{
    public override void Write(WireWriter writer)
    {
        writer.Buffer(IndexName);
        writer.U16(Offset);
        writer.Buffer(NvContents);
    }
}

/// <summary>TPMS_NV_DIGEST_CERTIFY_INFO, clause 10.12.9.</summary>
public sealed record TpmsNvDigestCertifyInfo(byte[] IndexName, byte[] NvDigest) : TpmuAttest(TpmSt.AttestNvDigest)
{
    public override void Write(WireWriter writer)
    {
        writer.Buffer(IndexName);
        writer.Buffer(NvDigest);
    }
}
