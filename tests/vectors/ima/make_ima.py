#!/usr/bin/env python3
"""Makes the lists of signed files in this folder: python3 make_ima.py (needs evmctl of ima-evm-utils, and openssl).

evmctl makes the signatures of version 2, openssl those of version 3, and evmctl reads each list, verifies the signatures in it and replays it.
Keys are made anew each time, so every file changes when this runs; the private keys are thrown away.
"""
import hashlib, json, os, pathlib, struct, subprocess, tempfile

HERE = pathlib.Path(__file__).resolve().parent
HASHES = {"sha256": 4, "sha384": 5, "sha512": 6}


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, **options).stdout


def new_key(folder, name, *options):
    key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
    run("openssl", "req", "-x509", "-nodes", "-newkey", *options, "-keyout", key, "-out", certificate, "-days", "36500", "-subj", f"/CN={name}", "-batch")
    (HERE / f"{name}.pem").write_bytes(run("openssl", "x509", "-in", certificate, "-pubkey", "-noout"))
    run("openssl", "x509", "-in", certificate, "-outform", "DER", "-out", HERE / f"{name}.crt")
    return key, certificate


def key_id(certificate):
    text = run("openssl", "x509", "-in", certificate, "-noout", "-ext", "subjectKeyIdentifier").decode().split()[-1]
    return bytes.fromhex(text.replace(":", ""))[-4:]


def signed_by_evmctl(folder, key, algorithm, content):
    file = folder / "file"
    file.write_bytes(content)
    run("evmctl", "ima_sign", "--sigfile", "-a", algorithm, "--key", key, file)
    return (folder / "file.sig").read_bytes()


def signed_v3(folder, key, certificate, algorithm, kind, digest):
    identified = folder / "file_id"
    identified.write_bytes(bytes([kind, HASHES[algorithm]]) + digest)
    signature = run("openssl", "dgst", f"-{algorithm}", "-sign", key, identified)
    return bytes([kind, 3, HASHES[algorithm]]) + key_id(certificate) + struct.pack(">H", len(signature)) + signature


def field(value):
    return struct.pack("<I", len(value)) + value


def entry(template, *fields):
    data = b"".join(map(field, fields))
    name = template.encode()
    return struct.pack("<I", 10) + hashlib.sha1(data).digest() + field(name) + field(data), data


def digest_field(algorithm, digest, kind=""):
    return (kind + algorithm + ":").encode() + b"\0" + digest


def replay(entries):
    value = bytes(32)
    for _, data in entries:
        value = hashlib.sha256(value + hashlib.sha256(data).digest()).digest()
    return value


def boot_aggregate():
    return entry("ima-sig", digest_field("sha256", hashlib.sha256(bytes(320)).digest()), b"boot_aggregate\0", b"")


def evmctl_reads(folder, entries, certificates):
    """The kernel's own tool replays the list and verifies the signatures of version 2 in it."""
    listing, pcrs = folder / "list", folder / "pcrs"
    listing.write_bytes(b"".join(bytes_ for bytes_, _ in entries))
    values = [bytes(32)] * 10 + [replay(entries)] + [bytes(32)] * 13
    pcrs.write_text("".join(f"PCR-{i:02}: {v.hex(' ').upper()}\n" for i, v in enumerate(values)))
    keys = ",".join(str(HERE / f"{c}.crt") for c in certificates)
    # evmctl 1.4 reads no ima-ngv2 and ima-sigv2: those lists are only replayed by this script
    return subprocess.run(["evmctl", "-v", "ima_measurement", "--verify-sig", f"--key={keys}", f"--pcrs=sha256,{pcrs}", "--verify-bank=sha256", str(listing)],
                          capture_output=True, text=True)


def write(name, entries):
    (HERE / f"{name}.bin").write_bytes(b"".join(bytes_ for bytes_, _ in entries))
    return replay(entries).hex()


def main():
    expected = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        keys = {
            "rsa2048": new_key(folder, "rsa2048", "rsa:2048"),
            "p256": new_key(folder, "p256", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            "p384": new_key(folder, "p384", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
        }
        good = [boot_aggregate()]
        for name, (key, _) in keys.items():
            for algorithm in HASHES:
                path, content = f"/usr/bin/{name}-{algorithm}", f"signed with {name} and {algorithm}\n".encode()
                attribute = signed_by_evmctl(folder, key, algorithm, content)
                good.append(entry("ima-sig", digest_field(algorithm, hashlib.new(algorithm, content).digest()), path.encode() + b"\0", attribute))
        answer = evmctl_reads(folder, good, keys)
        assert answer.returncode == 0, answer.stderr
        expected["version-2"] = {"pcr10": write("version-2", good), "entries": len(good), "good": len(good) - 1}

        other = signed_by_evmctl(folder, keys["p256"][0], "sha256", b"another file\n")
        copied = entry("ima-sig", digest_field("sha256", hashlib.sha256(b"this file\n").digest()), b"/usr/bin/copied-signature\0", other)
        answer = evmctl_reads(folder, [boot_aggregate(), copied], keys)
        assert answer.returncode != 0 or "verification failed" in answer.stderr + answer.stdout, answer
        expected["copied-signature"] = {"pcr10": write("copied-signature", [boot_aggregate(), copied]), "entries": 2, "good": 0}

        version3 = [boot_aggregate()]
        for name, (key, certificate) in keys.items():
            for algorithm in HASHES:
                for kind, prefix in ((3, "ima:"), (5, "verity:")):
                    digest = hashlib.new(algorithm, f"{name} {algorithm} {kind}".encode()).digest()
                    attribute = signed_v3(folder, key, certificate, algorithm, kind, digest)
                    version3.append(entry("ima-sigv2", digest_field(algorithm, digest, prefix), f"/usr/lib/{name}-{algorithm}-{kind}".encode() + b"\0", attribute))
        expected["version-3"] = {"pcr10": write("version-3", version3), "entries": len(version3), "good": len(version3) - 1}

        # the digest of one kind, signed as the other: a verity digest's bytes must not pass for a file's
        digest = hashlib.sha256(b"confused").digest()
        attribute = signed_v3(folder, *keys["p256"], "sha256", 5, digest)
        confused = [boot_aggregate(), entry("ima-sigv2", digest_field("sha256", digest, "ima:"), b"/usr/bin/confused\0", attribute)]
        expected["verity-signature-over-file"] = {"pcr10": write("verity-signature-over-file", confused), "entries": 2, "good": 0}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    main()
