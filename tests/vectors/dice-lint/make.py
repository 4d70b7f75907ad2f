#!/usr/bin/env python3
"""Makes the files of this folder, one for every rule of the linter: python3 make.py

Each file has the defect that its name is the rule of, and no other, unless one follows from the other by necessity; expected.json then says so ("implies").
clean-* have none. Same tools as ../dice/make.py (python3's standard library and openssl), whose pieces are used here. Keys are made from fixed seeds and Ed25519 is
deterministic, so a second run gives the same bytes, but for the files with a P-384 key.
"""
import hashlib, hmac, json, os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "dice"))
from make import *  # keys, DER, CBOR

HERE = os.path.dirname(os.path.abspath(__file__))

KEY_USAGE, BASIC, AKI, SKI, ALT_NAME, OPEN_DICE = "2.5.29.15", "2.5.29.19", "2.5.29.35", "2.5.29.14", "2.5.29.17", "1.3.6.1.4.1.11129.2.1.24"
TCB, TCB_2, UEID = "2.23.133.5.4.1", "2.23.133.5.4.2", "2.23.133.5.4.4"
SHA1, SHA256 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"
UTC = tlv(0x17, b"250101000000Z")
BOUNDED = seq(UTC, tlv(0x17, b"450101000000Z"))
ROOT_CA, LINE_CA, DEVICE, SECOND = (Key(n) for n in ("lint root", "lint line", "lint device", "lint second device"))

rows = []

def put(name, content, about, implies=(), suffix="der", rule=True):
    file = f"{name}.{suffix}"
    with open(os.path.join(HERE, file), "wb") as f:
        f.write(content)
    rows.append({"file": file, "about": about, "findings": sorted({name, *implies} if rule else implies), **({"implies": sorted(implies)} if implies and rule else {})})

# --- an ordinary certificate (a CA of a manufacturer, and what it certifies) ---------------------------------------------------------------

def usage(value=b"\x02\x04", critical=True): return ext(KEY_USAGE, tlv(3, value), critical)
def basic(content=TRUE, critical=True): return ext(BASIC, seq(content), critical)
def authority(key, critical=False): return ext(AKI, seq(tlv(0x80, bytes.fromhex(key.id))), critical)
def subject_key(key, critical=False): return ext(SKI, octets(bytes.fromhex(key.id)), critical)
def common(text, tag=0x0C): return seq(tlv(0x31, seq(oid("2.5.4.3"), tlv(tag, text.encode()))))

def plain(issuer=ROOT_CA, subject=DEVICE, *, issuer_name=None, subject_name=None, serial=b"\x01", validity=BOUNDED, extensions=None, version=ctx(0, tlv(2, b"\x02")),
          algorithm=None, signer=None, edit=lambda tbs: tbs, **parts):
    """A certificate with the extensions of an attestation key's, each of which parts may replace (None: leaves it out)."""
    algorithm = algorithm or issuer.alg
    named = {"authority": authority(issuer), "subject_key": subject_key(subject), "usage": usage(b"\x07\x80"), "basic": b"", "more": b"", **parts}
    exts = b"".join(value for value in named.values() if value)
    tbs = seq(version, tlv(2, serial), algorithm, common("Root CA") if issuer_name is None else issuer_name, validity, common("Device") if subject_name is None else subject_name, subject.spki,
              ctx(3, seq(exts)) if exts else b"")
    tbs = edit(tbs)
    return seq(tbs, algorithm, bits((signer or issuer).sign(tbs)))

def ca_cert(issuer=ROOT_CA, subject=ROOT_CA, subject_name=None, **more):
    return plain(issuer, subject, subject_name=common("Root CA") if subject_name is None else subject_name, **{"usage": usage(), "basic": basic(), **more})

def line_cert(**more): return ca_cert(ROOT_CA, LINE_CA, common("Line CA"), **more)

def replaced(old, new):
    """Changes bytes that are written once, and the lengths around them."""
    def edit(tbs):
        assert tbs.count(old) == 1, tbs.count(old)
        body_at = 4 if tbs[1] == 0x82 else 3 if tbs[1] == 0x81 else 2
        return tlv(0x30, tbs[body_at:].replace(old, new))
    return edit

