#!/usr/bin/env python3
"""Makes the DICE chains of this folder and the certificates of ../x509: python3 make.py

Needs python3 (standard library) and the openssl command, which makes every signature and public key; DER and CBOR are put together here, so
that each file can have exactly one defect, named by its file name. expected.json says what must come of each file. Keys are made from fixed seeds,
and Ed25519 is deterministic, so a second run gives the same bytes (except in weaker-key.chain, whose root is P-384).
"""
import hashlib, hmac, json, os, subprocess, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
X509 = os.path.join(HERE, "..", "x509")

# --- DER ---------------------------------------------------------------------------------------------------------------------------------

def tlv(tag, body):
    n = len(body)
    length = bytes([n]) if n < 0x80 else bytes([0x81, n]) if n < 0x100 else bytes([0x82, n >> 8, n & 0xFF])
    return bytes([tag]) + length + body

def seq(*parts): return tlv(0x30, b"".join(parts))
def ctx(n, body): return tlv(0xA0 | n, body)
def octets(body): return tlv(0x04, body)
def bits(body, unused=0): return tlv(0x03, bytes([unused]) + body)

def oid(dotted):
    arcs = [int(a) for a in dotted.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        group = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            group.insert(0, arc & 0x7F | 0x80)
        out += bytes(group)
    return tlv(0x06, out)

TRUE, NULL = tlv(0x01, b"\xff"), tlv(0x05, b"")
ED25519 = seq(oid("1.3.101.112"))
ECDSA384 = seq(oid("1.2.840.10045.4.3.3"))

# --- keys --------------------------------------------------------------------------------------------------------------------------------

def openssl(*args, stdin=b""):
    return subprocess.run(["openssl", *args], input=stdin, stdout=subprocess.PIPE, check=True).stdout

class Key:
    def __init__(self, seed, p384=False):
        self.p384 = p384
        secret = hashlib.sha512(seed.encode()).digest()
        if p384:
            inner = seq(tlv(2, b"\x01"), octets(secret[:48]))
            self.pkcs8 = seq(tlv(2, b"\x00"), seq(oid("1.2.840.10045.2.1"), oid("1.3.132.0.34")), octets(inner))
        else:
            self.pkcs8 = seq(tlv(2, b"\x00"), ED25519, octets(octets(secret[:32])))
        self.spki = openssl("pkey", "-inform", "DER", "-outform", "DER", "-pubout", stdin=self.pkcs8)
        self.raw = self.spki[-96:] if p384 else self.spki[-32:]
        self.id = dice_id(self.raw)
        self.alg = ECDSA384 if p384 else ED25519

    def sign(self, data):
        with tempfile.TemporaryDirectory() as d:
            key, text, out = (os.path.join(d, n) for n in ("k", "t", "o"))
            open(key, "wb").write(self.pkcs8)
            open(text, "wb").write(data)
            if self.p384:
                openssl("dgst", "-sha384", "-keyform", "DER", "-sign", key, "-out", out, text)
            else:
                openssl("pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text, "-out", out)
            return open(out, "rb").read()

ID_SALT = bytes.fromhex("DBDBAEBC8020DA9FF0DD5A24C83AA5A54286DFC263031E329B4DA148430659FE62CDB5B7E1E00FC680306711EB444AF77209359496FCFF1DB9520BA51C7B29EA")

def dice_id(public):
    prk = hmac.new(ID_SALT, public, hashlib.sha512).digest()
    out = bytearray(hmac.new(prk, b"ID\x01", hashlib.sha512).digest()[:20])
    out[0] &= 0x7F
    return bytes(out).hex()

UDS, L1, L2, LEAF, EXTRA = (Key(n) for n in ("uds", "layer 1", "layer 2", "attestation key", "extra"))
CA, INTERMEDIATE, OTHER_CA, CA0 = (Key(n) for n in ("ca", "intermediate", "another ca", "ca with path length 0"))
STRONG = Key("p-384 uds", p384=True)

# --- X.509 -------------------------------------------------------------------------------------------------------------------------------

def name(text, attribute="2.5.4.5"): return seq(tlv(0x31, seq(oid(attribute), tlv(0x13, text.encode()))))
def ca_name(text): return name(text, "2.5.4.3")
def ext(o, value, critical=True): return seq(oid(o), TRUE if critical else b"", octets(value))

CERT_SIGN = ext("2.5.29.15", tlv(3, b"\x02\x04"))
SIGN = ext("2.5.29.15", tlv(3, b"\x07\x80"))
IS_CA = ext("2.5.29.19", seq(TRUE))
NOT_CA = ext("2.5.29.19", seq())
def ca_path(n): return ext("2.5.29.19", seq(TRUE, tlv(2, bytes([n]))))
def aki(id_hex): return ext("2.5.29.35", seq(tlv(0x80, bytes.fromhex(id_hex))), critical=False)
def ski(id_hex): return ext("2.5.29.14", octets(bytes.fromhex(id_hex)), critical=False)

def h(text): return hashlib.sha512(text.encode()).digest()

def open_dice(mode=ctx(6, tlv(0x0A, b"\x01")), code=ctx(0, octets(h("code"))), config=ctx(3, octets(h("inline configuration")))):
    return ext("1.3.6.1.4.1.11129.2.1.24", seq(code, config, ctx(4, octets(h("authority"))), mode))

ALWAYS = seq(tlv(0x17, b"180322235959Z"), tlv(0x18, b"99991231235959Z"))

def cert(issuer, subject, extensions, issuer_name=None, subject_name=None, validity=ALWAYS, signer=None, trailer=b""):
    signer = signer or issuer
    tbs = seq(ctx(0, tlv(2, b"\x02")), tlv(2, b"\x01"), signer.alg, issuer_name or name(issuer.id), validity, subject_name or name(subject.id),
              subject.spki, ctx(3, seq(*extensions)))
    return seq(tbs, signer.alg, bits(signer.sign(tbs))) + trailer

def uds_cert(subject=UDS, issuer=None, issuer_name=None, extra=()):
    issuer = issuer or subject
    return cert(issuer, subject, [aki(issuer.id), ski(subject.id), CERT_SIGN, IS_CA, *extra], issuer_name=issuer_name)

def layer(issuer, subject, dice=None, usage=CERT_SIGN, ca=IS_CA, authority=None, **more):
    parts = [aki(authority or issuer.id), ski(subject.id), usage, ca, open_dice() if dice is None else dice]
    return cert(issuer, subject, [p for p in parts if p], **more)

def leaf(issuer, subject=LEAF, **more):
    return cert(issuer, subject, [aki(issuer.id), ski(subject.id), SIGN, NOT_CA], **more)

# --- CBOR --------------------------------------------------------------------------------------------------------------------------------

class Raw(bytes): pass

def cbor(x):
    def head(major, n):
        if n < 24: return bytes([major << 5 | n])
        for i, size in enumerate((1, 2, 4)):
            if n < 1 << 8 * size: return bytes([major << 5 | 24 + i]) + n.to_bytes(size, "big")
        raise ValueError(n)
    if isinstance(x, Raw): return bytes(x)
    if x is None: return b"\xf6"
    if isinstance(x, int): return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes): return head(2, len(x)) + x
    if isinstance(x, str): return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list): return head(4, len(x)) + b"".join(cbor(i) for i in x)
    if isinstance(x, dict): return head(5, len(x)) + b"".join(cbor(k) + cbor(v) for k, v in x.items())
    raise TypeError(type(x))

