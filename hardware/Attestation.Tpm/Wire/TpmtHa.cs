namespace Attestation.Tpm.Wire;

/// <summary>TPMT_HA, Part 2 clause 10.3.2: a digest whose length its algorithm says.</summary>
/// <param name="HashAlg">TPMI_ALG_HASH; NULL where the digest is absent.</param>
/// <param name="Digest">Exactly <see cref="TpmAlgIds.DigestSize"/> bytes.</param>
public sealed record TpmtHa(TpmAlgId HashAlg, byte[] Digest) : IWireValue<TpmtHa>
{
    public static TpmtHa Read(WireReader reader) => Read(reader, orNull: false);

    /// <summary>TPMT_HA+: NULL stands alone, without a digest.</summary>
    public static TpmtHa ReadOrNull(WireReader reader) => Read(reader, orNull: true);

    private static TpmtHa Read(WireReader reader, bool orNull)
    {
        TpmAlgId algorithm = reader.HashAlgorithm("hashAlg", orNull);
        return new TpmtHa(algorithm, reader.Bytes(algorithm.DigestSize(), "digest"));
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(HashAlg);
        writer.Bytes(Digest);
    }
}

/// <summary>TPML_DIGEST_VALUES, Part 2 clause 10.9.6: at most one digest per bank.</summary>
public sealed record TpmlDigestValues(IReadOnlyList<TpmtHa> Digests) : IWireValue<TpmlDigestValues>
{
    public static TpmlDigestValues Read(WireReader reader) => new(reader.List("digests", 22, 16, TpmtHa.Read));

    public void Write(WireWriter writer) => writer.List(Digests, d => d.Write(writer));
}

/// <summary>TPML_DIGEST, Part 2 clause 10.9.5: at most eight.</summary>
public sealed record TpmlDigest(IReadOnlyList<byte[]> Digests) : IWireValue<TpmlDigest>
{
    public static TpmlDigest Read(WireReader reader) => new(reader.List("digests", 2, 8, r => r.Buffer("digest", 64)));

    public void Write(WireWriter writer) => writer.List(Digests, d => writer.Buffer(d));
}