def x509():
    put("clean-ca", ca_cert(), "a root", rule=False)
    put("clean-attestation-key", plain(), "a certificate that may not certify", rule=False)
    put("x509.refused", plain(more=ext("1.3.6.1.4.1.99999.1", NULL)), "a critical extension that nobody knows")
    put("x509.version", plain(ROOT_CA, ROOT_CA, subject_name=common("Root CA"), version=b"", authority=None, subject_key=None, usage=None), "version 1")
    put("x509.serial.form", plain(serial=b"\x00"), "serial number 0")
    put("x509.issuer.empty", plain(issuer_name=seq()), "an issuer without a name")
    put("x509.subject.empty", plain(subject_name=seq()), "a subject without a name")
    put("x509.time.generalized", plain(validity=seq(tlv(0x18, b"20250101000000Z"), tlv(0x17, b"450101000000Z"))), "GeneralizedTime in 2025")
    put("x509.time.no-expiry", plain(validity=seq(UTC, tlv(0x18, b"99991231235959Z"))), "99991231235959Z")
    put("x509.key-usage.missing", ca_cert(usage=None), "a CA without key usage")
    put("x509.key-usage.not-critical", ca_cert(usage=usage(critical=False)), "key usage that may be ignored")
    put("x509.key-usage.no-cert-sign", ca_cert(usage=usage(b"\x01\x02")), "a CA that may only sign revocation lists")
    put("x509.key-usage.cert-sign-without-ca", plain(usage=usage()), "keyCertSign without cA")
    put("x509.basic-constraints.not-critical", ca_cert(basic=basic(critical=False)), "basic constraints that may be ignored")
    put("x509.path-length.exceeded", ca_cert(basic=basic(TRUE + tlv(2, b"\0"))) + line_cert() + plain(LINE_CA, issuer_name=common("Line CA")), "two certificates below a CA with path length 0")
    put("x509.authority-key.missing", plain(authority=None), "no authority key identifier")
    put("x509.authority-key.no-identifier", plain(authority=ext(AKI, seq(), False)), "an authority key identifier that is empty")
    put("x509.authority-key.critical", plain(authority=authority(ROOT_CA, True)), "a critical authority key identifier", )
    put("x509.subject-key.missing", ca_cert(subject_key=None), "a CA without a subject key identifier")
    put("x509.subject-key.critical", plain(subject_key=subject_key(DEVICE, True)), "a critical subject key identifier")
    put("x509.ecdsa-null", plain(STRONG, STRONG, subject_name=common("Root CA"), algorithm=seq(oid("1.2.840.10045.4.3.3"), NULL)), "NULL parameters of ecdsa-with-SHA384")
    put("x509.unknown-bits", plain(usage=usage(b"\x04\x80\x00\x10")), "key usage with a tenth bit and more", ["x509.refused"])
    put("x509.wrapped", octets(plain()), "an OCTET STRING around the certificate", ["x509.refused"])
    put("x509.padded", plain() + b"\xff" * 16, "FF up to the end of the NV index", ["x509.refused"])
    put("x509.trailing", plain() + b"abc", "three letters after the certificate", ["x509.refused"])

def der():
    refused = ["x509.refused"]
    key_identifier = octets(bytes.fromhex(DEVICE.id))
    put("x509.der.default", plain(more=seq(oid("1.3.6.1.4.1.99999.1"), tlv(1, b"\0"), octets(NULL))), "critical FALSE written out")
    put("x509.der.trailing-zero-bits", plain(usage=usage(b"\x00\x80")), "key usage with seven zero bits at its end")
    put("x509.der.unused-bits", plain(usage=usage(b"\x07\x81")), "an unused bit set", refused)
    put("x509.der.length", plain(subject_key=seq(oid(SKI), octets(b"\x04\x81\x14" + key_identifier[2:]))), "the length 20 in two bytes", refused)
    put("x509.der.integer", plain(serial=b"\0\x01"), "serial number 1 in two bytes", refused)
    put("x509.der.boolean", plain(usage=seq(oid(KEY_USAGE), tlv(1, b"\x01"), octets(tlv(3, b"\x07\x80")))), "TRUE as 01", refused)
    both = [seq(oid("2.5.4.10"), tlv(0x0C, b"Example Devices")), seq(oid("2.5.4.3"), tlv(0x0C, b"Device"))]
    put("x509.der.set-order", plain(subject_name=seq(tlv(0x31, b"".join(both)))), "organisation before common name in one SET")
    modulus = hashlib.shake_256(b"modulus").digest(256)
    rsa = tlv(0x30, tlv(2, bytes([modulus[0] | 0x80]) + modulus[1:-1] + bytes([modulus[-1] | 1])) + tlv(2, b"\x01\x00\x01"))
    spki = seq(seq(oid("1.2.840.113549.1.1.1"), NULL), bits(rsa))
    put("x509.der.sign-byte", plain(edit=replaced(DEVICE.spki, spki)), "an RSA modulus that reads as a negative number", refused)

