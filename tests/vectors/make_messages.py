#!/usr/bin/env python3
"""Makes the vectors in cbor/, cose/, corim/ and ear/, with the standard library and the openssl command only.

Every file but the good ones has the one defect that its name says. expected.json in each folder holds the outcome: "read", "verified", or
the reason code of docs/reasons.md. Keys: Ed25519 of RFC 8410 section 10.3 (signatures are deterministic), P-256 of RFC 6979 appendix A.2.5
(OpenSSL draws a nonce, so those two files change with every run). Run it in this folder: ./make_messages.py
"""
import base64, hashlib, hmac, json, os, subprocess, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ED25519 = bytes.fromhex("302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842")
OTHER = bytes.fromhex("302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032 7.1, test 1
P256 = bytes.fromhex("30310201010420c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721a00a06082a8648ce3d030107")


def openssl(*args, data=None):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=True).stdout


def sign(der, data):
    with tempfile.TemporaryDirectory() as folder:
        key, message = os.path.join(folder, "key"), os.path.join(folder, "message")
        open(key, "wb").write(der)
        open(message, "wb").write(data)
        form = ["-inkey", key, "-keyform", "DER", "-rawin", "-in", message]
        return openssl("pkeyutl", "-sign", *form, *(["-digest", "sha256"] if der is P256 else []))


def raw(der):
    """SEQUENCE { r, s } to r || s."""
    r = der[4:4 + der[3]]
    s = der[6 + der[3]:]
    return r.lstrip(b"\0").rjust(32, b"\0") + s.lstrip(b"\0").rjust(32, b"\0")


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
    if isinstance(v, bool):
        return b"\xf5" if v else b"\xf4"
    if isinstance(v, int):
        return head(0, v) if v >= 0 else head(1, -1 - v)
    if isinstance(v, bytes):
        return head(2, len(v)) + v
    if isinstance(v, str):
        return head(3, len(v.encode())) + v.encode()
    if isinstance(v, list):
        return head(4, len(v)) + b"".join(map(cbor, v))
    return head(5, len(v)) + b"".join(k + x for k, x in sorted((cbor(k), cbor(x)) for k, x in v.items()))


def tag(n, v):
    return Raw(head(6, n) + cbor(v))


def sign1(payload, protected=None, unprotected=None, key=ED25519, make=None):
    headers = protected if isinstance(protected, Raw) else cbor(protected or {1: -8})
    signature = (make or (lambda data: sign(key, data)))(cbor(["Signature1", bytes(headers), b"", payload]))
    return cbor(tag(18, [bytes(headers), unprotected or {}, payload, signature]))


def b64(b):
    return base64.urlsafe_b64encode(b).rstrip(b"=").decode()


def jwt(claims, header=None, make=None, key=ED25519):
    header = header if isinstance(header, str) else json.dumps(header or {"alg": "EdDSA", "typ": "JWT"})
    body = claims if isinstance(claims, str) else json.dumps(claims)
    signed = b64(header.encode()) + "." + b64(body.encode())
    return signed + "." + b64((make or (lambda data: sign(key, data)))(signed.encode()))


def write(folder, files):
    expected = {}
    for name, (content, outcome) in files.items():
        open(os.path.join(HERE, folder, name), "wb").write(content if isinstance(content, bytes) else content.encode())
        expected[name] = outcome
    with open(os.path.join(HERE, folder, "expected.json"), "w") as out:
        json.dump(expected, out, indent=2)
        out.write("\n")


def flip(data, old, new):
    assert data.count(old) == 1 and len(old) == len(new)
    return data.replace(old, new)


write("cbor", {
    "good.cbor": (cbor({1: [1, -1, b"\1", "a", True], "x": tag(0, "t")}), "read"),
    "indefinite-array.cbor": (bytes.fromhex("9f01ff"), "cbor.indefinite"),
    "length-not-minimal.cbor": (bytes.fromhex("580101"), "cbor.not-minimal"),
    "key-twice.cbor": (bytes.fromhex("a301000201" + "0102"), "cbor.duplicate-key"),
    "nested-17-deep.cbor": (b"\x81" * 17 + b"\0", "cbor.depth"),
    "trailing-byte.cbor": (cbor({1: 2}) + b"\0", "cbor.trailing"),
    "length-bomb.cbor": (bytes.fromhex("9b7fffffffffffffff00"), "cbor.truncated"),
    "text-not-utf8.cbor": (bytes.fromhex("62c328"), "cbor.malformed"),
})