def cose_key(key): return {1: 1, 3: -8, 4: [2], -1: 6, -2: key.raw}

CODE, CONFIG_HASH, CONFIG, AUTHORITY, MODE, SUBJECT_KEY, USAGE, PROFILE = (
    -4670545, -4670547, -4670548, -4670549, -4670551, -4670552, -4670553, -4670554)

def claims(issuer, subject):
    return {1: issuer.id, 2: subject.id, CODE: h("code"), CONFIG: h("inline configuration"), AUTHORITY: h("authority"), MODE: b"\x01",
            SUBJECT_KEY: cbor(cose_key(subject)), USAGE: b"\x20"}

def sign1(issuer, payload):
    protected = cbor({1: -8})
    payload = cbor(payload)
    return Raw(cbor([protected, {}, payload, issuer.sign(cbor(["Signature1", protected, b"", payload]))]))

def cwt(issuer, subject, change=None, drop=()):
    map_ = claims(issuer, subject) | (change or {})
    return sign1(issuer, {label: value for label, value in map_.items() if label not in drop})

def cwt_leaf(issuer, subject=LEAF):
    return sign1(issuer, {1: issuer.id, 2: subject.id, SUBJECT_KEY: cbor(cose_key(subject)), USAGE: b"\x01"})

# --- files -------------------------------------------------------------------------------------------------------------------------------