# --- Open Profile for DICE -----------------------------------------------------------------------------------------------------------------

CODE_HASH, INLINE, AUTHORITY_HASH, NORMAL = ctx(0, octets(h("code"))), ctx(3, octets(h("inline configuration"))), ctx(4, octets(h("authority"))), ctx(6, tlv(0x0A, b"\x01"))

def inputs(code=CODE_HASH, configuration=INLINE, authority_=AUTHORITY_HASH, mode=NORMAL, profile=b"", critical=True):
    return ext(OPEN_DICE, seq(code, configuration, authority_, mode, profile), critical)

def id_name(text, tag=0x13): return seq(tlv(0x31, seq(oid("2.5.4.5"), tlv(tag, text.encode()))))

def dice(issuer=UDS, subject=L1, *, issuer_name=None, subject_name=None, serial=None, **more):
    return plain(issuer, subject, issuer_name=issuer_name or id_name(issuer.id), subject_name=subject_name or id_name(subject.id),
                 serial=bytes.fromhex(subject.id).lstrip(b"\0") if serial is None else serial, **{"validity": ALWAYS, "usage": usage(), "basic": basic(), "more": inputs(), **more})

def described(descriptor, digest=None): return ctx(2, octets(digest or hashlib.sha512(descriptor).digest())) + ctx(3, octets(descriptor))

def zero_key():
    """Open Profile for DICE, "Deriving Asymmetric Key Pairs", from a UDS of 32 zeros."""
    salt = bytes.fromhex("63B6A04D2C077FC10F639F21DA793844356CC2B0B441B3A77124035C03F8E1BE6035D31F282821A7450A02222AB1B3CFF1679B05AB1CA5D1AFFB789CCD2B0B3B")
    seed = hmac.new(hmac.new(salt, bytes(32), hashlib.sha512).digest(), b"Key Pair\x01", hashlib.sha512).digest()[:32]
    key = Key("replaced below")
    key.pkcs8 = seq(tlv(2, b"\x00"), ED25519, octets(octets(seed)))
    key.spki = openssl("pkey", "-inform", "DER", "-outform", "DER", "-pubout", stdin=key.pkcs8)
    key.raw = key.spki[-32:]
    key.id = dice_id(key.raw)
    return key

def open_dice_rules():
    put("clean-layer", dice(), "a layer's certificate as the profile wants it", rule=False)
    put("clean-layer-described", dice(more=inputs(configuration=described(cbor({-70002: "layer", -70005: 1})))), "the same with a described configuration", rule=False)
    put("dice.extension.not-critical", dice(more=inputs(critical=False)), "measurements that may be ignored")
    put("dice.mode.integer", dice(more=inputs(mode=ctx(6, tlv(2, b"\x01")))), "mode as INTEGER")
    put("dice.mode.missing", dice(more=inputs(mode=b"")), "no mode")
    put("dice.mode.not-normal", dice(more=inputs(mode=ctx(6, tlv(0x0A, b"\x02")))), "debug mode")
    put("dice.code-hash.missing", dice(more=inputs(code=b"")), "no code hash")
    put("dice.code-hash.length", dice(more=inputs(code=ctx(0, octets(h("code")[:32])))), "a code hash of 32 bytes")
    put("dice.authority-hash.missing", dice(more=inputs(authority_=b"")), "no authority hash")
    put("dice.authority-hash.length", dice(more=inputs(authority_=ctx(4, octets(h("authority")[:32])))), "an authority hash of 32 bytes")
    put("dice.configuration.missing", dice(more=inputs(configuration=b"")), "no configuration")
    put("dice.configuration.descriptor-missing", dice(more=inputs(configuration=ctx(2, octets(h("what?"))))), "the hash of a configuration alone")
    put("dice.configuration.inline-length", dice(more=inputs(configuration=ctx(3, octets(b"\x40" + bytes(9))))), "ten bytes without a hash")
    put("dice.configuration.hash", dice(more=inputs(configuration=described(cbor({-70002: "layer"}), h("another")))), "the hash of something else")
    put("dice.configuration.order", dice(more=inputs(configuration=described(cbor({-70005: 1, -70002: "layer"})))), "a descriptor with its greater label first")
    put("dice.profile.android", dice(more=inputs(profile=ctx(7, tlv(0x0C, b"android.16")))), "the Android profile in X.509")
    put("dice.profile.example", dice(more=inputs(profile=ctx(7, tlv(0x0C, b"opendice.example.p256")))), "the profile's name of the examples")
    put("dice.subject.form", dice(subject_name=common("Layer 1")), "a subject that is a common name")
    put("dice.subject.string", dice(subject_name=id_name(L1.id, 0x0C)), "the identifier as UTF8String")
    put("dice.subject.id", dice(subject_name=id_name(EXTRA.id)), "another key's identifier as subject")
    put("dice.issuer.form", dice(issuer_name=common("UDS")), "an issuer that is a common name")
    put("dice.serial.id", dice(serial=b"\x01"), "serial number 1")
    put("dice.subject-key.id", dice(subject_key=subject_key(EXTRA)), "another key's identifier as subject key identifier")
    put("dice.authority-key.id", dice(authority=authority(EXTRA)), "another key's identifier as authority key identifier")
    put("dice.not-ca", dice(basic=basic(b"")), "a layer that is no CA", ["x509.key-usage.cert-sign-without-ca"])
    put("dice.key-usage.extra", dice(usage=usage(b"\x01\x06")), "a layer's key that signs revocation lists, too")
    put("dice.path-length.not-zero", dice(basic=basic(TRUE + tlv(2, b"\x01"))), "path length 1")
    put("dice.validity.expiry", dice(validity=BOUNDED), "an end in 2045")
    zero = zero_key()
    put("dice.known-identity", dice(zero, zero, more=b"", validity=BOUNDED), "the certificate of a UDS of zeros")
    put("dice.issuer.id", cbor([cose_key(UDS), cwt(UDS, L1, {1: EXTRA.id, PROFILE: "com.example.dice"})]), "a first layer whose issuer is another key's identifier", suffix="chain")