PAYLOAD = b"payload of the vectors"
good = sign1(PAYLOAD, unprotected={4: b"kid"})
write("cose", {
    "good-eddsa.cose": (good, "verified"),
    "good-es256.cose": (sign1(PAYLOAD, {1: -7}, make=lambda d: raw(sign(P256, d))), "verified"),
    "changed-key-id.cose": (flip(good, b"kid", b"KID"), "verified"),
    "changed-payload.cose": (flip(good, PAYLOAD, PAYLOAD.upper()), "cose.signature"),
    "changed-algorithm.cose": (good.replace(bytes.fromhex("43a10127"), bytes.fromhex("43a10126")), "cose.alg-key"),
    "signed-by-other-key.cose": (sign1(PAYLOAD, key=OTHER), "cose.signature"),
    "signed-over-payload-only.cose": (sign1(PAYLOAD, make=lambda d: sign(ED25519, PAYLOAD)), "cose.signature"),
    "signature-in-der.cose": (sign1(PAYLOAD, {1: -7}, make=lambda d: sign(P256, d)), "cose.signature-length"),
    "signature-empty.cose": (sign1(PAYLOAD, make=lambda d: b""), "cose.signature-length"),
    "algorithm-hmac.cose": (sign1(PAYLOAD, {1: 5}), "cose.alg-unknown"),
    "algorithm-unprotected.cose": (sign1(PAYLOAD, Raw(b""), {1: -8}), "cose.alg-unprotected"),
    "algorithm-missing.cose": (sign1(PAYLOAD, {4: b"x"}), "cose.alg-missing"),
    "algorithm-twice.cose": (sign1(PAYLOAD, Raw(bytes.fromhex("a201270127"))), "cbor.duplicate-key"),
    "critical-unknown.cose": (sign1(PAYLOAD, {1: -8, 2: [99], 99: 1}), "cose.crit-unknown"),
    "tag-missing.cose": (good[1:], "cose.tag"),
    "payload-detached.cose": (cbor(tag(18, [cbor({1: -8}), {}, Raw(b"\xf6"), bytes(64)])), "cose.payload-missing"),
})


def corim(mval=None, triples=None, ident="vectors", comid_id="c"):
    environment = {0: {1: "Acme", 2: "Lamp", 3: 1}}
    triples = triples or {0: [[environment, [{1: mval if mval is not None else {1: tag(552, 7), 2: [[1, hashlib.sha256(b"code").digest()]]}}]]]}
    comid = {1: {0: comid_id}, 4: triples}
    return cbor(tag(501, {0: ident, 1: [tag(506, cbor(comid))]}))


META = {1: -8, 3: "application/rim+cbor", 8: cbor({0: {0: "Acme"}})}
signed = sign1(corim(), META)
write("corim", {
    "good.corim": (corim(), "read"),
    "good-signed.corim": (signed, "verified"),
    "svn-changed-after-signing.corim": (flip(signed, tag(552, 7), tag(552, 6)), "cose.signature"),
    "signed-by-other-key.corim": (sign1(corim(), META, key=OTHER), "cose.signature"),
    "content-type-missing.corim": (sign1(corim(), {1: -8, 8: META[8]}), "corim.content-type"),
    "signer-missing.corim": (sign1(corim(), {1: -8, 3: META[3]}), "corim.meta"),
    "signer-unprotected.corim": (sign1(corim(), {1: -8, 3: META[3]}, {8: META[8]}), "corim.meta"),
    "measurement-empty.corim": (corim({}), "corim.measurement"),
    "digest-short.corim": (corim({2: [[1, bytes(31)]]}), "corim.digest"),
    "digest-list-empty.corim": (corim({2: []}), "cbor.type"),
    "svn-negative.corim": (corim({1: tag(552, -1)}), "cbor.type"),
    "svn-untagged-text.corim": (corim({1: "7"}), "cbor.type"),
    "svn-twice.corim": (corim(Raw(bytes.fromhex("a2010701" + "08"))), "cbor.duplicate-key"),
    "triples-missing.corim": (corim(triples=Raw(b"\xa0")), "corim.triples"),
    "environment-empty.corim": (corim(triples={0: [[{}, [{1: {1: 1}}]]]}), "corim.environment"),
    "id-missing.corim": (cbor(tag(501, {1: [tag(506, b"\xa0")]})), "corim.id"),
    "trailing-byte.corim": (corim() + b"\0", "cbor.trailing"),
})

ear = {"eat_profile": "tag:ietf.org,2026:rats/ear#03", "iat": 1666091373, "ear_verifier_id": {"developer": "Acme", "build": "1"},
       "submods": {"lamp": {"ear_status": "affirming", "ear_trustworthiness_vector": {"executables": 2}}}}
deployed = {"eat_profile": "tag:github.com,2023:veraison/ear", "iat": 1666091373, "ear.verifier-id": {"developer": "Acme", "build": "1"},
            "submods": {"lamp": {"ear.status": "affirming", "ear.appraisal-policy-id": "policy:a"}}}
