#!/usr/bin/env python3
"""Writes the firmware key's public half into the resident program: set-firmware-key.py KEY.pub.pem [FILE.cs]

KEY.pub.pem is a SubjectPublicKeyInfo of P-256 or Ed25519, as `attest-factory release build` leaves it in firmware.pub.pem
and `openssl pkey -in firmware.pem -pubout` writes it. FILE.cs is FirmwarePublicKey.cs of the resident program otherwise."""
import base64
import os
import sys

P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
ED25519 = bytes.fromhex("302a300506032b6570032100")
DEFAULT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Attestation.Device.ResidentProgram", "FirmwarePublicKey.cs")

TEXT = """namespace Attestation.Device.ResidentProgram;

/// <summary>The key whose releases this device runs; firmware/tools/set-firmware-key.py writes this file from a PEM.</summary>
internal static class FirmwarePublicKey
{
    /// <summary>P-256: x ‖ y, 64 bytes. Ed25519: 32 bytes.</summary>
    public static byte[] Bytes => new byte[]
    {
%s    };
}
"""


def public_key(pem):
    lines = [line.strip() for line in pem.strip().splitlines()]
    if lines[0] != "-----BEGIN PUBLIC KEY-----" or lines[-1] != "-----END PUBLIC KEY-----":
        sys.exit("this is no public key in PEM; a private key does not belong into firmware")
    der = base64.b64decode("".join(lines[1:-1]), validate=True)
    for head, size in ((P256, 64), (ED25519, 32)):
        if der.startswith(head) and len(der) == len(head) + size:
            return der[len(head):]
    sys.exit("a resident verifies releases with P-256 or Ed25519; this key is neither")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="ascii") as f:
        key = public_key(f.read())
    rows = [key[i:i + 16] for i in range(0, len(key), 16)]
    body = "".join("        " + ", ".join(f"0x{b:02X}" for b in row) + ",\n" for row in rows)
    with open(sys.argv[2] if len(sys.argv) == 3 else DEFAULT, "w", encoding="utf-8", newline="\n") as f:
        f.write(TEXT % body)


if __name__ == "__main__":
    main()
