namespace Attestation.Formats.Reasons;

/// <summary>Reasons of CoRIM and CoMID (draft-ietf-rats-corim), events 1400-1459.</summary>
public static class CorimReasons
{
    public static readonly ReasonCode Structure = new(1400, "corim.structure",
        "The bytes are not a corim-map, tagged or not.",
        "Send an unsigned CoRIM (tag 501) or a signed one (tag 18).", "draft-ietf-rats-corim section 4.1");

    public static readonly ReasonCode Id = new(1401, "corim.id",
        "The CoRIM or CoMID has no id, or one that is neither text nor a UUID.",
        "Give every CoRIM an id (key 0) and every CoMID a tag identity (key 1).", "draft-ietf-rats-corim section 4.1.1");

    public static readonly ReasonCode Tags = new(1402, "corim.tags",
        "The CoRIM holds no tags, or a tag that is neither tagged bytes nor bytes with a tag inside.",
        "Put at least one CoMID (506) into the CoRIM.", "draft-ietf-rats-corim section 4.1.2");

    public static readonly ReasonCode Profile = new(1403, "corim.profile",
        "The CoRIM's profile is neither a URI nor an OID.",
        "Encode the profile as 32(text) or 111(bytes).", "draft-ietf-rats-corim section 4.1.4");

    public static readonly ReasonCode Validity = new(1404, "corim.validity",
        "The validity is not a map with an end that lies after its beginning.",
        "Encode times as 1(integer), end after beginning.", "draft-ietf-rats-corim section 7.3");

    public static readonly ReasonCode Entity = new(1405, "corim.entity",
        "An entity is not a map with a name and roles.",
        "Give every entity a name (0) and at least one role (2).", "draft-ietf-rats-corim section 7.2");

    public static readonly ReasonCode ContentType = new(1406, "corim.content-type",
        "The content type of the signed CoRIM is not application/rim+cbor.",
        "Set content type (label 3) in the protected headers.", "draft-ietf-rats-corim section 4.2.1");

    public static readonly ReasonCode Meta = new(1407, "corim.meta",
        "The signed CoRIM names no signer: neither a corim-meta with a signer's name nor CWT claims with an issuer stand in the protected headers.",
        "Add corim-meta (label 8) or CWT claims (label 15).", "draft-ietf-rats-corim section 4.2.2");

    public static readonly ReasonCode Comid = new(1410, "corim.comid",
        "The CoMID is not a map with identity and triples.",
        "Compare with the CDDL of concise-mid-tag.", "draft-ietf-rats-corim section 5.1");

    public static readonly ReasonCode Triples = new(1411, "corim.triples",
        "The CoMID holds no triples, or an empty list of them.",
        "Leave out lists that are empty; a CoMID needs at least one triple.", "draft-ietf-rats-corim section 5.1.4");

    public static readonly ReasonCode Triple = new(1412, "corim.triple",
        "A triple is not an array of environment and measurements (or keys).",
        "Compare with the CDDL of the triple at the path named.", "draft-ietf-rats-corim section 5.1.5");

    public static readonly ReasonCode Environment = new(1413, "corim.environment",
        "An environment names neither class, instance nor group, or one of them is malformed.",
        "Name at least one of the three.", "draft-ietf-rats-corim section 5.1.4.1");

    public static readonly ReasonCode Measurement = new(1414, "corim.measurement",
        "A measurement holds no values.",
        "Give at least one measurement value: one that compares nothing protects nothing.", "draft-ietf-rats-corim section 5.1.4.2");

    public static readonly ReasonCode Value = new(1415, "corim.value",
        "A measurement value has another type than its definition gives.",
        "Compare with the CDDL of measurement-values-map at the path named.", "draft-ietf-rats-corim section 5.1.4.5");

    public static readonly ReasonCode Digest = new(1416, "corim.digest",
        "A digest's length is not its algorithm's, or a list of digests is empty.",
        "Give whole digests, with algorithms from the IANA registry of named information hashes.", "draft-ietf-rats-corim section 7.7");

    public static readonly ReasonCode Key = new(1417, "corim.key",
        "A key is in none of the forms of crypto-key-type-choice.",
        "Tag keys as 554 to 562.", "draft-ietf-rats-corim section 5.1.4.6");

    public static readonly ReasonCode KeyUnusable = new(1418, "corim.key-unusable",
        "The key is given in a form that names it without containing it, or that does not decode.",
        "Give the key itself: 554 (PEM), 558 (COSE_Key), 562 or 555 (certificate).", "draft-ietf-rats-corim section 5.1.4.6");

    internal static readonly ReasonCode[] All =
        [Structure, Id, Tags, Profile, Validity, Entity, ContentType, Meta, Comid, Triples, Triple, Environment, Measurement, Value, Digest, Key, KeyUnusable];
}
