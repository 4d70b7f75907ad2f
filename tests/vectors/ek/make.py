#!/usr/bin/env python3
"""Makes the endorsement key certificates of this folder: python3 make.py

Needs python3 (standard library) and the openssl command, which makes every key and signature; DER is put together in der.py. Never regenerated to
make a test pass: RSA keys and ECDSA signatures are fresh in each run, so a second run changes every file.

Every case is one line of cases.json: what the node sends, what the operator trusts, when, under which rules, what must come of it (refused:
reasons that refuse, all of them; told: notes and warnings, all of them), and what `openssl verify` says of the same chain, with the reason
where the two differ.
"""
import json, os
from der import *

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-11-21T06:00:00Z"
CASES = []

def save(file, data):
    with open(os.path.join(HERE, file), "wb") as out:
        out.write(data)
    return file

# --- public areas -------------------------------------------------------------------------------------------------------------------------

POLICY_A = bytes.fromhex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa")
POLICY_B384 = bytes.fromhex("b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12")

def sized(data): return len(data).to_bytes(2, "big") + data

def ek_public(key, attributes=0x000300B2, policy=POLICY_A, name_alg=b"\x00\x0b"):
    if key.kind == "rsa":
        parms = bytes.fromhex("000600800043" "0010") + (len(key.n) * 8).to_bytes(2, "big") + bytes(4) + sized(key.n)
        return sized(b"\x00\x01" + name_alg + attributes.to_bytes(4, "big") + sized(policy) + parms)
    if len(key.x) == 48:
        head = b"\x00\x23\x00\x0c" + (0x000300F2).to_bytes(4, "big") + sized(POLICY_B384) + bytes.fromhex("000601000043" "0010" "0004" "0010")
    else:
        head = b"\x00\x23" + name_alg + attributes.to_bytes(4, "big") + sized(policy) + bytes.fromhex("000600800043" "0010" "0003" "0010")
    return sized(head + sized(key.x) + sized(key.y))

# --- certificates -------------------------------------------------------------------------------------------------------------------------

EK_PURPOSE = "2.23.133.8.1"

def tpm_san(manufacturer="id:58595A00", model="Model 9", version="id:00010002", split=False):
    parts = [seq(oid("2.23.133.2." + str(i + 1)), utf8(v)) for i, v in enumerate((manufacturer, model, version)) if v]
    rdns = b"".join(tlv(0x31, p) for p in parts) if split else tlv(0x31, b"".join(sorted(parts)))
    return seq(ctx(4, seq(rdns)))

def directory(family="2.0", assertions=True):
    specification = seq(oid("2.23.133.2.16"), tlv(0x31, seq(utf8(family), integer(0), integer(159))))
    upgradable = seq(oid("2.23.133.2.18"), tlv(0x31, seq(TRUE, tlv(0x80, b"\x00"), tlv(0x81, b"\x00"))))
    return seq(specification, upgradable) if assertions else seq(specification)

def usage(bit_bytes, unused): return bits(bit_bytes, unused)
ENCIPHER, AGREE, SIGN, CERT = usage(b"\x20", 5), usage(b"\x08", 3), usage(b"\x80", 7), usage(b"\x06", 1)

def constraints(ca, length=None): return seq(TRUE if ca else b"", integer(length) if length is not None else b"")
def authority(key): return extension("2.5.29.35", seq(tlv(0x80, key.id)))
def own(key): return extension("2.5.29.14", octets(key.id))

def certificate(issuer, issuer_key, subject, key, extensions, serial=b"\x02\x02\x10\x01", start="260101000000Z", end="20561231235959Z",
                hash=None, signer=None, spki=None, outer_long=False, tbs_long=False, signature=None, version=ctx(0, integer(2))):
    signer = signer or issuer_key
    tbs = tlv(0x30, version + serial + signer.algorithm(hash) + issuer + seq(time(start), time(end)) + subject + (spki or key.spki)
              + ctx(3, seq(*extensions)), tbs_long)
    return signed(tbs, signer, hash, signature, outer_long)

def ca(issuer, issuer_key, subject, key, length=None, more=(), basic=None, key_usage=CERT, **options):
    extensions = [own(key), extension("2.5.29.19", constraints(True, length) if basic is None else basic, True)]
    if key_usage:
        extensions.append(extension("2.5.29.15", key_usage, True))
    return certificate(issuer, issuer_key, subject, key, extensions + [authority(issuer_key)] + list(more), **options)

