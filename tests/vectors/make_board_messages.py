#!/usr/bin/env python3
"""Makes the vectors in update-manifest/ and owner-authorisation/ (docs/formats/*.cddl) with the standard library and the openssl command only.

Every file but the good ones has the one defect that its name says. expected.json in each folder holds the outcome: "verified", "malformed"
(refused whoever signed it) or "signature"; of the good ones also what they say. Signing keys: Ed25519 of RFC 8410 section 10.3, and P-256 of
RFC 6979 appendix A.2.5 with the nonce of that RFC, so that every run gives the same bytes; openssl verifies each good one before it is
written. keys.json has the public keys. Run it anywhere: ./make_board_messages.py
"""
import hashlib, hmac, json, os, subprocess, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ED25519 = bytes.fromhex("302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")
OTHER = bytes.fromhex("302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032 7.1, test 1
P256 = bytes.fromhex("30310201010420c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721a00a06082a8648ce3d030107")
SECRET = int.from_bytes(P256[7:39], "big")

# NIST SP 800-186 section 3.2.1.3
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(k, point):
    total = None
    while k:
        total = add(total, point) if k & 1 else total
        point, k = add(point, point), k >> 1
    return total


def nonce(digest):
    """RFC 6979 section 3.2 with HMAC-SHA-256."""
    seed = SECRET.to_bytes(32, "big") + (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    key, value = bytes(32), b"\1" * 32
    for separator in b"\0", b"\1":
        key = hmac.digest(key, value + separator + seed, "sha256")
        value = hmac.digest(key, value, "sha256")
    while True:
        value = hmac.digest(key, value, "sha256")
        if 0 < (k := int.from_bytes(value, "big")) < N:
            return k
        key = hmac.digest(key, value + b"\0", "sha256")
        value = hmac.digest(key, value, "sha256")


def openssl(*args):
    return subprocess.run(["openssl", *args], capture_output=True, check=True).stdout


def ed25519(der):
    def sign(data):
        with tempfile.TemporaryDirectory() as folder:
            key, message = os.path.join(folder, "key"), os.path.join(folder, "message")
            open(key, "wb").write(der)
            open(message, "wb").write(data)
            return openssl("pkeyutl", "-sign", "-inkey", key, "-keyform", "DER", "-rawin", "-in", message)
    return sign


def es256(data):
    digest = hashlib.sha256(data).digest()
    k = nonce(digest)
    r = multiply(k, G)[0] % N
    s = pow(k, -1, N) * (int.from_bytes(digest, "big") + r * SECRET) % N
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def der_of(signature):
    """r || s to SEQUENCE { r, s }."""
    body = b"".join(b"\2" + bytes([len(n)]) + n for n in (
        (int.from_bytes(half, "big")).to_bytes(len(half) + (half[0] >> 7), "big").lstrip(b"\0") if not half[0] >> 7 else b"\0" + half
        for half in (signature[:32], signature[32:])))
    return b"\x30" + bytes([len(body)]) + body


def check_es256(data, signature):
    with tempfile.TemporaryDirectory() as folder:
        key, message, mark = (os.path.join(folder, n) for n in ("key", "message", "signature"))
        open(key, "wb").write(P256)
        open(message, "wb").write(data)
        open(mark, "wb").write(der_of(signature))
        openssl("pkeyutl", "-verify", "-inkey", key, "-keyform", "DER", "-rawin", "-digest", "sha256", "-in", message, "-sigfile", mark)


def head(major, n):
    for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if n < 24:
            return bytes([major << 5 | n])
        if n < 1 << 8 * size:
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")


class Raw(bytes):
    """Bytes that are CBOR already."""


def cbor(v):
    if isinstance(v, Raw):
        return bytes(v)
    if isinstance(v, int):
        return head(0, v) if v >= 0 else head(1, -1 - v)
    if isinstance(v, bytes):
        return head(2, len(v)) + v
    if isinstance(v, str):
        return head(3, len(v.encode())) + v.encode()
    if isinstance(v, list):
        return head(4, len(v)) + b"".join(map(cbor, v))
    return head(5, len(v)) + b"".join(k + x for k, x in sorted((cbor(k), cbor(x)) for k, x in v.items()))


def sign1(payload, headers=None, unprotected=None, signer=ed25519(ED25519), tag=b"\xd2", tail=b""):
    headers = headers if isinstance(headers, bytes) else cbor(headers or {1: -8})
    payload = payload if isinstance(payload, Raw) else cbor(payload)
    signature = signer(cbor(["Signature1", headers, b"", bytes(payload)]))
    return tag + cbor([headers, unprotected or {}, bytes(payload), signature]) + tail


def good_es256(payload):
    check_es256(cbor(["Signature1", cbor({1: -7}), b"", cbor(payload)]), es256(cbor(["Signature1", cbor({1: -7}), b"", cbor(payload)])))
    return sign1(payload, {1: -7}, signer=es256)


def write(folder, files):
    for name, (content, _) in files.items():
        open(os.path.join(HERE, folder, name), "wb").write(content)
    with open(os.path.join(HERE, folder, "expected.json"), "w") as out:
        json.dump({name: outcome for name, (_, outcome) in files.items()}, out, indent=2)
        out.write("\n")
    point = multiply(SECRET, G)
    with open(os.path.join(HERE, folder, "keys.json"), "w") as out:
        json.dump({"eddsa": "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1",
                   "es256": "".join(c.to_bytes(32, "big").hex() for c in point)}, out, indent=2)
        out.write("\n")


def file(name, content):
    return [name, len(content), hashlib.sha512(content).digest()]


BOOT, APP, LIB = file("boot.pe", b"boot"), file("app.pe", b"application"), file("lib.pe", b"library")
MANIFEST = {1: 1, 2: "Example Devices", 3: "edge-1", 4: "esp32", 5: "2.0.0", 6: 2, 7: [{1: "boot", 2: [BOOT]}, {1: "app", 2: [APP, LIB]}]}


def keyed(name, content):
    return [name, len(content), hmac.digest(b"attestation layer file", content, "sha512")]


def keyed_code(*files):
    return hashlib.sha512(b"attestation keyed file set\0" + b"".join(f[2] for f in files)).hexdigest()


def code(*files):
    return (files[0][2] if len(files) == 1 else hashlib.sha512(b"attestation file set\0" + b"".join(f[2] for f in files)).digest()).hex()


def said(manifest):
    return {"outcome": "verified", "vendor": manifest[2], "model": manifest[3], "board": manifest[4], "version": manifest[5], "svn": manifest[6],
            "minResidentSvn": manifest.get(8), "measurement": {None: "sha-512", 1: "hmac-sha-512"}[manifest.get(9)],
            "layers": [{"name": l[1], "files": [f[0] for f in l[2]], "code": (keyed_code if 9 in manifest else code)(*l[2])} for l in manifest[7]]}


def changed(**members):
    return sign1(MANIFEST | {int(k[1:]): v for k, v in members.items()})


def without(*keys):
    return sign1({k: v for k, v in MANIFEST.items() if k not in keys})


def entries(*pairs):
    """A map in the order given."""
    return Raw(head(5, len(pairs)) + b"".join(cbor(k) + cbor(v) for k, v in pairs))


def layered(*layers):
    return changed(_7=list(layers))


def filed(*files):
    return layered({1: "app", 2: list(files)})


good = sign1(MANIFEST)
resident = MANIFEST | {8: 1}
by_hmac = MANIFEST | {7: [{1: "boot", 2: [keyed("boot.pe", b"boot")]}, {1: "app", 2: [keyed("app.pe", b"application"), keyed("lib.pe", b"library")]}], 9: 1}
largest = MANIFEST | {2: "V" * 64, 3: "M" * 64, 4: "b" * 32, 5: "1" * 64, 6: 2**64 - 1, 8: 2**64 - 1, 7: [
    {1: str(layer) * 32, 2: [file(("%x" % (4 * layer + n)) * 32, bytes([layer, n])) for n in range(4)]} for layer in range(4)]}
utf8 = MANIFEST | {2: "Müller"}
pairs = list(MANIFEST.items())
write("update-manifest", {
    "good-eddsa.cose": (good, said(MANIFEST)),
    "good-es256.cose": (good_es256(MANIFEST), said(MANIFEST)),
    "good-minimum-resident.cose": (sign1(resident), said(resident)),
    "good-hmac.cose": (sign1(by_hmac), said(by_hmac)),
    "good-hmac-minimum-resident.cose": (sign1(by_hmac | {8: 3}), said(by_hmac | {8: 3})),
    "good-largest.cose": (sign1(largest), said(largest)),
    "good-vendor-utf8.cose": (sign1(utf8), said(utf8)),
    "signed-by-other-key.cose": (sign1(MANIFEST, signer=ed25519(OTHER)), "signature"),
    "changed-version.cose": (good.replace(b"2.0.0", b"2.0.1"), "signature"),
    "changed-digest.cose": (good.replace(APP[2], bytes([APP[2][0] ^ 1]) + APP[2][1:]), "signature"),
    "changed-signature.cose": (good[:-1] + bytes([good[-1] ^ 1]), "signature"),
    "signature-zero.cose": (sign1(MANIFEST, signer=lambda d: bytes(64)), "signature"),
    "signature-short.cose": (sign1(MANIFEST, signer=lambda d: bytes(63)), "malformed"),
    "signature-in-der.cose": (sign1(MANIFEST, {1: -7}, signer=lambda d: der_of(es256(d))), "malformed"),
    "algorithm-es384.cose": (sign1(MANIFEST, {1: -35}), "malformed"),
    "algorithm-missing.cose": (sign1(MANIFEST, {4: b"kid"}), "malformed"),
    "algorithm-unprotected.cose": (sign1(MANIFEST, b"", {1: -8}), "malformed"),
    "protected-with-key-id.cose": (sign1(MANIFEST, {1: -8, 4: b"kid"}), "malformed"),
    "unprotected-with-key-id.cose": (sign1(MANIFEST, unprotected={4: b"kid"}), "malformed"),
    "tag-missing.cose": (sign1(MANIFEST, tag=b""), "malformed"),
    "tag-of-mac.cose": (sign1(MANIFEST, tag=b"\xd1"), "malformed"),
    "payload-detached.cose": (b"\xd2" + cbor([cbor({1: -8}), {}, Raw(b"\xf6"), bytes(64)]), "malformed"),
    "trailing-byte.cose": (sign1(MANIFEST, tail=b"\0"), "malformed"),
    "payload-trailing-byte.cose": (sign1(Raw(cbor(MANIFEST) + b"\0")), "malformed"),
    "truncated.cose": (good[:-30], "malformed"),
    "empty.cose": (b"", "malformed"),
    "longer-than-8192.cose": (sign1(MANIFEST, unprotected={4: bytes(8192)}), "malformed"),
    "format-2.cose": (changed(_1=2), "malformed"),
    "format-missing.cose": (without(1), "malformed"),
    "vendor-missing.cose": (without(2), "malformed"),
    "layers-missing.cose": (without(7), "malformed"),
    "key-unknown.cose": (changed(_10=0), "malformed"),
    "key-unknown-after-all.cose": (changed(_8=1, _9=1, _10=0), "malformed"),
    "keys-8-and-9-out-of-order.cose": (sign1(entries(*pairs, (9, 1), (8, 1))), "malformed"),
    "measurement-0.cose": (changed(_9=0), "malformed"),
    "measurement-2.cose": (changed(_9=2), "malformed"),
    "measurement-as-text.cose": (changed(_9="hmac"), "malformed"),
    "measurement-of-65-bits.cose": (changed(_9=Raw(b"\x1b\x00\x00\x00\x01\x00\x00\x00\x01")), "malformed"),
    "key-twice.cose": (sign1(entries(*pairs[:2], pairs[1], *pairs[2:])), "malformed"),
    "keys-out-of-order.cose": (sign1(entries(pairs[1], pairs[0], *pairs[2:])), "malformed"),
    "indefinite-map.cose": (sign1(Raw(b"\xbf" + b"".join(cbor(k) + cbor(v) for k, v in pairs) + b"\xff")), "malformed"),
    "payload-is-a-list.cose": (sign1([1, 2]), "malformed"),
    "vendor-empty.cose": (changed(_2=""), "malformed"),
    "vendor-of-65-bytes.cose": (changed(_2="V" * 65), "malformed"),
    "vendor-not-utf8.cose": (changed(_2=Raw(b"\x62\xc3\x28")), "malformed"),
    "vendor-with-line-feed.cose": (changed(_2="Example\nDevices"), "malformed"),
    "vendor-with-blank-end.cose": (changed(_2="Example "), "malformed"),
    "model-as-bytes.cose": (changed(_3=b"edge-1"), "malformed"),
    "board-with-slash.cose": (changed(_4="esp/32"), "malformed"),
    "svn-negative.cose": (changed(_6=-1), "malformed"),
    "svn-not-shortest.cose": (changed(_6=Raw(b"\x18\x02")), "malformed"),
    "svn-as-text.cose": (changed(_6="2"), "malformed"),
    "minimum-resident-negative.cose": (changed(_8=-1), "malformed"),
    "no-layer.cose": (layered(), "malformed"),
    "five-layers.cose": (layered(*[{1: "l%d" % n, 2: [file("f%d" % n, b"x")]} for n in range(5)]), "malformed"),
    "seventeen-files.cose": (filed(*[file("f%d" % n, b"x") for n in range(17)]), "malformed"),
    "seventeen-files-in-two-layers.cose": (layered({1: "a", 2: [file("a%d" % n, b"x") for n in range(9)]}, {1: "b", 2: [file("b%d" % n, b"x") for n in range(8)]}), "malformed"),
    "layer-without-files.cose": (filed(), "malformed"),
    "layer-without-name.cose": (layered({2: [APP]}), "malformed"),
    "layer-with-more.cose": (layered({1: "app", 2: [APP], 3: 0}), "malformed"),
    "layer-name-twice.cose": (layered({1: "app", 2: [APP]}, {1: "app", 2: [LIB]}), "malformed"),
    "file-name-twice.cose": (filed(APP, APP), "malformed"),
    "file-name-twice-in-two-layers.cose": (layered({1: "a", 2: [APP]}, {1: "b", 2: [APP]}), "malformed"),
    "file-name-twice-but-for-case.cose": (filed(APP, file("App.PE", b"other")), "malformed"),
    "file-name-of-manifest.cose": (filed(file("manifest.cose", b"x")), "malformed"),
    "file-name-empty.cose": (filed(file("", b"x")), "malformed"),
    "file-name-dot-first.cose": (filed(file(".app.pe", b"x")), "malformed"),
    "file-name-parent-folder.cose": (filed(file("..", b"x")), "malformed"),
    "file-name-with-slash.cose": (filed(file("a/app.pe", b"x")), "malformed"),
    "file-name-with-blank.cose": (filed(file("app 1.pe", b"x")), "malformed"),
    "file-name-with-zero.cose": (filed(file("app\0.pe", b"x")), "malformed"),
    "file-name-of-33.cose": (filed(file("f" * 33, b"x")), "malformed"),
    "file-name-not-ascii.cose": (filed(file("äpp.pe", b"x")), "malformed"),
    "file-of-two-members.cose": (filed(APP[:2]), "malformed"),
    "file-of-four-members.cose": (filed(APP + [0]), "malformed"),
    "file-size-zero.cose": (filed([APP[0], 0, APP[2]]), "malformed"),
    "file-size-over-1-mib.cose": (filed([APP[0], (1 << 20) + 1, APP[2]]), "malformed"),
    "file-size-negative.cose": (filed([APP[0], -1, APP[2]]), "malformed"),
    "file-size-of-65-bits.cose": (filed([APP[0], Raw(b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"), APP[2]]), "malformed"),
    "file-digest-of-63.cose": (filed([APP[0], APP[1], APP[2][:63]]), "malformed"),
    "file-digest-of-65.cose": (filed([APP[0], APP[1], APP[2] + b"\0"]), "malformed"),
    "file-digest-as-text.cose": (filed([APP[0], APP[1], "0" * 64]), "malformed"),
})

UEID = b"\1" + hashlib.sha256(b"uds public key").digest()
POINT = b"".join(c.to_bytes(32, "big") for c in multiply(SECRET, G))
ROTATE = {1: "rotate", 2: UEID, 3: 1, 4: [-7, POINT]}


def authorisation(**members):
    return sign1(ROTATE | {int(k[1:]): v for k, v in members.items()})


def allowed(a):
    return {"outcome": "verified", "action": a[1], "ueid": a[2].hex(), "counter": a[3],
            "owner": None if 4 not in a else {"algorithm": a[4][0], "key": a[4][1].hex()}}


plain = {k: v for k, v in ROTATE.items() if k != 4}
good = sign1(ROTATE)
owned = ROTATE | {3: 2**64 - 1, 4: [-8, bytes.fromhex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")]}
returned, ended = plain | {1: "return", 3: 7}, plain | {1: "decommission", 3: 300}
write("owner-authorisation", {
    "good-rotate.cose": (good, allowed(ROTATE)),
    "good-rotate-es256.cose": (good_es256(ROTATE), allowed(ROTATE)),
    "good-rotate-to-ed25519.cose": (sign1(owned), allowed(owned)),
    "good-rotate-without-owner.cose": (sign1(plain), allowed(plain)),
    "good-return.cose": (sign1(returned), allowed(returned)),
    "good-decommission.cose": (sign1(ended), allowed(ended)),
    "signed-by-other-key.cose": (sign1(ROTATE, signer=ed25519(OTHER)), "signature"),
    "changed-counter.cose": (good.replace(UEID + b"\3\1", UEID + b"\3\2"), "signature"),
    "changed-ueid.cose": (good.replace(UEID, UEID[:-1] + bytes([UEID[-1] ^ 1])), "signature"),
    "an-update-manifest.cose": (sign1(MANIFEST), "malformed"),
    "action-unknown.cose": (authorisation(_1="erase"), "malformed"),
    "action-missing.cose": (sign1({k: v for k, v in ROTATE.items() if k != 1}), "malformed"),
    "ueid-of-32.cose": (authorisation(_2=UEID[:32]), "malformed"),
    "ueid-missing.cose": (sign1({k: v for k, v in ROTATE.items() if k != 2}), "malformed"),
    "counter-negative.cose": (authorisation(_3=-1), "malformed"),
    "counter-missing.cose": (sign1({k: v for k, v in ROTATE.items() if k != 3}), "malformed"),
    "owner-of-return.cose": (sign1(ROTATE | {1: "return"}), "malformed"),
    "owner-of-decommission.cose": (sign1(ROTATE | {1: "decommission"}), "malformed"),
    "owner-key-of-63.cose": (authorisation(_4=[-7, POINT[:63]]), "malformed"),
    "owner-key-of-other-algorithm.cose": (authorisation(_4=[-8, POINT]), "malformed"),
    "owner-key-es384.cose": (authorisation(_4=[-35, POINT]), "malformed"),
    "owner-key-bare.cose": (authorisation(_4=POINT), "malformed"),
    "key-unknown.cose": (authorisation(_5=0), "malformed"),
    "keys-out-of-order.cose": (sign1(entries(*reversed(list(ROTATE.items())))), "malformed"),
    "unprotected-with-key-id.cose": (sign1(ROTATE, unprotected={4: b"kid"}), "malformed"),
    "trailing-byte.cose": (sign1(ROTATE, tail=b"\0"), "malformed"),
    "longer-than-512.cose": (sign1(ROTATE, unprotected={4: bytes(512)}), "malformed"),
    "tag-missing.cose": (sign1(ROTATE, tag=b""), "malformed"),
})