# --- TCG -----------------------------------------------------------------------------------------------------------------------------------

def fwid(algorithm=SHA256, digest=hashlib.sha256(b"firmware").digest()): return seq(oid(algorithm), octets(digest))
def info(*parts, digests=None): return seq(tlv(0x80, b"Example Devices"), tlv(0x83, b"\x05"), ctx(6, b"".join(digests or [fwid()])), *parts)
def tcb(*parts, digests=None): return ext(TCB, info(*parts, digests=digests))
def ueid(value=b"\x01" + bytes(range(32)), critical=True): return ext(UEID, seq(octets(value)), critical)

def tcg_rules():
    registers = seq(tlv(0x80, b"Reg1"), ctx(2, fwid()))
    put("clean-tcb-info", plain(more=tcb() + ueid()), "DiceTcbInfo and UEID, critical", rule=False)
    put("tcg.info.oid-2", plain(more=ext(TCB_2, info())), "DiceTcbInfo under the arc of the manifest")
    put("tcg.info.riot", plain(more=ext(TCB, seq(tlv(2, b"\x01"), EXTRA.spki, fwid()))), "a CompositeDeviceID")
    put("tcg.info.flags-mask-at-10", plain(more=tcb(tlv(0x8A, b"\x04\xf0"))), "[10] primitive")
    put("tcg.info.registers-at-10", plain(more=tcb(ctx(10, registers))), "[10] constructed")
    put("tcg.info.registers-at-11", plain(more=tcb(ctx(11, registers))), "[11]")
    put("tcg.info.not-critical", plain(more=ext(TCB, info(), False)), "DiceTcbInfo that may be ignored")
    put("tcg.info.empty", plain(more=ext(TCB, seq())), "nothing in it")
    put("tcg.info.sha1", plain(more=tcb(digests=[fwid(SHA1, hashlib.sha1(b"firmware").digest())])), "a SHA-1 digest")
    put("tcg.info.unknown-hash", plain(more=tcb(digests=[fwid("1.3.6.1.4.1.99999.2", bytes(range(7)))])), "a digest of an unknown function")
    put("tcg.info.zero-digest", plain(more=tcb(digests=[fwid(digest=bytes(32))])), "a digest of zeros")
    put("tcg.info.flags-outside-mask", plain(more=tcb(tlv(0x87, b"\x03\x08"), tlv(0x8A, b"\x04\xf0"))), "a flag set that the mask leaves out", ["tcg.info.flags-mask-at-10"])
    put("tcg.info.flags", plain(more=tcb(tlv(0x87, b"\x04\x10"))), "the debug flag")
    put("tcg.ueid.not-critical", plain(more=ueid(critical=False)), "a UEID that may be ignored")
    put("tcg.ueid.form", plain(more=ueid(b"\x01" + bytes(range(20)))), "a random UEID of 160 bits")

# --- CBOR ----------------------------------------------------------------------------------------------------------------------------------

DESCRIPTOR = cbor({-70002: "layer", -70005: 1})