AIA = extension("1.3.6.1.5.5.7.1.1", seq(seq(oid("1.3.6.1.5.5.7.48.2"), tlv(0x86, b"http://ca.example/ek-intermediate.crt"))))

def leaf(key, issuer=None, issuer_key=None, subject=b"\x30\x00", san=None, san_critical=True, purpose=EK_PURPOSE, key_usage=None, basic=None,
         attributes=None, more=(), **options):
    issuer_key = issuer_key or INTERMEDIATE
    extensions = [authority(issuer_key)]
    extensions.append(extension("2.5.29.15", key_usage or (ENCIPHER if key.kind == "rsa" else AGREE), True))
    if san != b"":
        extensions.append(extension("2.5.29.17", san or tpm_san(), san_critical))
    extensions.append(extension("2.5.29.19", basic or seq(), True))
    if purpose:
        extensions.append(extension("2.5.29.37", seq(oid(purpose))))
    extensions.append(extension("2.5.29.9", attributes or directory()))
    extensions.append(AIA)
    return certificate(issuer or N_INTERMEDIATE, issuer_key, subject, key, extensions + list(more), **options)

def crl(issuer, key, serials, this="261101000000Z", next="261201000000Z", scope=None, signer=None, entry=b"", hash=None):
    entries = seq(*(seq(s, time("261102000000Z"), entry) for s in serials)) if serials else b""
    extensions = [extension("2.5.29.35", seq(tlv(0x80, key.id))), extension("2.5.29.20", integer(7))] + ([scope] if scope else [])
    signer = signer or key
    tbs = seq(integer(1), signer.algorithm(hash), issuer, time(this), time(next) if next else b"", entries, ctx(0, seq(*extensions)))
    return signed(tbs, signer, hash)

# --- the world ----------------------------------------------------------------------------------------------------------------------------

ROOT, INTERMEDIATE, OTHER, RSA_CA = Key("root", "p384"), Key("intermediate"), Key("another authority"), Key("rsa authority", "rsa2048")
RSA, P256, P384, SECOND = Key("ek", "rsa2048"), Key("ek p256"), Key("ek p384", "p384"), Key("ek of another tpm")
N_ROOT, N_INTERMEDIATE, N_OTHER, N_RSA = (name("CN=" + n + ",O=Example TPMs,C=XX") for n in ("EK Root", "EK Intermediate 1", "Another Root", "EK RSA Root"))

for file, key in (("rsa2048", RSA), ("p256", P256), ("p384", P384), ("second", SECOND)):
    save(file + ".tpm2b_public", ek_public(key))
save("root.der", ca(N_ROOT, ROOT, N_ROOT, ROOT))
save("intermediate.der", ca(N_ROOT, ROOT, N_INTERMEDIATE, INTERMEDIATE, 0))
save("another-root.der", ca(N_OTHER, OTHER, N_OTHER, OTHER))
save("rsa-root.der", ca(N_RSA, RSA_CA, N_RSA, RSA_CA))
save("sha1-root.der", ca(N_RSA, RSA_CA, N_RSA, RSA_CA, hash="sha1"))

def case(file, about, data=None, ek="p256", sent=(), trust=("root.der", "intermediate.der"), crls=(), refused=(), told=(), openssl=None, why=None, now=NOW, rules=(), allow=None):
    certificates = [] if data is None else [save(file + ".der", data)]
    line = {"case": file, "about": about, "ek": ek + ".tpm2b_public", "certificates": certificates + list(sent), "trust": list(trust)}
    for member, value in (("crls", list(crls)), ("rules", list(rules)), ("allow", allow), ("why", why)):
        if value:
            line[member] = value
    line.update({"now": now, "refused": list(refused), "told": list(told)})
    line["openssl"] = ("ok" if not refused else "refuses") if openssl is None else openssl
    CASES.append(line)

# --- good ---------------------------------------------------------------------------------------------------------------------------------

