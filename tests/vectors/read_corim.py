#!/usr/bin/env python3
"""Reads a signed CoRIM of identity triples (draft-ietf-rats-corim) with the standard library and the openssl command only, as another program than the
one that wrote it: verifies the signature (ES256, ES384 or EdDSA; RFC 9052 section 4.4), then prints one line of JSON for each device:
vendor, model, UEID and raw public key. Usage: ./read_corim.py FILE PUBLIC-KEY.pem
"""
import json, os, subprocess, sys, tempfile


def item(data, at):
    """One CBOR item of definite length, shortest form not required (RFC 8949 section 3): (value, next offset). Tags are (number, value)."""
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low < 24:
        number = low
    else:
        size = 1 << (low - 24)
        number, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major in (2, 3):
        raw = data[at:at + number]
        assert len(raw) == number
        return (raw if major == 2 else raw.decode()), at + number
    if major == 4:
        values = []
        for _ in range(number):
            value, at = item(data, at)
            values.append(value)
        return values, at
    if major == 5:
        pairs = {}
        for _ in range(number):
            key, at = item(data, at)
            assert key not in pairs
            pairs[key], at = item(data, at)
        return pairs, at
    if major == 6:
        value, at = item(data, at)
        return (number, value), at
    return {20: False, 21: True, 22: None}[low], at


def whole(data):
    value, end = item(data, 0)
    assert end == len(data), "trailing bytes"
    return value


def tagged(value, number):
    assert value[0] == number, f"tag {value[0]} where {number} is expected"
    return value[1]


def text(raw):
    size = len(raw)
    return (bytes([0x40 | size]) if size < 24 else bytes([0x58, size]) if size < 256 else bytes([0x59]) + size.to_bytes(2, "big") if size < 65536
            else bytes([0x5A]) + size.to_bytes(4, "big")) + raw


def der_integer(raw):
    raw = raw.lstrip(b"\0") or b"\0"
    raw = (b"\0" if raw[0] & 0x80 else b"") + raw
    return bytes([2, len(raw)]) + raw


def verify(message, key):
    protected, unprotected, payload, signature = tagged(message, 18)
    algorithm = whole(protected)[1]
    signed = b"\x84\x6aSignature1" + text(protected) + b"\x40" + text(payload)
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("data", "signature")]
        if algorithm != -8:
            half = len(signature) // 2
            inner = der_integer(signature[:half]) + der_integer(signature[half:])
            signature = b"\x30" + (bytes([len(inner)]) if len(inner) < 128 else bytes([0x81, len(inner)])) + inner
        for name, content in zip(names, (signed, signature)):
            with open(name, "wb") as file:
                file.write(content)
        if algorithm == -8:
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", names[0], "-sigfile", names[1]]
        else:
            command = ["openssl", "dgst", {-7: "-sha256", -35: "-sha384"}[algorithm], "-verify", key, "-signature", names[1], names[0]]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return payload


def main():
    with open(sys.argv[1], "rb") as file:
        corim = tagged(whole(verify(whole(file.read()), sys.argv[2])), 501)
    for tag in corim[1]:
        comid = whole(tagged(tag, 506))
        for environment, keys in comid[4].get(2, []):
            (kind,) = [tagged(key, 558) for key in keys]
            key = whole(kind) if isinstance(kind, bytes) else kind
            if isinstance(key, list):
                (key,) = key
            print(json.dumps({"vendor": environment[0][1], "model": environment[0][2], "ueid": tagged(environment[1], 550).hex(), "key": (key[-2] + key.get(-3, b"")).hex()}))


if __name__ == "__main__":
    main()
