#!/usr/bin/env python3
"""JWE with ECDH-ES and A256GCM (RFC 7516, RFC 7518), written from the RFCs over OpenSSL's libcrypto: independent of the project's C#.

  jwe.py make               writes recipient.pem and *.jwe beside this file; the file's name is the defect
  jwe.py decrypt KEY.pem    reads a message from standard input, writes the plaintext to standard output; status 1 where it does not decrypt

The files are made anew only when the format is meant to change: a red test is no reason.
"""
import base64, ctypes, hashlib, json, os, struct, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
C = ctypes.CDLL("libcrypto.so.3")
for name in ("BIO_new_mem_buf", "PEM_read_bio_PrivateKey", "d2i_PUBKEY", "EVP_PKEY_CTX_new", "EVP_CIPHER_CTX_new", "EVP_aes_256_gcm"):
    getattr(C, name).restype = ctypes.c_void_p
P = ctypes.c_void_p
SPKI_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
AEAD_SET_IVLEN, AEAD_GET_TAG, AEAD_SET_TAG = 9, 16, 17
PLAINTEXT = b'{"token":"abcdef.0123456789abcdef"}'


def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def unb64(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def need(ok):
    if not ok:
        raise ValueError("libcrypto refused")
    return ok


def private(pem):
    return need(C.PEM_read_bio_PrivateKey(P(need(C.BIO_new_mem_buf(pem, len(pem)))), None, None, None))


def public(point):
    der = SPKI_P256 + point
    buffer = ctypes.create_string_buffer(der, len(der))
    at = ctypes.cast(buffer, P)
    return need(C.d2i_PUBKEY(None, ctypes.byref(at), len(der)))


def agree(own, point):
    context = need(C.EVP_PKEY_CTX_new(P(own), None))
    need(C.EVP_PKEY_derive_init(P(context)) == 1)
    need(C.EVP_PKEY_derive_set_peer(P(context), P(public(point))) == 1)
    size = ctypes.c_size_t(64)
    out = ctypes.create_string_buffer(64)
    need(C.EVP_PKEY_derive(P(context), out, ctypes.byref(size)) == 1)
    return out.raw[:size.value]


def content_key(z, header):
    def field(data): return struct.pack(">I", len(data)) + data
    info = field(header["enc"].encode()) + field(unb64(header.get("apu", ""))) + field(unb64(header.get("apv", "")))
    return hashlib.sha256(struct.pack(">I", 1) + z + info + struct.pack(">I", 256)).digest()


def gcm(encrypting, key, nonce, header, text, tag=b""):
    context = need(C.EVP_CIPHER_CTX_new())
    init, update, final = (C.EVP_EncryptInit_ex, C.EVP_EncryptUpdate, C.EVP_EncryptFinal_ex) if encrypting else \
        (C.EVP_DecryptInit_ex, C.EVP_DecryptUpdate, C.EVP_DecryptFinal_ex)
    need(init(P(context), P(C.EVP_aes_256_gcm()), None, None, None) == 1)
    need(C.EVP_CIPHER_CTX_ctrl(P(context), AEAD_SET_IVLEN, len(nonce), None) == 1)
    need(init(P(context), None, None, key, nonce) == 1)
    size, out = ctypes.c_int(0), ctypes.create_string_buffer(len(text) + 16)
    need(update(P(context), None, ctypes.byref(size), header, len(header)) == 1)
    need(update(P(context), out, ctypes.byref(size), text, len(text)) == 1)
    if not encrypting:
        need(C.EVP_CIPHER_CTX_ctrl(P(context), AEAD_SET_TAG, 16, tag) == 1)
    need(final(P(context), ctypes.create_string_buffer(16), ctypes.byref(ctypes.c_int(0))) == 1)
    if not encrypting:
        return out.raw[:len(text)]
    made = ctypes.create_string_buffer(16)
    need(C.EVP_CIPHER_CTX_ctrl(P(context), AEAD_GET_TAG, 16, made) == 1)
    return out.raw[:len(text)], made.raw


def point_of(pem):
    der = subprocess.run(["openssl", "pkey", "-pubout", "-outform", "DER"], input=pem, capture_output=True, check=True).stdout
    return der[len(SPKI_P256):]


def epk(point): return {"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}


def encrypt(recipient, ephemeral, header, nonce=b"\1" * 12, spelt=None, plaintext=PLAINTEXT):
    header_text = spelt or json.dumps(header)
    encoded = b64(header_text.encode())
    key = content_key(agree(private(ephemeral), point_of(recipient)), header)
    text, tag = gcm(True, key, nonce, encoded.encode(), plaintext)
    return [encoded, "", b64(nonce), b64(text), b64(tag)]


def decrypt(pem, message):
    encoded, empty, nonce, text, tag = message.split(".")
    need(empty == "")
    header = json.loads(unb64(encoded))
    need(header["alg"] == "ECDH-ES" and header["enc"] == "A256GCM")
    key = content_key(agree(private(pem), b"\4" + unb64(header["epk"]["x"]) + unb64(header["epk"]["y"])), header)
    return gcm(False, key, unb64(nonce), encoded.encode(), unb64(text), unb64(tag))


def make():
    def key(): return subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], capture_output=True, check=True).stdout
    recipient, other, once = key(), key(), key()
    with open(os.path.join(HERE, "recipient.pem"), "wb") as file:
        file.write(recipient)
    good = {"alg": "ECDH-ES", "enc": "A256GCM", "epk": epk(point_of(once)), "apu": b64(b"gate"), "apv": b64(b"worker-1")}

    def write(name, parts):
        with open(os.path.join(HERE, name + ".jwe"), "w") as file:
            file.write(".".join(parts))

    def with_header(name, header, spelt=None): write(name, encrypt(recipient, once, header, spelt=spelt))

    def flipped(part, parts):
        raw = bytearray(unb64(parts[part]))
        raw[0] ^= 1
        return [b64(bytes(raw)) if i == part else p for i, p in enumerate(parts)]

    parts = encrypt(recipient, once, good)
    write("good", parts)
    with_header("good-without-parties", {k: v for k, v in good.items() if k not in ("apu", "apv")})
    with_header("good-other-member-order", dict(reversed(good.items())))
    write("good-empty-plaintext", encrypt(recipient, once, good, plaintext=b""))
    write("to-another-key", encrypt(other, once, good))
    write("ciphertext-changed", flipped(3, parts))
    write("tag-changed", flipped(4, parts))
    write("nonce-changed", flipped(2, parts))
    write("party-changed", [b64(json.dumps(dict(good, apv=b64(b"worker-2"))).encode())] + parts[1:])
    write("encrypted-key-present", [parts[0], "AAAA"] + parts[2:])
    write("four-parts", parts[:4])
    write("six-parts", parts + [""])
    write("padded", parts[:4] + [parts[4] + "=="])
    write("line-feed", parts[:4] + [parts[4] + "\n"])
    write("nonce-of-16", encrypt(recipient, once, good, nonce=b"\1" * 16))
    write("tag-of-12", parts[:4] + [b64(unb64(parts[4])[:12])])
    with_header("algorithm-key-wrap", dict(good, alg="ECDH-ES+A256KW"))
    with_header("algorithm-none", dict(good, alg="none"))
    with_header("encryption-a128gcm", dict(good, enc="A128GCM"))
    with_header("compressed-plaintext", dict(good, zip="DEF"))
    with_header("critical", dict(good, crit=["exp"]))
    with_header("party-as-number", good, json.dumps(dict(good, apv=1)))
    with_header("header-twice", good, json.dumps(good)[:-1] + ', "alg": "ECDH-ES"}')
    with_header("header-a-list", good, json.dumps([good]))
    with_header("epk-missing", {k: v for k, v in good.items() if k != "epk"})
    with_header("epk-private", dict(good, epk=dict(good["epk"], d="AA")))
    with_header("epk-other-curve", dict(good, epk=dict(good["epk"], crv="P-384")))
    off = bytearray(point_of(once)); off[-1] ^= 1
    with_header("epk-off-curve", dict(good, epk=epk(bytes(off))))
    with_header("epk-zero", dict(good, epk=epk(b"\4" + bytes(64))))
    x = int.from_bytes(point_of(once)[1:33], "big")
    with_header("epk-short-coordinate", dict(good, epk=dict(good["epk"], x=b64(x.to_bytes(32, "big")[1:]))))


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        make()
    elif len(sys.argv) == 3 and sys.argv[1] == "decrypt":
        try:
            sys.stdout.buffer.write(decrypt(open(sys.argv[2], "rb").read(), sys.stdin.read()))
        except ValueError as e:
            sys.exit(str(e))
    else:
        sys.exit(__doc__)