case("good-rsa2048", "template L-1", leaf(RSA), "rsa2048")
case("good-p256", "template L-2", leaf(P256))
case("good-p384", "template H-3", leaf(P384), "p384")
case("good-under-rsa", "RSA authority, RSA key", leaf(RSA, N_RSA, RSA_CA), "rsa2048", trust=("rsa-root.der",))
case("good-subject-split", "one attribute a set in the subject alternative name, and a subject", leaf(P256, subject=name("CN=TPM 7"), san=tpm_san(split=True), san_critical=False))
case("good-never-ends", "99991231235959Z", leaf(P256, end="99991231235959Z"))
case("good-no-attributes", "specification only", leaf(P256, attributes=directory(assertions=False)))
case("intermediate-sent", "the node sends the intermediate from NV", None, sent=("good-p256.der", "intermediate.der"), trust=("root.der",))
case("intermediate-sent-together", "both certificates in one NV index, padded", open(os.path.join(HERE, "good-p256.der"), "rb").read()
     + open(os.path.join(HERE, "intermediate.der"), "rb").read() + b"\xff" * 40, trust=("root.der",), told=["ek.certificate.deviation"],
     openssl="refuses", why="openssl reads one certificate from a file in DER, not the second one after it")
case("root-sent-too", "a root that is sent is not trusted for that", None, sent=("good-p256.der", "intermediate.der", "root.der"), trust=("another-root.der",), refused=["ek.chain.missing"])
case("unused-sent", "another authority is sent as well", None, sent=("good-p256.der", "another-root.der"), told=["ek.chain.unused"])
ON_DIE = [Key(f"on die {i}", "p384") for i in range(5)]
N_ON_DIE = [name("CN=" + n) for n in ("ODCA CA2", "ODCA Issuing CA", "CSME ROM CA", "CSME Kernel CA", "CSME PTT CA")]
TCB = extension("2.23.133.5.4.1", seq(tlv(0x80, b"Example"), tlv(0x81, b"Model 9"), tlv(0x83, b"\x05")), True)
on_die = [ca(N_ROOT if i == 0 else N_ON_DIE[i - 1], ROOT if i == 0 else ON_DIE[i - 1], N_ON_DIE[i], ON_DIE[i], more=[TCB] if i > 1 else []) for i in range(5)]
save("on-die-nv.der", b"".join(reversed(on_die[2:])) + b"\x00" * 64)
save("on-die-cas.der", on_die[0] + on_die[1])
case("on-die", "five authorities, three of them in the chip and in one NV index, with DICE extensions, as Intel's", leaf(P256, N_ON_DIE[4], ON_DIE[4]),
     sent=("on-die-nv.der",), trust=("root.der", "on-die-cas.der"), told=["ek.certificate.deviation"], openssl="refuses", why="openssl does not know critical DICE extensions")
case("sha1-root", "a root's own signature decides nothing", None, "rsa2048", sent=("good-under-rsa.der",), trust=("sha1-root.der",))
case("name-in-other-strings", "issuer in other case, spaces and string types than the authority's subject",
     leaf(P256, issuer=name("CN=ek  intermediate 1,O=EXAMPLE TPMs,C=xx", printable)))
case("cross-signed", "two certificates of one intermediate; only one leads to the root", None, sent=("good-p256.der", save("cross-signed-by-other.der",
     ca(N_OTHER, OTHER, N_INTERMEDIATE, INTERMEDIATE, 0, serial=b"\x02\x01\x44"))), told=["ek.chain.unused"])
case("partial-chain", "no root at all, any authority is an anchor", None, sent=("good-p256.der",), trust=("intermediate.der",), rules=["AnyAuthorityIsAnchor"])

# --- chains that fail ---------------------------------------------------------------------------------------------------------------------

case("missing-intermediate", "the certificate says where it lies", None, sent=("good-p256.der",), trust=("root.der",), refused=["ek.chain.missing"])
case("no-trust", "nothing is trusted", None, sent=("good-p256.der",), trust=(), refused=["ek.chain.missing"])
case("wrong-key", "in the intermediate's name, with another key", leaf(P256, signer=OTHER), refused=["ek.chain.signature"])
case("changed-after-signing", "one bit of the version of the TPM", leaf(P256).replace(b"id:00010002", b"id:00010003"), refused=["ek.chain.signature"])
case("another-tpm", "the certificate of another TPM", leaf(SECOND), refused=["ek.certificate.key"], openssl="ok", why="openssl is not told the endorsement key")
case("key-of-other-kind", "the RSA key's certificate with the P-256 key", None, sent=("good-rsa2048.der",), refused=["ek.certificate.key"], openssl="ok", why="openssl is not told the endorsement key")
case("expired", "past its end", leaf(P256, end="260601000000Z"), refused=["ek.certificate.expired"])
case("expired-allowed", "past its end, which the operator accepts", None, sent=("expired.der",), rules=["AllowExpiredLeaf"], told=["ek.certificate.expired"], openssl="refuses", why="openssl has no such rule for the leaf alone")
case("not-yet-valid", "before its beginning", leaf(P256, start="270101000000Z"), refused=["ek.certificate.not-yet-valid"])
def intermediates(file, about, code, openssl=None, why=None, refused=None, **options):
    basic = {"length": 0, **options}
    case(file, about, None, sent=("good-p256.der", save(file + "-ca.der", ca(N_ROOT, ROOT, N_INTERMEDIATE, INTERMEDIATE, **basic))), trust=("root.der",),
         refused=refused or [code], openssl=openssl, why=why)