rows, certificates = [], []

def write(file, content, about, anchors="uds", profile="open-dice", reasons=(), refused=None, notes=(), folder=HERE, list_=rows):
    open(os.path.join(folder, file), "wb").write(content)
    row = {"file": file, "about": about}
    if list_ is rows: row |= {"anchors": anchors, "profile": profile}
    if refused: row["refused"] = refused
    else: row["reasons"] = sorted(reasons)
    if notes: row["notes"] = sorted(notes)
    list_.append(row)

def chain(file, about, elements, **more): write(file + ".chain", cbor(elements), about, **more)

X1, X2, X3 = layer(UDS, L1), layer(L1, L2), leaf(L2)
C1, C2, C3 = cwt(UDS, L1), cwt(L1, L2), cwt_leaf(L2)
ROOT = uds_cert()
KEY = cose_key(UDS)

def good():
    chain("good-x509", "UDS certificate, two layers, attestation key", [ROOT, X1, X2, X3])
    chain("good-cwt", "the same as CBOR certificates below the UDS key", [KEY, C1, C2, C3])
    chain("good-mixed", "X.509 and CBOR in turn", [ROOT, C1, X2, C3])
    chain("good-under-ca", "the manufacturer CA issued the UDS certificate", [uds_cert(issuer=CA, issuer_name=ca_name("Manufacturer CA")), X1, X2, X3], anchors="ca")
    chain("good-under-intermediate", "an intermediate that the verifier holds issued the UDS certificate",
          [uds_cert(issuer=INTERMEDIATE, issuer_name=ca_name("Line CA")), X1, X2, X3], anchors="ca")
    chain("good-no-uds-certificate", "first certificate issued by an enrolled key that the chain does not bring", [X1, X2, X3])
    chain("mode-integer", "mode as INTEGER, as the profile's text says", [ROOT, layer(UDS, L1, open_dice(mode=ctx(6, tlv(2, b"\x01")))), X2, X3], notes=["ModeAsInteger"])

def anchors():
    write("ca.der", cert(CA, CA, [ski(CA.id), CERT_SIGN, IS_CA], ca_name("Manufacturer CA"), ca_name("Manufacturer CA")), "anchor", list_=[])
    write("intermediate.der", cert(CA, INTERMEDIATE, [aki(CA.id), ski(INTERMEDIATE.id), CERT_SIGN, IS_CA], ca_name("Manufacturer CA"), ca_name("Line CA")), "intermediate", list_=[])
    write("ca-path-length-1.der", cert(CA0, CA0, [ski(CA0.id), CERT_SIGN, ca_path(1)], ca_name("Short CA"), ca_name("Short CA")), "anchor", list_=[])
    write("uds.spki.der", UDS.spki, "enrolled key", list_=[])
    write("strong-uds.spki.der", STRONG.spki, "enrolled key", list_=[])
    chain("wrong-ca", "a CA of the same name, with another key, issued the UDS certificate",
          [uds_cert(issuer=OTHER_CA, issuer_name=ca_name("Manufacturer CA")), X1, X2, X3], anchors="ca", reasons=["dice.chain.anchor"])
    chain("not-enrolled", "another device's UDS key at the top", [cose_key(EXTRA), cwt(EXTRA, L1), C2, C3], reasons=["dice.chain.anchor"])
    chain("path-length-exceeded", "the CA allows one certificate between it and the last, three follow",
          [uds_cert(issuer=CA0, issuer_name=ca_name("Short CA")), X1, X2, X3], anchors="ca", reasons=["dice.chain.path-length"])

