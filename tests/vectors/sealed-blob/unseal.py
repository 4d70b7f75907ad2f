#!/usr/bin/env python3
"""Unseals a blob of docs/formats/sealed-blob.md with nothing but HMAC: shares no code with the firmware.

usage: unseal.py SECRET CEILING PURPOSE BLOB
  SECRET   hexadecimal: the versioned KDF's seed, or CDI_Seal for a blob without version
  CEILING  of the versioned KDF, or - for a blob without version
Prints the data in hexadecimal, or "refused"."""
import hashlib
import hmac
import sys


def mac(key, message):
    return hmac.new(key, message, hashlib.sha512).digest()


def kdf(size, secret, salt, info):
    """HKDF-SHA-512, RFC 5869."""
    prk = mac(salt or bytes(64), secret)
    block = output = b""
    counter = 1
    while len(output) < size:
        block = mac(prk, block + info + bytes([counter]))
        output += block
        counter += 1
    return output[:size]


def key_of(secret, ceiling, version):
    label = b"attestation sealed blob"
    if ceiling == "-":
        return kdf(64, secret, label, b"Sealing Key")
    for _ in range(int(ceiling) - version + 1):
        secret = kdf(32, secret, b"", b"VKDF_STEP")
    return kdf(64, secret, label, b"VKDF_KEY")


def unseal(secret, ceiling, purpose, blob):
    form, version = blob[1], int.from_bytes(blob[2:6], "big")
    if blob[0] != 1 or form != (0 if ceiling == "-" else 1):
        return None
    key = key_of(secret, ceiling, version)
    nonce, text, tag = blob[6:22], blob[22:-32], blob[-32:]
    prefix = bytes([len(purpose)]) + purpose
    if kdf(32, b"\x03" + prefix + blob[:22] + text, key, b"Sealed Tag") != tag:
        return None
    stream = b"".join(kdf(512, b"\x02" + nonce + i.to_bytes(4, "big"), key, b"Sealed Stream") for i in range(len(text) // 512 + 1))
    data = bytes(a ^ b for a, b in zip(text, stream))
    return data if kdf(16, b"\x01" + prefix + blob[:6] + data, key, b"Sealed Nonce") == nonce else None


if __name__ == "__main__":
    found = unseal(bytes.fromhex(sys.argv[1]), sys.argv[2], sys.argv[3].encode(), bytes.fromhex(sys.argv[4]))
    print("refused" if found is None else found.hex())