intermediates("expired-intermediate", "an authority past its end", "ek.chain.expired", end="260601000000Z")
intermediates("intermediate-not-yet-valid", "an authority before its beginning", "ek.chain.not-yet-valid", start="270101000000Z")
intermediates("not-a-ca", "an authority that is none", "ek.chain.not-ca", basic=seq(), length=None)
intermediates("no-cert-sign", "an authority whose key signs no certificates", "ek.chain.key-usage", key_usage=usage(b"\x02", 1))
intermediates("unknown-critical-intermediate", "an authority with a critical extension nobody knows", "ek.chain.unknown-critical", more=[extension("1.3.6.1.4.1.55555.1", NULL, True)])
intermediates("name-constraints", "an authority with name constraints", "ek.chain.name-constraints",
              more=[extension("2.5.29.30", seq(ctx(0, seq(seq(ctx(4, name("O=Example TPMs")))))), True)])
intermediates("sha1-intermediate", "an authority certified with SHA-1", "ek.chain.sha1", hash="sha1", openssl="ok", why="openssl verifies SHA-1 at its default security level 1 only where the distribution says so")
def version_1(issuer, issuer_key, subject, key):
    return signed(seq(b"\x02\x01\x31", issuer_key.algorithm(), issuer, seq(time("260101000000Z"), time("20561231235959Z")), subject, key.spki), issuer_key)
case("version-1-intermediate", "an authority of version 1, which cannot say that it is one", None,
     sent=("good-p256.der", save("version-1-intermediate-ca.der", version_1(N_ROOT, ROOT, N_INTERMEDIATE, INTERMEDIATE))), trust=("root.der",), refused=["ek.chain.not-ca"])
case("version-1-root", "a root of version 1, trusted for itself", None, "rsa2048", sent=("good-under-rsa.der",), trust=(save("version-1-root.der", version_1(N_RSA, RSA_CA, N_RSA, RSA_CA)),))
N_SUB, SUB = name("CN=EK Intermediate 2,O=Example TPMs,C=XX"), Key("sub")
case("path-length", "an authority below one that may have none", leaf(P256, N_SUB, SUB), sent=(save("sub-ca.der", ca(N_INTERMEDIATE, INTERMEDIATE, N_SUB, SUB)), ), refused=["ek.chain.path-length"])
loop = [Key("loop 0"), Key("loop 1")]
n_loop = [name("CN=Loop 0"), name("CN=Loop 1")]
for i in (0, 1):
    save(f"loop-{i}-ca.der", ca(n_loop[1 - i], loop[1 - i], n_loop[i], loop[i]))
case("loop", "two authorities that certify each other", leaf(P256, n_loop[0], loop[0]), sent=("loop-0-ca.der", "loop-1-ca.der"), refused=["ek.chain.missing"])
line = [Key(f"line {i}") for i in range(10)]
n_line = [name(f"CN=Line {i}") for i in range(10)]
save("line-cas.der", b"".join(ca(n_line[i], line[i], n_line[i + 1], line[i + 1]) for i in range(9)))
case("too-long", "nine authorities", leaf(P256, n_line[9], line[9]), sent=("line-cas.der",), trust=("root.der",), refused=["ek.chain.too-long"], told=["ek.chain.unused"])
case("unknown-critical", "a critical extension nobody knows", leaf(P256, more=[extension("1.3.6.1.4.1.55555.1", NULL, True)]), refused=["ek.chain.unknown-critical"])
def critical_attributes():
    key = P256
    extensions = [authority(INTERMEDIATE), extension("2.5.29.15", AGREE, True), extension("2.5.29.17", tpm_san(), True), extension("2.5.29.19", seq(), True),
                  extension("2.5.29.37", seq(oid(EK_PURPOSE)), True), extension("2.5.29.9", directory(), True)]
    return certificate(N_INTERMEDIATE, INTERMEDIATE, b"\x30\x00", key, extensions)