def paths():
    chain("not-a-ca", "a layer's basic constraints have cA false", [ROOT, layer(UDS, L1, ca=NOT_CA), X2, X3], reasons=["dice.chain.not-ca"])
    chain("missing-key-usage", "a layer's certificate has no key usage", [ROOT, layer(UDS, L1, usage=None), X2, X3], reasons=["dice.chain.key-usage"])
    chain("self-signed-leaf", "the attestation key certifies itself in the last layer's name", [ROOT, X1, X2, leaf(L2, signer=LEAF)], reasons=["dice.chain.signature"])
    chain("forged-layer", "a layer's certificate signed by a key that is not the UDS", [KEY, sign1(EXTRA, claims(UDS, L1)), C2, C3], reasons=["dice.chain.signature"])
    chain("swapped-layers", "the two layers in the other order", [ROOT, X2, X1, X3], reasons=["dice.chain.signature", "dice.chain.linkage", "dice.chain.authority-key"])
    chain("truncated-chain", "the first layer is missing", [KEY, C2, C3], reasons=["dice.chain.signature", "dice.chain.linkage"])
    chain("wrong-authority-key", "the authority key identifier names another key", [ROOT, X1, layer(L1, L2, authority=EXTRA.id), X3], reasons=["dice.chain.authority-key"])
    chain("wrong-subject-id", "a layer's name is not derived from its key",
          [ROOT, X1, layer(L1, L2, subject_name=name(EXTRA.id)), leaf(L2, issuer_name=name(EXTRA.id))], reasons=["dice.chain.subject-id"])
    chain("expired", "a layer's certificate ended in 2020", [ROOT, layer(UDS, L1, validity=seq(tlv(0x17, b"180322235959Z"), tlv(0x17, b"200101000000Z"))), X2, X3], reasons=["dice.chain.expired"])
    chain("not-yet-valid", "a layer's certificate begins in 2049", [ROOT, layer(UDS, L1, validity=seq(tlv(0x17, b"490101000000Z"), tlv(0x18, b"99991231235959Z"))), X2, X3], reasons=["dice.chain.not-yet-valid"])
    chain("cdi-leaf", "no attestation key: the last CDI key would sign evidence", [ROOT, X1, X2], reasons=["dice.chain.leaf-usage"])
    chain("key-reused", "the second layer has the first one's key", [KEY, C1, cwt(L1, L1), cwt_leaf(L1)], reasons=["dice.chain.key-reused"])
    chain("weaker-key", "an Ed25519 layer below a P-384 UDS", [uds_cert(STRONG), layer(STRONG, L1), X2, X3], anchors="strong", reasons=["dice.chain.strength"])
    chain("several-defects", "expired, not a CA, and no mode: all three are named",
          [ROOT, layer(UDS, L1, open_dice(mode=b""), ca=NOT_CA, validity=seq(tlv(0x17, b"180322235959Z"), tlv(0x17, b"200101000000Z"))), X2, X3],
          reasons=["dice.chain.expired", "dice.chain.not-ca", "dice.layer.mode-missing"])

def layers():
    chain("no-mode", "a layer does not say its mode", [ROOT, layer(UDS, L1, open_dice(mode=b"")), X2, X3], reasons=["dice.layer.mode-missing"])
    chain("no-code-hash", "a layer measures no code", [KEY, cwt(UDS, L1, drop=[CODE]), C2, C3], reasons=["dice.layer.measurement-missing"])
    chain("wrong-configuration-hash", "the configuration hash is another descriptor's",
          [KEY, cwt(UDS, L1, change={CONFIG: b"descriptor", CONFIG_HASH: h("another")}), C2, C3], reasons=["dice.layer.configuration-hash"])
    chain("unmeasured-layer", "a CA without measurements between two layers",
          [ROOT, X1, cert(L1, EXTRA, [aki(L1.id), ski(EXTRA.id), CERT_SIGN, IS_CA]), layer(EXTRA, L2), X3], reasons=["dice.chain.unmeasured"])
    chain("no-layer", "the UDS certifies an attestation key directly", [ROOT, leaf(UDS)], reasons=["dice.chain.no-layer"])
    chain("root-key-only", "a key and nothing below it", [KEY], reasons=["dice.chain.degenerate"])
    chain("self-signed-only", "one self-signed certificate", [ROOT], reasons=["dice.chain.degenerate"])

