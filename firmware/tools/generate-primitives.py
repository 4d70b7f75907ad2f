#!/usr/bin/env python3
"""Writes the unrolled field arithmetic and the fixed-base tables of firmware/Attestation.Dice/Primitives.

Usage: generate-primitives.py [--check]     (--check: compare with the committed files, exit 1 on a difference)

Why generated: an interpreter pays per operation, so limbs live in locals and every column of a product is one written-out
expression. 80 such lines are reviewed better as the ten lines here that print them.

Representation: W-bit limbs in 64-bit words. "Tight" limbs are below 2^W (plus a hair); sums and loose differences are a small
multiple of that. The bounds that keep every column below 2^64 are asserted by check_columns()."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "Attestation.Dice", "Primitives")

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P384 = 2**384 - 2**128 - 2**96 + 2**32 - 1
N384 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
P25519 = 2**255 - 19
L25519 = 2**252 + 27742317777372353535851937790883648493
D25519 = -121665 * pow(121666, -1, P25519) % P25519


class Shape:
    """n limbs of w bits that carry numbers of 64 * words bits."""

    def __init__(self, n, w, words):
        self.n, self.w, self.words = n, w, words
        self.name = f"Limbs{n}"

    def limbs(self, x):
        return [(x >> (self.w * i)) & ((1 << self.w) - 1) if i < self.n - 1 else x >> (self.w * i) for i in range(self.n)]

    @property
    def r(self):
        return 1 << (self.n * self.w)


NINE = Shape(9, 29, 4)
FOURTEEN = Shape(14, 28, 6)
MARK = "// Written by firmware/tools/generate-primitives.py; change the script, not this file.\n"


def hexa(x):
    return f"0x{x:X}UL"


def check_columns(shape, alpha_beta, reduction_terms):
    """The largest column: n products of limbs whose bounds multiply to alpha_beta * 2^2w, and what the reduction adds."""
    n, w = shape.n, shape.w
    worst = n * alpha_beta * 2 ** (2 * w) + reduction_terms + 2**40
    if shape is NINE:  # the top limb has 25 bits (2p) where the others have 29, so two of nine products are small
        worst = (7 + 1) * alpha_beta * 2 ** (2 * w) + reduction_terms + 2**40
    assert worst < 2**64, (shape.name, worst / 2**64)


def product_terms(shape, square):
    """Per column, the products as C# text."""
    n = shape.n
    cols = []
    for k in range(2 * n - 1):
        terms = []
        for i in range(max(0, k - n + 1), min(n - 1, k) + 1):
            j = k - i
            if not square:
                terms.append(f"(a{i} * b{j})")
            elif i < j:
                terms.append(f"(d{i} * a{j})")
            elif i == j:
                terms.append(f"(a{i} * a{i})")
        cols.append(terms)
    return cols


def prologue(shape, square):
    n, c = shape.n, shape.name
    out = [f"        {c} a = ({c})first;"]
    if not square:
        out.append(f"        {c} b = ({c})second;")
    for i in range(n):
        out.append(f"        ulong a{i} = a.L{i};")
        if square and i < n - 1:
            out.append(f"        ulong d{i} = a{i} + a{i};")
        if not square:
            out.append(f"        ulong b{i} = b.L{i};")
    out.append(f"        ulong mask = {hexa((1 << shape.w) - 1)};")
    return out


def signature(square):
    if square:
        return "    internal override void Square(FieldElement result, FieldElement first)"
    return "    internal override void Multiply(FieldElement result, FieldElement first, FieldElement second)"