case("critical-attributes", "subject directory attributes and extended key usage critical", critical_attributes(), openssl="refuses", why="openssl does not know critical subject directory attributes; this verifier reads them")
case("sha1-leaf", "the certificate signed with SHA-1", leaf(P256, hash="sha1"), refused=["ek.chain.sha1"], openssl="ok", why="see sha1-intermediate")

# --- leaves -------------------------------------------------------------------------------------------------------------------------------

LEAF_ONLY = "openssl verifies chains; it knows no endorsement key certificates"
case("no-purpose", "no extended key usage", leaf(P256, purpose=None), refused=["ek.certificate.purpose"], openssl="ok", why=LEAF_ONLY)
case("no-purpose-allowed", "the operator accepts a certificate without extended key usage", None, sent=("no-purpose.der",), rules=["AllowUnstatedPurpose"], told=["ek.certificate.purpose"])
case("purpose-of-ak", "an attestation key's purpose", leaf(P256, purpose="2.23.133.8.3"), refused=["ek.certificate.purpose"], openssl="ok", why=LEAF_ONLY)
case("any-purpose", "any purpose is not this one", leaf(P256, purpose="2.5.29.37.0"), refused=["ek.certificate.purpose"], openssl="ok", why=LEAF_ONLY)
case("platform", "a platform's purpose", leaf(P256, purpose="2.23.133.8.2"), refused=["ek.certificate.platform"], openssl="ok", why=LEAF_ONLY)
case("signing-usage", "a signing key's usage", leaf(P256, key_usage=SIGN), refused=["ek.certificate.key-usage"], openssl="ok", why=LEAF_ONLY)
case("leaf-is-ca", "basic constraints with cA", leaf(P256, basic=constraints(True)), refused=["ek.certificate.ca"], openssl="ok", why=LEAF_ONLY)
case("no-tpm-names", "subject alternative name without the TPM's names", leaf(P256, san=seq(tlv(0x82, b"tpm.example"))), told=["ek.certificate.subject"])
case("no-model", "model missing", leaf(P256, san=tpm_san(model=None)), told=["ek.certificate.subject"])
case("names-malformed", "a directory name that is none", leaf(P256, san=seq(ctx(4, integer(5)))), refused=["ek.certificate.subject"], openssl="refuses")
case("names-not-critical", "empty subject, names not critical", leaf(P256, san_critical=False), told=["ek.certificate.subject-critical"])
case("family-1.2", "a TPM 1.2", leaf(P256, attributes=directory(family="1.2")), refused=["ek.certificate.family"], openssl="ok", why=LEAF_ONLY)
case("attributes-malformed", "specification without revision", leaf(P256, attributes=seq(seq(oid("2.23.133.2.16"), tlv(0x31, seq(utf8("2.0")))))), refused=["ek.certificate.attributes"], openssl="ok", why=LEAF_ONLY)
RSA1024 = Key("small", "rsa1024")
case("rsa-1024", "a certificate of a small key", leaf(RSA1024), "rsa2048", refused=["ek.certificate.form"], openssl="ok", why="openssl takes RSA 1024 at security level 1")
case("attribute-certificate", "an attribute certificate, as platform certificates are", seq(seq(integer(1), seq(ctx(0, b"")), ctx(0, b"")), seq(oid("1.2.3")), bits(b"")), refused=["ek.certificate.platform"])
case("no-certificate", "none, and no allow-list", refused=["ek.certificate.none"])

# --- deviations: signed as they are -------------------------------------------------------------------------------------------------------