liar = json.loads(json.dumps(ear))
liar["submods"]["lamp"]["ear_trustworthiness_vector"]["executables"] = 99
token = jwt(ear)
public = openssl("pkey", "-inform", "DER", "-pubout", data=ED25519)
changed = json.dumps(ear).replace("affirming", "none")
cwt = {265: ear["eat_profile"], 6: 1, 1004: {0: "Acme", 1: "1"}, 266: {"lamp": {1000: 2, 1001: {2: 2}}}}
worker = {"id": "000b" + "5e" * 32, "name": "worker-1", "class": "Example/Worker", "kubeletKeySha256": "9c" * 32, "secretsKeySha256": "77" * 32, "next": 300}
small = {0: bytes.fromhex(worker["id"]), 1: "worker-1", 2: "Example/Worker", 3: bytes.fromhex("9c" * 32), 4: bytes.fromhex("77" * 32), 5: 300}


def node(claim, status="affirming", then={}):
    """A result about a worker node: docs/formats/ear-node.cddl."""
    return {**ear, "submods": {"node": {"ear_status": status, "attestation.node": {**claim, **then}}}}


def node_cwt(claim, status=2):
    return sign1(cbor({**cwt, 266: {"node": {1000: status, -70701: claim}}}))


write("ear", {
    "good.jwt": (token, "verified"),
    "good-deployed.jwt": (jwt(deployed), "verified"),
    "good.cwt": (sign1(cbor(cwt)), "verified"),
    "changed-status.jwt": (".".join([token.split(".")[0], b64(changed.encode()), token.split(".")[2]]), "jwt.signature"),
    "signed-by-other-key.jwt": (jwt(ear, key=OTHER), "jwt.signature"),
    "algorithm-none.jwt": (jwt(ear, {"alg": "none"}, make=lambda d: b""), "jwt.alg"),
    "algorithm-hs256-with-public-key.jwt": (jwt(ear, {"alg": "HS256"}, make=lambda d: hmac.new(public, d, "sha256").digest()), "jwt.alg"),
    "algorithm-of-another-kind.jwt": (jwt(ear, {"alg": "ES256"}), "jwt.alg-key"),
    "header-critical.jwt": (jwt(ear, {"alg": "EdDSA", "crit": ["b64"], "b64": False}), "jwt.crit"),
    "header-algorithm-twice.jwt": (jwt(ear, '{"alg":"none","alg":"EdDSA"}'), "json.duplicate-key"),
    "status-better-than-vector.jwt": (jwt(liar), "ear.status-vector"),
    "status-twice.jwt": (jwt(json.dumps(ear).replace('"ear_status"', '"ear_status": "none", "ear_status"')), "json.duplicate-key"),
    "profile-unknown.jwt": (jwt({**ear, "eat_profile": "test"}), "ear.profile"),
    "members-of-other-dialect.jwt": (jwt({**deployed, "eat_profile": ear["eat_profile"]}), "ear.missing"),
    "submods-empty.jwt": (jwt({**ear, "submods": {}}), "ear.submods"),
    "padded.jwt": (token + "==", "jwt.structure"),
    "line-feed.jwt": (token + "\n", "jwt.structure"),
    "status-better-than-vector.cwt": (sign1(cbor({**cwt, 266: {"lamp": {1000: 2, 1001: {2: 99}}}})), "ear.status-vector"),
    "good-node.jwt": (jwt(node(worker)), "verified"),
    "good-node.cwt": (node_cwt(small), "verified"),
    "node-refused.jwt": (jwt(node({"id": worker["id"], "name": "worker-1"}, "contraindicated")), "verified"),
    "node-refused-with-key.jwt": (jwt(node(worker, "contraindicated")), "ear.node-status"),
    "node-refused-with-key.cwt": (node_cwt(small, 96), "ear.node-status"),
    "node-without-id.jwt": (jwt(node({"name": "worker-1"})), "ear.node"),
    "node-key-short.jwt": (jwt(node(worker, then={"kubeletKeySha256": "9c" * 31})), "ear.node"),
    "node-key-in-capitals.jwt": (jwt(node(worker, then={"kubeletKeySha256": "9C" * 32})), "ear.node"),
    "node-name-of-a-user.jwt": (jwt(node(worker, then={"name": "system:node:worker-1"})), "ear.node"),
    "node-next-zero.jwt": (jwt(node(worker, then={"next": 0})), "ear.node"),
    "node-name-twice.jwt": (jwt(json.dumps(node(worker)).replace('"name"', '"name": "worker-2", "name"')), "json.duplicate-key"),
    "node-id-as-text.cwt": (node_cwt({**small, 0: worker["id"]}), "ear.node"),
    "node-key-long.cwt": (node_cwt({**small, 3: bytes(33)}), "ear.node"),
    "claims-twice.cwt": (sign1(bytes.fromhex("a2060106" + "02")), "cbor.duplicate-key"),
})