def montgomery_body(shape, p, square, sparse):
    """Column by column: product terms, what earlier quotient digits m add, the next digit m or result limb, the carry.
    sparse: signed powers of two of p, where p = -1 modulo 2^w, so that the digit m is the column itself."""
    n, w = shape.n, shape.w
    cols = product_terms(shape, square)
    extra = [[] for _ in cols]
    out = prologue(shape, square)
    if sparse:
        assert p == sum(s << e for s, e in sparse) - 1
        negative = sorted({e // w for s, e in sparse if s < 0})
        bias = 1 << (w + max(e % w for s, e in sparse if s < 0) + 2)
        first_biased, last = negative[0], 2 * n - 2
        for k in range(first_biased, last + 1):
            amount = (bias if k < last else 0) - (bias >> w if k > first_biased else 0)
            extra[k].append(f" + {hexa(amount)}" if amount > 0 else f" - {hexa(-amount)}")
        for i in range(n):
            for s, e in sparse:
                extra[i + e // w].append(f" {'+' if s > 0 else '-'} (m{i} << {e % w})")
        check_columns(shape, 7 if shape is NINE else 16, 2 * bias)
    else:
        limbs = shape.limbs(p)
        for j, v in enumerate(limbs):
            if v:
                out.append(f"        ulong n{j} = {hexa(v)};")
        for k in range(2 * n - 1):
            for i in range(max(0, k - n + 1), min(n - 1, k) + 1):
                if i < k and limbs[k - i]:
                    extra[k].append(f" + (m{i} * n{k - i})")
        out.append(f"        ulong inverse = {hexa(-pow(p, -1, 1 << w) % (1 << w))};")
        check_columns(shape, 3 if shape is NINE else 4, n * 2 ** (2 * w))
    out.append("")
    for k in range(2 * n - 1):
        carry = "" if k == 0 else f"(t >> {w}) + "
        text = carry + " + ".join(cols[k]) + "".join(extra[k])
        out.append(f"        {'ulong ' if k == 0 else ''}t = {text};")
        if k < n:
            if sparse:
                out.append(f"        ulong m{k} = t & mask;")
            else:
                out.append(f"        ulong m{k} = (t * inverse) & mask;")
                out.append(f"        t += m{k} * n0;")
        else:
            out.append(f"        ulong r{k - n} = t & mask;")
    out.append("")
    out.append(f"        {shape.name} r = ({shape.name})result;")
    for i in range(n - 1):
        out.append(f"        r.L{i} = r{i};")
    out.append(f"        r.L{n - 1} = t >> {w};")
    return "\n".join([signature(square), "    {"] + out + ["    }"])


def ed25519_body(square):
    """High columns first, each cut to 29 bits, then folded into the low ones: 2^261 = 64 * 19 = 1216 modulo p."""
    s = NINE
    check_columns(s, 7, 1217 << 29)
    cols = product_terms(s, square)
    out = prologue(s, square) + [""]
    for k in range(9, 17):
        out.append(f"        {'ulong ' if k == 9 else ''}t = {'' if k == 9 else '(t >> 29) + '}{' + '.join(cols[k])};")
        out.append(f"        ulong h{k - 9} = t & mask;")
    out.append("        ulong h8 = t >> 29;")
    out.append("")
    for k in range(9):
        out.append(f"        t = {'' if k == 0 else '(t >> 29) + '}{' + '.join(cols[k])} + (h{k} * 1216UL);")
        if k < 8:
            out.append(f"        ulong r{k} = t & mask;")
    out.append("")
    out.append("        Limbs9 r = (Limbs9)result;")
    out.append("        r.L8 = t & 0x7FFFFFUL;")
    out.append("        t = r0 + ((t >> 23) * 19UL);")
    out.append("        r.L0 = t & mask;")
    out.append("        r.L1 = r1 + (t >> 29);")
    for i in range(2, 8):
        out.append(f"        r.L{i} = r{i};")
    return "\n".join([signature(square), "    {"] + out + ["    }"])


def lifted(shape, multiple_of_p, lend):
    """The limbs of a multiple of p, each enlarged by lend * 2^w borrowed from the one above, so that no limb difference is negative."""
    l = shape.limbs(multiple_of_p)
    n, w = shape.n, shape.w
    out = [l[i] + (lend << w if i < n - 1 else 0) - (lend if i > 0 else 0) for i in range(n)]
    assert sum(v << (w * i) for i, v in enumerate(out)) == multiple_of_p and all(v > 0 for v in out)
    return out


def subtract_loose(shape, p):
    bias = lifted(shape, 4 * p if p != P25519 else 8 * p, 1)
    n, c = shape.n, shape.name
    if p == P25519:  # here tight means up to 2^29 + 2^14, and all natural limbs of 8p are nearly 2^29
        assert all(b >= 2**29 + 2**14 for b in bias[:8])
    else:
        assert all(b >= 2**shape.w - 1 for b in bias[:-1])
    out = ["    internal override void SubtractLoose(FieldElement result, FieldElement first, FieldElement second)", "    {",
           f"        {c} r = ({c})result;", f"        {c} a = ({c})first;", f"        {c} b = ({c})second;"]
    for i in range(n):
        out.append(f"        r.L{i} = a.L{i} + {hexa(bias[i])} - b.L{i};")
    return "\n".join(out + ["    }"])


def subtract(shape, p, fold):
    """fold: what 2^bits is modulo p, as (sign, exponent) or a small factor for limb 0."""
    n, w, c = shape.n, shape.w, shape.name
    bias = lifted(shape, 16 * p, 4)
    top_bits = p.bit_length() - w * (n - 1)
    add = ["" for _ in range(n)]
    if isinstance(fold, int):
        add[0] = f" + (q * {fold}UL)"
    else:
        for s, e in fold:
            shift = f"(q << {e % w})" if e % w else "q"
            add[e // w] += f" {'+' if s > 0 else '-'} {shift}"
    out = ["    internal override void Subtract(FieldElement result, FieldElement first, FieldElement second)", "    {",
           f"        {c} r = ({c})result;", f"        {c} a = ({c})first;", f"        {c} b = ({c})second;",
           f"        ulong mask = {hexa((1 << w) - 1)};",
           f"        ulong top = a.L{n-1} + {hexa(bias[n-1])} - b.L{n-1};", f"        ulong q = top >> {top_bits};"]
    for i in range(n - 1):
        out.append(f"        {'ulong ' if i == 0 else ''}t = {'' if i == 0 else f'(t >> {w}) + '}a.L{i} + {hexa(bias[i])} - b.L{i}{add[i]};")
        out.append(f"        r.L{i} = t & mask;")
    out.append(f"        r.L{n-1} = (top & {hexa((1 << top_bits) - 1)}) + (t >> {w});")
    return "\n".join(out + ["    }"])


ED25519_CANONICAL = """
    internal override void Canonicalise(FieldElement value)
    {
        Subtract(value, value, new Limbs9());
        value.ReduceOnce(Modulus);
    }
"""


def element(shape, x):
    return f"new {shape.name}(" + ", ".join(hexa(v) for v in shape.limbs(x)) + ")"


def octets(x, count):
    data = x.to_bytes(count, "big")
    return "\n".join("        " + ", ".join(f"0x{b:02X}" for b in data[i:i + 16]) + "," for i in range(0, count, 16))


def field_file(name, shape, p, what, remarks, montgomery=True, sparse=None, fold=None, order=False, constants=""):
    one = shape.r % p if montgomery else 1
    rr = shape.r * shape.r % p if montgomery else 1
    parts = []
    if name == "Ed25519Field":
        parts += [ed25519_body(False), ed25519_body(True)]
    else:
        parts += [montgomery_body(shape, p, False, sparse)]
        if name not in ("P384Order", "Ed25519Order"):  # nothing there squares often enough to pay for the flash
            parts += [montgomery_body(shape, p, True, sparse)]
    if not order:
        parts += [subtract(shape, p, fold), subtract_loose(shape, p)]
    base = "PrimeField" if order else "CurveField"
    bytes_ = shape.words * 8
    canonical = ED25519_CANONICAL if name == "Ed25519Field" else ""
    return f"""{MARK}namespace Attestation.Dice.Primitives;

/// <summary>{what}</summary>
/// <remarks>{remarks}</remarks>
internal sealed class {name} : {base}
{{
    private static {name} _instance;

    private {name}()
        : base({shape.words}, {element(shape, p)},
            {element(shape, one)},
            {element(shape, rr)},
            new byte[]
            {{
{octets(p - 2, bytes_).replace('        ', '                ')}
            }})
    {{
    }}

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static {name} Instance
    {{
        get
        {{
            {name} instance = _instance;
            if (instance == null)
            {{
                instance = new {name}();
                _instance = instance;
            }}

            return instance;
        }}
    }}
{constants}
    internal override FieldElement NewElement() => new {shape.name}();
{canonical}
""" + "\n\n".join(parts) + "\n}\n"


def limbs_file(s):
    n, w, c = s.n, s.w, s.name
    R = range(n)
    bits = 64 * s.words

    def pack(j):
        lo, hi, terms = 64 * j, 64 * j + 64, []
        for i in R:
            a, b = i * w, (i + 1) * w if i < n - 1 else bits
            if b <= lo or a >= hi:
                continue
            terms.append(f"L{i}" if a == lo else f"(L{i} << {a - lo})" if a > lo else f"(L{i} >> {lo - a})")
        return f"        words[{j}] = " + " | ".join(terms) + ";"

    def unpack(i):
        a, b = i * w, min((i + 1) * w, bits)
        terms = []
        for j in range(s.words):
            lo = 64 * j
            if b <= lo or a >= lo + 64:
                continue
            terms.append(f"w{j}" if a == lo else f"(w{j} >> {a - lo})" if a > lo else f"(w{j} << {lo - a})")
        text = " | ".join(terms)
        if len(terms) > 1:
            text = f"({text})"
        return f"        L{i} = {text} & mask;" if i < n - 1 else f"        L{i} = {text};"

    def lines(f):
        return "\n".join(f(i) for i in R)

    return f"""{MARK}namespace Attestation.Dice.Primitives;

/// <summary>A number in {n} limbs of {w} bits, least significant first: value = Σ L[i] · 2^({w}i). Sums and loose differences let limbs grow past
/// {w} bits; products and <see cref="CurveField.Subtract"/> bring them back.</summary>
internal sealed class {c} : FieldElement
{{
    internal ulong {", ".join(f"L{i}" for i in R)};

    internal {c}()
    {{
    }}

    internal {c}({", ".join(f"ulong l{i}" for i in R)})
    {{
{lines(lambda i: f"        L{i} = l{i};")}
    }}

    internal override void CopyFrom(FieldElement other)
    {{
        {c} o = ({c})other;
{lines(lambda i: f"        L{i} = o.L{i};")}
    }}

    internal override void SelectIf(ulong mask, FieldElement other)
    {{
        {c} o = ({c})other;
{lines(lambda i: f"        L{i} = L{i} ^ ((L{i} ^ o.L{i}) & mask);")}
    }}

    internal override void Add(FieldElement first, FieldElement second)
    {{
        {c} a = ({c})first;
        {c} b = ({c})second;
{lines(lambda i: f"        L{i} = a.L{i} + b.L{i};")}
    }}

    internal override void AddDouble(FieldElement first, FieldElement second)
    {{
        {c} a = ({c})first;
        {c} b = ({c})second;
{lines(lambda i: f"        L{i} = a.L{i} + (b.L{i} << 1);")}
    }}

    internal override void ReduceOnce(FieldElement modulus)
    {{
        {c} m = ({c})modulus;
        ulong mask = {hexa((1 << w) - 1)};
        ulong t = L0 - m.L0;
        ulong d0 = t & mask;
""" + "\n".join(f"        t = L{i} - m.L{i} - (t >> 63);\n        ulong d{i} = t{' & mask' if i < n - 1 else ''};" for i in R if i) + f"""
        ulong keep = 0UL - (t >> 63);
{lines(lambda i: f"        L{i} = d{i} ^ ((d{i} ^ L{i}) & keep);")}
    }}

    internal override void Unpack(ulong[] words, int at)
    {{
        ulong mask = {hexa((1 << w) - 1)};
""" + "\n".join(f"        ulong w{j} = words[at{'' if j == 0 else f' + {j}'}];" for j in range(s.words)) + f"""
{lines(unpack)}
    }}

    internal override void Pack(ulong[] words)
    {{
""" + "\n".join(pack(j) for j in range(s.words)) + f"""
    }}

    internal override void Wipe()
    {{
{lines(lambda i: f"        L{i} = 0;")}
    }}
}}
"""


# ---- fixed-base tables: 4 teeth, 4 sub-tables, 8 entries; all digits are +1 or -1, and the topmost tooth's sign is taken out ----

def weierstrass_add(p, P, Q):
    if P is None:
        return Q
    if Q is None:
        return P
    if P[0] == Q[0]:
        if (P[1] + Q[1]) % p == 0:
            return None
        m = (3 * P[0] * P[0] - 3) * pow(2 * P[1], -1, p)
    else:
        m = (Q[1] - P[1]) * pow(Q[0] - P[0], -1, p)
    x = (m * m - P[0] - Q[0]) % p
    return x, (m * (P[0] - x) - P[1]) % p


def edwards_add(p, P, Q):
    if P is None:
        return Q
    (x1, y1), (x2, y2) = P, Q
    k = D25519 * x1 * x2 * y1 * y2
    return (x1 * y2 + y1 * x2) * pow(1 + k, -1, p) % p, (y1 * y2 + x1 * x2) * pow(1 - k, -1, p) % p


def multiples(add, p, negate, base, bits):
    """Yields, for sub-table s and entry e, the sum of +-2^(bits/4 * i + bits/16 * s) * base."""
    powers = [base]
    for _ in range(bits):
        powers.append(add(p, powers[-1], powers[-1]))
    for s in range(4):
        for e in range(8):
            total = powers[bits // 4 * 3 + bits // 16 * s]
            for i in range(3):
                term = powers[bits // 4 * i + bits // 16 * s]
                total = add(p, total, term if e >> i & 1 else negate(term))
            yield s, e, total


def words(x, count):
    return [(x >> (64 * j)) & (2**64 - 1) for j in range(count)]


def table_file(name, entries, per_entry, what, forgets=True):
    """Layout: [sub-table][word][entry], so that one word of all eight entries lies together and is read with eight masks."""
    flat = [0] * (4 * 8 * per_entry)
    for s, e, w in entries:
        for j, v in enumerate(w):
            flat[(s * per_entry + j) * 8 + e] = v
    rows = "\n".join("                    " + ", ".join(f"0x{v:016X}" for v in flat[i:i + 4]) + "," for i in range(0, len(flat), 4))
    forget = """
    /// <summary>Gives the heap back; the next use takes it again. Whoever is at work keeps what it has.</summary>
    internal static void Forget() => _words = null;
""" if forgets else ""
    return f"""{MARK}namespace Attestation.Dice.Primitives;

/// <summary>{what}</summary>
/// <remarks>Sub-table s, entry e holds (2^(3d) ± 2^(2d) ± 2^d ± 1) · 2^(sd/4) times the base point, d a quarter of the scalar's bits; bit i of e set
/// means + for tooth i. Layout [sub-table][word][entry]: {len(flat) * 8} bytes.</remarks>
internal static class {name}
{{
    private static ulong[] _words;

    /// <summary>Taken from flash to the heap with its first use: a board uses one curve.</summary>
    internal static ulong[] Words
    {{
        get
        {{
            ulong[] words = _words;
            if (words == null)
            {{
                words = new ulong[]
                {{
{rows}
                }};
                _words = words;
            }}

            return words;
        }}
    }}
{forget}}}
"""


def weierstrass_table(shape, p, G, bits):
    for s, e, (x, y) in multiples(weierstrass_add, p, lambda P: (P[0], -P[1] % p), G, bits):
        yield s, e, words(x * shape.r % p, shape.words) + words(y * shape.r % p, shape.words)


def edwards_table():
    p = P25519
    y = 4 * pow(5, -1, p) % p
    xx = (y * y - 1) * pow(D25519 * y * y + 1, -1, p) % p
    x = pow(xx, (p + 3) // 8, p)
    if x * x % p != xx:
        x = x * pow(2, (p - 1) // 4, p) % p
    x = p - x if x & 1 else x
    for s, e, (u, v) in multiples(edwards_add, p, lambda P: (-P[0] % p, P[1]), (x, y), 256):
        yield s, e, words((v + u) % p, 4) + words((v - u) % p, 4) + words(2 * D25519 * u * v % p, 4)


G256 = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
G384 = (0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F)


def ed_constants():
    sqrt_m1 = pow(2, (P25519 - 1) // 4, P25519)
    return f"""
    /// <summary>d = -121665/121666 (RFC 8032 section 5.1).</summary>
    internal FieldElement D {{ get; }} = {element(NINE, D25519)};

    /// <summary>2d, which the addition formulas want.</summary>
    internal FieldElement TwoD {{ get; }} = {element(NINE, 2 * D25519 % P25519)};

    /// <summary>2^((p-1)/4), a square root of -1.</summary>
    internal FieldElement SquareRootOfMinusOne {{ get; }} = {element(NINE, sqrt_m1)};

    /// <summary>(p-5)/8, the exponent of the square root (RFC 8032 section 5.1.3), big-endian.</summary>
    internal byte[] SquareRootExponent {{ get; }} =
    {{
{octets((P25519 - 5) // 8, 32)}
    }};
"""


def order_constants():
    return f"""
    /// <summary>2^256 · R² modulo L, which takes the upper half of a 512-bit number into the field.</summary>
    internal FieldElement UpperHalf {{ get; }} = {element(NINE, (NINE.r * NINE.r << 256) % L25519)};
"""


def curve_b(shape, p, b):
    return f"""
    /// <summary>The curve's b, in Montgomery form.</summary>
    internal FieldElement B {{ get; }} = {element(shape, b * shape.r % p)};
"""


B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
B384 = 0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF


def files():
    mont = "Montgomery form with R = 2^{0}: the value x is held as x · R modulo p, and a product is divided by R."
    yield "Limbs9.cs", limbs_file(NINE)
    yield "Limbs14.cs", limbs_file(FOURTEEN)
    yield "P256Field.cs", field_file("P256Field", NINE, P256, "The field of P-256, p = 2^256 - 2^224 + 2^192 + 2^96 - 1, unrolled.",
        mont.format(261) + " p is -1 modulo 2^29, so a quotient\n/// digit is the column itself and p's multiples are shifts; columns where p has a negative\n"
        "/// power carry a constant that telescopes away, so that nothing ever goes below zero. References: FIPS 186-5; SP 800-186 section 3.2.1.3.",
        sparse=[(1, 256), (-1, 224), (1, 192), (1, 96)], fold=[(1, 224), (-1, 192), (-1, 96), (1, 0)], constants=curve_b(NINE, P256, B256))
    yield "P256Order.cs", field_file("P256Order", NINE, N256, "Arithmetic modulo n, the order of P-256's base point, unrolled.",
        mont.format(261) + " References: SP 800-186 section 3.2.1.3.", order=True)
    yield "P384Field.cs", field_file("P384Field", FOURTEEN, P384, "The field of P-384, p = 2^384 - 2^128 - 2^96 + 2^32 - 1, unrolled.",
        mont.format(392) + " The same method as <see cref=\"P256Field\"/>. References: FIPS 186-5; SP 800-186 section 3.2.1.4.",
        sparse=[(1, 384), (-1, 128), (-1, 96), (1, 32)], fold=[(1, 128), (1, 96), (-1, 32), (1, 0)], constants=curve_b(FOURTEEN, P384, B384))
    yield "P384Order.cs", field_file("P384Order", FOURTEEN, N384, "Arithmetic modulo n, the order of P-384's base point, unrolled.",
        mont.format(392) + " References: SP 800-186 section 3.2.1.4.", order=True)
    yield "Ed25519Field.cs", field_file("Ed25519Field", NINE, P25519, "The field of edwards25519, p = 2^255 - 19, unrolled.",
        "Plain form; what passes 2^261 comes back times 1216, what passes 2^255 times 19. References: RFC 8032 section 5.1; RFC 7748 section 4.1.",
        montgomery=False, fold=19, constants=ed_constants())
    yield "Ed25519Order.cs", field_file("Ed25519Order", NINE, L25519, "Arithmetic modulo L, the order of edwards25519's base point, unrolled.",
        mont.format(261) + " References: RFC 8032 section 5.1.", order=True, constants=order_constants())
    yield "P256Table.cs", table_file("P256Table", weierstrass_table(NINE, P256, G256, 256), 8,
        "Multiples of P-256's base point for <see cref=\"WeierstrassComb\"/>: x and y in Montgomery form, four words each.")
    yield "P384Table.cs", table_file("P384Table", weierstrass_table(FOURTEEN, P384, G384, 384), 12,
        "Multiples of P-384's base point for <see cref=\"WeierstrassComb\"/>: x and y in Montgomery form, six words each.", forgets=False)
    yield "Ed25519Table.cs", table_file("Ed25519Table", edwards_table(), 12,
        "Multiples of edwards25519's base point for <see cref=\"EdwardsComb\"/>: y + x, y - x and 2dxy, four words each.")


def main():
    different = 0
    for name, text in files():
        path = os.path.join(OUT, name)
        if "--check" in sys.argv:
            same = os.path.exists(path) and open(path, encoding="utf-8").read() == text
            different += 0 if same else 1
            if not same:
                print(f"{name} differs from what the script writes")
        else:
            with open(path, "w", encoding="utf-8", newline="\n") as f:
                f.write(text)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