def android():
    def with_(issuer, subject, labels): return cwt(issuer, subject, {CONFIG: cbor({-70002: "layer", -70005: 1}), **labels})
    def a(issuer, subject): return with_(issuer, subject, {})
    more = dict(profile="android")
    chain("android-good", "profile versions rise along the chain", [KEY, a(UDS, L1), with_(L1, L2, {PROFILE: "android.16"})], **more)
    chain("android-14-tolerances", "mode as an integer and key usage 04, which android.14 tolerates", [KEY, with_(UDS, L1, {MODE: 1, USAGE: b"\x04"}), a(L1, L2)],
          notes=["KeyUsageBitOrder", "ModeAsCborInteger"], **more)
    chain("android-15-mode-integer", "the same under android.15", [KEY, with_(UDS, L1, {MODE: 1, PROFILE: "android.15"}), with_(L1, L2, {PROFILE: "android.15"})],
          reasons=["dice.android.tolerance"], notes=["ModeAsCborInteger"], **more)
    chain("android-17", "a version that does not exist", [KEY, with_(UDS, L1, {PROFILE: "android.17"})], reasons=["dice.android.profile"], **more)
    chain("android-profile-decreasing", "android.15 below android.16", [KEY, with_(UDS, L1, {PROFILE: "android.16"}), with_(L1, L2, {PROFILE: "android.15"})],
          reasons=["dice.android.profile-order"], **more)
    chain("android-16-no-security-version", "android.16 requires -70005", [KEY, with_(UDS, L1, {PROFILE: "android.16", CONFIG: cbor({-70002: "layer"})})],
          reasons=["dice.android.security-version"], **more)
    chain("android-bad-configuration", "a component name that is a number", [KEY, with_(UDS, L1, {CONFIG: cbor({-70002: 1})})], reasons=["dice.configuration"], **more)
    chain("android-x509-entry", "an X.509 certificate in a chain of the Android profile", [KEY, X1], reasons=["dice.android.form"], notes=["InlineConfiguration"], **more)
    chain("android-degenerate", "the root key certifies itself", [KEY, sign1(UDS, {1: "Issuer", 2: "Subject", SUBJECT_KEY: cbor(KEY), USAGE: b"\x20"})],
          reasons=["dice.chain.degenerate"], **more)

def requests():
    entry = cwt(UDS, L1, {CONFIG: cbor({-70002: "layer"})})
    signed = sign1(L1, [b"challenge", cbor({"keys": []})])
    def request(file, about, uds_certs, data=signed, version=1, **more):
        write(file + ".request", cbor([version, uds_certs, [KEY, entry], data]), about, profile="android", **more)
    def signer(leaf_key): return {"factory": [cert(CA, CA, [ski(CA.id), CERT_SIGN, IS_CA], ca_name("Manufacturer CA"), ca_name("Manufacturer CA")),
                                              uds_cert(leaf_key, issuer=CA, issuer_name=ca_name("Manufacturer CA"))]}
    request("good", "a request of version 3 with UDS certificates", signer(UDS))
    request("other-uds-certificate", "the UDS certificate is over another key", signer(EXTRA), reasons=["dice.android.uds-certificate"])
    request("data-signed-by-uds", "the data is signed by the root key, not the leaf", {}, sign1(UDS, [b"challenge", b""]), reasons=["dice.android.signed-data"])
    request("data-without-challenge", "the signed data is not a challenge and a payload", {}, sign1(L1, [b"challenge"]), reasons=["dice.android.signed-data"])
    request("version-2", "another version of the request", {}, version=2, refused="dice.android.request")

def unreadable():
    chain("seventeen-elements", "one more than the limit", [KEY] + [C1] * 16, refused="dice.chain.length")
    chain("empty-array", "no root", [], refused="dice.chain.form")
    chain("root-is-a-number", "no key and no certificate", [1, C1], refused="dice.chain.form")
    chain("root-is-a-cbor-certificate", "a root must be a key or X.509", [C1, C2], refused="dice.chain.form")
    chain("private-root-key", "the COSE_Key has d", [dict(KEY) | {-4: bytes(32)}, C1], refused="cose.key.private")
    chain("no-issuer", "a CBOR certificate without iss", [KEY, cwt(UDS, L1, drop=[1])], refused="dice.cwt.claim-missing")
    chain("mode-4", "a mode that does not exist", [KEY, cwt(UDS, L1, change={MODE: b"\x04"})], refused="dice.cwt.claim-value")
    chain("mode-4-x509", "the same in X.509", [ROOT, layer(UDS, L1, open_dice(mode=ctx(6, tlv(0x0A, b"\x04"))))], refused="x509.extension")
    chain("certificate-with-trailing-byte", "a byte after the certificate inside its string", [ROOT, X1 + b"\0"], refused="der.trailing")