DEVIATION = ["ek.certificate.deviation"]
good = open(os.path.join(HERE, "good-p256.der"), "rb").read()
case("padding-zero", "00 up to the size of the NV index", good + bytes(300), told=DEVIATION)
case("padding-ff", "FF up to the size of the NV index", good + b"\xff" * 300, told=DEVIATION)
case("bytes-after", "other bytes after the certificate", good + b"\x01\x02\x03", told=DEVIATION)
case("wrapped", "in an OCTET STRING", octets(good), told=DEVIATION, openssl="refuses", why="openssl does not unwrap it")
case("length-not-shortest", "the signed part's length in three bytes", leaf(P256, tbs_long=True), told=DEVIATION)
case("length-not-shortest-outside", "the certificate's length in three bytes", leaf(P256, outer_long=True), told=DEVIATION)
case("integer-not-shortest", "the serial number with two zero bytes", leaf(P256, serial=b"\x02\x04\x00\x00\x10\x01"), told=DEVIATION, openssl="refuses",
     why="openssl refuses padded integers")
case("boolean-one", "critical as 01", certificate(N_INTERMEDIATE, INTERMEDIATE, b"\x30\x00", P256, [
     authority(INTERMEDIATE), extension("2.5.29.15", AGREE, True, true=b"\x01\x01\x01"), extension("2.5.29.17", tpm_san(), True), extension("2.5.29.19", seq(b"\x01\x01\x00"), True),
     extension("2.5.29.37", seq(oid(EK_PURPOSE)))]), told=DEVIATION)
case("unused-bits-set", "a key usage with unused bits set", leaf(P256, key_usage=tlv(0x03, b"\x03\x0f")), told=DEVIATION)
n_set = seq(tlv(0x31, seq(oid("2.5.4.3"), printable("EK Set Root")) + seq(oid("2.5.4.10"), printable("Example TPMs")) + seq(oid("2.5.4.6"), printable("XX"))))
SET = Key("set")
save("set-order-root.der", ca(n_set, SET, n_set, SET))
case("unknown-usage-bits", "a key usage with a bit that has no name, as STMicroelectronics'", leaf(P256, key_usage=tlv(0x03, b"\x01\x08\x02")), told=DEVIATION)
case("set-order", "names with one unsorted set, as Nuvoton's", leaf(P256, n_set, SET), trust=("set-order-root.der",), told=DEVIATION)
short = RSA.spki.replace(b"\x02\x82\x01\x01\x00" + RSA.n, b"\x02\x82\x01\x00" + RSA.n).replace(b"\x30\x82\x01\x0a", b"\x30\x82\x01\x09")
short = seq(short[4:19], bits(short[24:]))
case("modulus-without-sign-byte", "an RSA modulus that would be negative", leaf(RSA, spki=short), "rsa2048", told=DEVIATION)
def long_signature(tbs):
    while True:
        value = INTERMEDIATE.sign(tbs)
        r = value[4:4 + value[3]]
        if len(r) == 32:
            rest = value[4 + value[3]:]
            return seq(tlv(2, b"\x00" + r), rest)
case("signature-not-shortest", "r of the signature with a needless zero", leaf(P256, signature=long_signature), told=DEVIATION, openssl="refuses", why="openssl wants the signature itself in DER")
def indefinite(): return b"\x30\x80" + good[4:] + b"\x00\x00"
case("indefinite-length", "a form that no TPM has", indefinite(), refused=["ek.certificate.form"], openssl="ok", why="openssl reads BER; no TPM writes indefinite lengths, and reading them is no small thing")
case("truncated", "cut short", good[:-9], refused=["ek.certificate.form"])

# --- revocation ---------------------------------------------------------------------------------------------------------------------------