def android(issuer, subject, change=None, drop=(), descriptor=DESCRIPTOR, profile="android.16"):
    """A layer of the Android profile, claims in the order of deterministic encoding."""
    map_ = claims(issuer, subject) | {CONFIG: descriptor, CONFIG_HASH: hashlib.sha512(descriptor).digest(), PROFILE: profile} | (change or {})
    kept = {label: map_[label] for label in map_ if label not in drop and map_[label] is not None}
    return sign1(issuer, dict(sorted(kept.items(), key=lambda item: cbor(item[0]))))

def cbor_rules():
    root, inline = cose_key(UDS), h("inline configuration")
    put("clean-android", cbor([root, android(UDS, L1), android(L1, L2)]), "two layers of android.16", suffix="chain", rule=False)
    put("clean-cwt", cwt(UDS, L1), "one CBOR certificate by itself", suffix="cwt", rule=False)
    reversed_ = dict(reversed(list(claims(UDS, L1).items())))
    put("cbor.claims.order", sign1(UDS, reversed_), "the claims backwards", suffix="cwt")
    put("cbor.mode.integer", cwt(UDS, L1, {MODE: 1}), "mode as an integer", suffix="cwt")
    put("cbor.key-usage.bit-order", cwt(UDS, L1, {USAGE: b"\x04"}), "keyCertSign as 04", suffix="cwt")
    put("cbor.profile.missing", cbor([root, android(UDS, L1, profile=None)]), "no profile below a bare key", suffix="chain")
    put("cbor.profile.unknown", cbor([root, android(UDS, L1, profile="android.99")]), "android.99", suffix="chain")
    put("cbor.configuration.form", cbor([root, android(UDS, L1, descriptor=cbor({-70002: 1, -70005: 1}))]), "a component name that is a number", suffix="chain")
    put("cbor.configuration.inline", cbor([root, android(UDS, L1, {CONFIG: inline}, drop=[CONFIG_HASH], profile="android.14")]), "64 opaque bytes", suffix="chain")
    put("cbor.security-version.missing", cbor([root, android(UDS, L1, descriptor=cbor({-70002: "layer"}))]), "android.16 without a security version", suffix="chain")

# --- certificates among each other ---------------------------------------------------------------------------------------------------------

def chain_rules():
    put("clean-chain", ca_cert() + line_cert() + plain(LINE_CA, issuer_name=common("Line CA")), "root, line and device", rule=False)
    put("clean-dice-chain", cbor([uds_certificate(), dice(), dice(L1, L2), plain(L2, LEAF, issuer_name=id_name(L2.id), subject_name=id_name(LEAF.id), validity=ALWAYS)]),
        "UDS certificate, two layers, attestation key", ["x509.time.no-expiry"], suffix="chain", rule=False)
    put("chain.signature", ca_cert() + plain(signer=EXTRA), "signed by another key than the issuer's")
    put("chain.issuer-name", ca_cert() + plain(issuer_name=common("Another CA")), "another name than the issuer's")
    put("chain.issuer-not-ca", plain() + plain(DEVICE, SECOND, issuer_name=common("Device"), subject_name=common("Second Device")), "issued by what may not issue")
    put("chain.authority-key", ca_cert() + plain(authority=authority(EXTRA)), "another authority key identifier than the issuer's subject key identifier")
    put("chain.weaker-key", ca_cert(STRONG, STRONG) + plain(STRONG), "Ed25519 below P-384")
    put("chain.key-reused", ca_cert() + plain() + plain(subject_name=common("Second Device")), "two devices with one key")
    put("chain.validity", ca_cert() + plain(validity=seq(UTC, tlv(0x17, b"460101000000Z"))), "ends a year after its issuer")
    put("chain.profile-order", cbor([cose_key(UDS), android(UDS, L1), android(L1, L2, profile="android.15")]), "android.15 above android.16", suffix="chain")
    protected = cbor({1: -8})
    payload = cbor({10: bytes(32)})
    broken = [b"\x30\x03\x02\x01\x01", b"\x30\x03\x02\x01\x02"]
    put("chain.refused", b"\xd2" + cbor([protected, {33: broken}, payload, LEAF.sign(cbor(["Signature1", protected, b"", payload]))]), "evidence whose certificates are none", suffix="evidence")

def uds_certificate(): return dice(UDS, UDS, more=b"")

for part in (x509, der, open_dice_rules, tcg_rules, cbor_rules, chain_rules):
    part()
with open(os.path.join(HERE, "expected.json"), "w") as f:
    f.write("[\n" + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]\n")
print(len(rows), "files")