def x509():
    def tcb(*parts): return seq(tlv(0x80, b"vendor"), tlv(0x83, b"\x05"), ctx(6, seq(oid("2.16.840.1.101.3.4.2.1"), octets(hashlib.sha256(b"firmware").digest()))), tlv(0x87, b"\x04\xb0"), *parts)
    registers = seq(tlv(0x80, b"Reg1"), ctx(2, seq(oid("2.16.840.1.101.3.4.2.1"), octets(bytes(32)))))
    def one(file, about, *extensions, **more):
        write(file + ".der", cert(UDS, UDS, [CERT_SIGN, IS_CA, *extensions]), about, folder=X509, list_=certificates, **more)
    TCB = "2.23.133.5.4.1"
    one("tcbinfo", "DiceTcbInfo without [10] and [11]", ext(TCB, tcb(), False))
    one("tcbinfo-flags-mask-at-10", "version 1.1: [10] primitive", ext(TCB, tcb(tlv(0x8A, b"\x04\xf0")), False), notes=["FlagsMaskAt10"])
    one("tcbinfo-registers-at-10", "version 1.2: [10] constructed", ext(TCB, tcb(ctx(10, registers)), False), notes=["IntegrityRegistersAt10"])
    one("tcbinfo-registers-at-11", "version 1.2 with errata: [11]", ext(TCB, tcb(ctx(11, registers)), False), notes=["IntegrityRegistersAt11"])
    one("tcbinfo-mask-and-registers", "1.1 mask at [10] and registers at [11]", ext(TCB, tcb(tlv(0x8A, b"\x04\xf0"), ctx(11, registers)), False), notes=["FlagsMaskAt10", "IntegrityRegistersAt11"])
    one("tcbinfo-under-oid-2", "DiceTcbInfo under 2.23.133.5.4.2", ext("2.23.133.5.4.2", tcb(), False), notes=["TcbInfoUnderOid2"])
    one("tcbinfo-wrong-digest-length", "a SHA-256 digest of 31 bytes", ext(TCB, seq(ctx(6, seq(oid("2.16.840.1.101.3.4.2.1"), octets(bytes(31))))), False), refused="x509.extension")
    one("tcbinfo-registers-twice", "[10] and [11] both hold registers", ext(TCB, tcb(ctx(10, registers), ctx(11, registers)), False), refused="der.trailing")
    one("tcbinfo-register-without-name", "a register with neither name nor number", ext(TCB, tcb(ctx(11, seq(ctx(2, b"")))), False), refused="x509.extension")
    one("multi-tcbinfo", "two DiceTcbInfo in one extension", ext("2.23.133.5.4.5", seq(tcb(), tcb()), False))
    one("ueid", "a UEID", ext("2.23.133.5.4.4", seq(octets(b"\x01" + bytes(16))), False))
    one("unknown-critical", "a critical extension nobody knows", ext("1.3.6.1.4.1.99999.1", NULL), refused="x509.unknown-critical")
    one("critical-name-constraints", "name constraints are not processed, so not accepted", ext("2.5.29.30", seq(ctx(0, b""))), refused="x509.unknown-critical")
    one("unknown-not-critical", "the same, not critical", ext("1.3.6.1.4.1.99999.1", NULL, False))
    one("duplicate-extension", "basic constraints twice", IS_CA, refused="x509.duplicate-extension")
    one("critical-false-encoded", "critical FALSE, which DER leaves out", seq(oid("1.3.6.1.4.1.99999.1"), tlv(1, b"\0"), octets(NULL)), notes=["ExplicitDefault"])
    one("boolean-one", "critical as 01, which is BER", seq(oid("1.3.6.1.4.1.99999.1"), tlv(1, b"\x01"), octets(NULL)), refused="der.value")
    one("empty-extended-key-usage", "a list of key purposes with none in it", ext("2.5.29.37", seq(), False), refused="der.truncated")
    one("authority-serial-without-issuer", "half of an authority's name", ext("2.5.29.35", seq(tlv(0x82, b"\x01")), False), refused="x509.extension")

def main():
    os.makedirs(X509, exist_ok=True)
    for part in (good, anchors, paths, layers, android, requests, unreadable, x509): part()
    for folder, list_ in ((HERE, rows), (X509, certificates)):
        with open(os.path.join(folder, "expected.json"), "w") as f:
            f.write("[\n" + ",\n".join("  " + json.dumps(r) for r in list_) + "\n]\n")

if __name__ == "__main__":
    main()