SERIAL = b"\x02\x02\x10\x01"
save("crl-intermediate.der", crl(N_INTERMEDIATE, INTERMEDIATE, [b"\x02\x01\x05"]))
save("crl-root.der", crl(N_ROOT, ROOT, []))
save("revoked-leaf.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [SERIAL], entry=seq(extension("2.5.29.21", tlv(0x0A, b"\x01")))))
save("revoked-intermediate.crl", crl(N_ROOT, ROOT, [SERIAL]))
save("crl-expired.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [], next="261110000000Z"))
save("crl-future.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [], this="261125000000Z"))
save("crl-wrong-key.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [], signer=OTHER))
save("crl-partial.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [], scope=extension("2.5.29.28", seq(tlv(0x81, b"\xff")), True)))
save("crl-sha1.crl", crl(N_INTERMEDIATE, INTERMEDIATE, [], hash="sha1"))
def revoked(file, about, crls, refused=(), sent=("good-p256.der",), **options):
    case(file, about, None, sent=sent, crls=crls, refused=refused, **options)
revoked("crl-good", "lists of both authorities, neither names the certificate", ("crl-intermediate.der", "crl-root.der"), rules=["RequireRevocationLists"])
revoked("revoked-leaf", "the endorsement key's certificate is on its authority's list", ("revoked-leaf.crl", "crl-root.der"), ["ek.revocation.leaf"])
revoked("revoked-intermediate", "the authority is on the root's list", ("crl-intermediate.der", "revoked-intermediate.crl"), ["ek.revocation.authority"])
revoked("crl-expired", "the next list is out", ("crl-expired.crl", "crl-root.der"), ["ek.revocation.expired"])
revoked("crl-future", "a list of a day to come", ("crl-future.crl", "crl-root.der"), ["ek.revocation.not-yet"])
revoked("crl-wrong-key", "signed by another key", ("crl-wrong-key.crl", "crl-root.der"), ["ek.revocation.signature"])
revoked("crl-sha1", "signed with SHA-1", ("crl-sha1.crl", "crl-root.der"), ["ek.revocation.signature"], openssl="ok", why="see sha1-intermediate")
revoked("crl-partial", "an issuing distribution point", ("crl-partial.crl", "crl-root.der"), ["ek.revocation.scope"],
        openssl="ok", why="openssl processes issuing distribution points; this verifier wants complete lists")
revoked("crl-none", "no list of the root, and the rules demand one", ("crl-intermediate.der",), ["ek.revocation.none"], rules=["RequireRevocationLists"])

# --- public areas and the allow-list --------------------------------------------------------------------------------------------------------

save("ak-like.tpm2b_public", ek_public(P256, attributes=0x00050072))
save("movable.tpm2b_public", ek_public(P256, attributes=0x000300A0))
save("own-template.tpm2b_public", ek_public(P256, policy=bytes(32)))
save("sha1-name.tpm2b_public", ek_public(P256, policy=bytes(20), name_alg=b"\x00\x04"))
save("cut.tpm2b_public", ek_public(P256)[:-3])
case("ek-not-storage", "the public area of a signing key", None, "ak-like", sent=("good-p256.der",), refused=["ek.public.not-storage"], told=["ek.public.template"], openssl="ok", why="openssl is not told the endorsement key")
case("ek-movable", "fixedTPM and fixedParent clear", None, "movable", sent=("good-p256.der",), refused=["ek.public.not-fixed"], told=["ek.public.template"], openssl="ok", why="openssl is not told the endorsement key")
case("ek-own-template", "a policy that the profile does not know", None, "own-template", sent=("good-p256.der",), told=["ek.public.template", "ek.public.policy"])
case("ek-sha1-name", "a name with SHA-1", None, "sha1-name", sent=("good-p256.der",), refused=["ek.public.key"], told=["ek.public.template", "ek.public.policy"], openssl="ok", why="openssl is not told the endorsement key")
case("ek-cut", "a public area cut short", None, "cut", sent=("good-p256.der",), refused=["ek.public.form"], openssl="ok", why="openssl is not told the endorsement key")
LISTED = "the operator's list vouches for the key"
def listed(key): return hashlib.sha256(ek_public(key)[2:]).hexdigest()
case("listed", "no certificate, but the key's name on the list", allow="000b" + listed(P256) + " node-7 Example/Model-9", openssl="refuses", why=LISTED)
case("listed-by-hash", "the SHA-256 of the SubjectPublicKeyInfo", allow=hashlib.sha256(P256.spki).hexdigest(), openssl="refuses", why=LISTED)
case("listed-chain-missing", "a chain without root, and the key on the list", None, sent=("good-p256.der",), trust=(), allow=listed(P256), told=["ek.chain.missing"], openssl="refuses", why=LISTED)
case("listed-other-tpm", "on the list, but the certificate is another's", None, sent=("another-tpm.der",), allow=listed(P256), refused=["ek.certificate.key"], openssl="ok", why="openssl is not told the endorsement key")
case("listed-revoked", "on the list, but revoked", None, sent=("good-p256.der",), crls=("revoked-leaf.crl", "crl-root.der"), allow=listed(P256), refused=["ek.revocation.leaf"])
case("not-listed", "another key is on the list", allow=listed(SECOND), refused=["ek.certificate.none"])

with open(os.path.join(HERE, "cases.json"), "w") as out:
    out.write("[\n" + ",\n".join("  " + json.dumps(c) for c in CASES) + "\n]\n")
print(len(CASES), "cases")
