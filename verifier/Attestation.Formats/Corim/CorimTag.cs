namespace Attestation.Formats.Corim;

/// <summary>CBOR tags of CoRIM (draft-ietf-rats-corim section 11.1) and those of others that it uses.</summary>
public static class CorimTag
{
    public const ulong EpochTime = 1;
    public const ulong Uri = 32;
    public const ulong Uuid = 37;
    public const ulong Oid = 111;
    public const ulong Corim = 501;
    public const ulong CoSwid = 505;
    public const ulong Comid = 506;
    public const ulong CoTl = 508;
    public const ulong Ueid = 550;
    public const ulong Svn = 552;
    public const ulong MinimumSvn = 553;
    public const ulong PkixKey = 554;
    public const ulong PkixCertificate = 555;
    public const ulong PkixPath = 556;
    public const ulong KeyThumbprint = 557;
    public const ulong CoseKey = 558;
    public const ulong CertificateThumbprint = 559;
    public const ulong Bytes = 560;
    public const ulong PathThumbprint = 561;
    public const ulong DerCertificate = 562;
    public const ulong MaskedRaw = 563;
    public const ulong IntegerRange = 564;
}
