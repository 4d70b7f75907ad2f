"""DER by hand, and signatures by the openssl command: so that each file can have exactly one defect."""
import hashlib, os, subprocess, tempfile

def tlv(tag, body, long=False):
    n = len(body)
    length = bytes([n]) if n < 0x80 else bytes([0x81, n]) if n < 0x100 else bytes([0x82, n >> 8, n & 0xFF])
    if long:
        length = b"\x83" + n.to_bytes(3, "big")
    return bytes([tag]) + length + body

def seq(*parts): return tlv(0x30, b"".join(parts))
def ctx(n, body): return tlv(0xA0 | n, body)
def octets(body): return tlv(0x04, body)
def bits(body, unused=0): return tlv(0x03, bytes([unused]) + body)
def utf8(text): return tlv(0x0C, text.encode())
def printable(text): return tlv(0x13, text.encode())
def integer(n): return tlv(0x02, n.to_bytes(n.bit_length() // 8 + 1, "big"))
def time(text): return tlv(0x17 if len(text) == 13 else 0x18, text.encode())

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
ALGORITHMS = {
    ("ec", "sha1"): seq(oid("1.2.840.10045.4.1")), ("ec", "sha256"): seq(oid("1.2.840.10045.4.3.2")), ("ec", "sha384"): seq(oid("1.2.840.10045.4.3.3")),
    ("rsa", "sha1"): seq(oid("1.2.840.113549.1.1.5"), NULL), ("rsa", "sha256"): seq(oid("1.2.840.113549.1.1.11"), NULL),
}

def openssl(*args, stdin=b""):
    return subprocess.run(["openssl", *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout

class Key:
    """An EC key from a seed, or a fresh RSA key."""
    CURVES = {"p256": ("1.2.840.10045.3.1.7", 32, "sha256"), "p384": ("1.3.132.0.34", 48, "sha384")}

    def __init__(self, name, kind="p256"):
        self.kind = "ec" if kind in self.CURVES else "rsa"
        if self.kind == "ec":
            curve, size, self.hash = self.CURVES[kind]
            secret = hashlib.sha512(("ek vectors: " + name).encode()).digest()[:size]
            inner = seq(integer(1), octets(secret))
            self.pkcs8 = seq(integer(0), seq(oid("1.2.840.10045.2.1"), oid(curve)), octets(inner))
        else:
            self.hash = "sha256"
            self.pkcs8 = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + kind[3:], "-outform", "DER")
        self.spki = openssl("pkey", "-inform", "DER", "-outform", "DER", "-pubout", stdin=self.pkcs8)
        self.id = hashlib.sha1(self.spki).digest()
        if self.kind == "ec":
            self.x, self.y = self.spki[-2 * size:-size], self.spki[-size:]
        else:
            bits_ = int(kind[3:])
            at = self.spki.index(b"\x02\x82") if bits_ >= 2048 else self.spki.index(b"\x02\x81")
            self.n = self.spki[-(bits_ // 8) - 5:-5]

    def sign(self, data, hash=None):
        with tempfile.TemporaryDirectory() as folder:
            key, text, out = (os.path.join(folder, n) for n in ("k", "t", "o"))
            open(key, "wb").write(self.pkcs8)
            open(text, "wb").write(data)
            openssl("dgst", "-" + (hash or self.hash), "-keyform", "DER", "-sign", key, "-out", out, text)
            return open(out, "rb").read()

    def algorithm(self, hash=None): return ALGORITHMS[(self.kind, hash or self.hash)]

ATTRIBUTES = {"CN": "2.5.4.3", "O": "2.5.4.10", "C": "2.5.4.6"}

def name(text, string=utf8):
    """CN=x,O=y: one attribute a set."""
    parts = [p.split("=") for p in text.split(",")] if text else []
    return seq(*(tlv(0x31, seq(oid(ATTRIBUTES[k]), (printable if k == "C" else string)(v))) for k, v in parts))

def extension(dotted, value, critical=False, true=TRUE):
    return seq(oid(dotted), true if critical else b"", octets(value))

def signed(tbs, key, hash=None, signature=None, long=False):
    value = key.sign(tbs, hash) if signature is None else signature(tbs)
    return tlv(0x30, tbs + key.algorithm(hash) + bits(value), long)
