#!/usr/bin/env python3
"""A station for docs/formats/device-protocol.md, written from that page alone, with the standard library only.

    device_protocol.py HOST:PORT NONCE [stay]    provisions the blank device that answers there (scheme 1), restarts it, has it answer the
                                                 nonce, sends one request in small parts and twice, one damaged, and leaves, unless told to stay

Prints a JSON document; evidence, key and certificate in hexadecimal. It is an oracle for tests: it shares no code with firmware or factory.
"""
import hashlib
import json
import socket
import sys
import zlib

REQUEST, PULL, LEAVE = 0x01, 0x02, 0x03
WANT, ANSWER, STALE, DAMAGED = 0x81, 0x82, 0x83, 0x84
LARGEST_PART = 1020


def stuff(data):
    """Consistent overhead byte stuffing (Cheshire and Baker, 1999)."""
    out = bytearray()
    block = bytearray()
    for value in data:
        if value:
            block.append(value)
        if not value or len(block) == 254:
            out.append(len(block) + 1)
            out += block
            block.clear()
    out.append(len(block) + 1)
    out += block
    return bytes(out)


def unstuff(data):
    out = bytearray()
    at = 0
    while at < len(data):
        code = data[at]
        out += data[at + 1:at + code]
        at += code
        if code != 255 and at < len(data):
            out.append(0)
    return bytes(out)


def u16(number):
    return number.to_bytes(2, "big")


class Line:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=60)
        self.pending = b""

    def send(self, kind, sequence, payload=b"", spoil=False):
        frame = bytes([kind]) + u16(sequence) + payload
        frame += zlib.crc32(frame).to_bytes(4, "big")
        if spoil:
            frame = frame[:-1] + bytes([frame[-1] ^ 1])
        self.socket.sendall(b"\0" + stuff(frame) + b"\0")

    def receive(self):
        while True:
            while b"\0" not in self.pending:
                more = self.socket.recv(4096)
                if not more:
                    raise SystemExit("the line was closed")
                self.pending += more
            stuffed, self.pending = self.pending.split(b"\0", 1)
            if not stuffed:
                continue
            frame = unstuff(stuffed)
            assert zlib.crc32(frame[:-4]) == int.from_bytes(frame[-4:], "big"), "checksum"
            return frame[0], int.from_bytes(frame[1:3], "big"), frame[3:-4]


class Device:
    def __init__(self, line):
        self.line = line
        self.sequence = 4711

    def ask(self, request, part=LARGEST_PART, twice=False):
        self.sequence += 1
        offset = 0
        while True:
            piece = request[offset:offset + part]
            for _ in range(2 if twice and offset + len(piece) == len(request) else 1):
                self.line.send(REQUEST, self.sequence, u16(offset) + u16(len(request)) + piece)
                kind, sequence, payload = self.line.receive()
            assert sequence == self.sequence
            if kind == ANSWER:
                break
            assert kind == WANT, hex(kind)
            offset = int.from_bytes(payload, "big")
        total = int.from_bytes(payload[2:4], "big")
        answer = payload[4:]
        while len(answer) < total:
            self.line.send(PULL, self.sequence, u16(len(answer)))
            kind, sequence, payload = self.line.receive()
            assert (kind, sequence) == (ANSWER, self.sequence)
            assert int.from_bytes(payload[:2], "big") == len(answer) and int.from_bytes(payload[2:4], "big") == total
            answer += payload[4:]
        return decode(answer)

    def do(self, command, arguments=None, **how):
        answer = self.ask(encode([command] if arguments is None else [command, arguments]), **how)
        if answer[0] != 0:
            raise SystemExit(f"command {command} was refused: {answer}")
        return answer[1] if len(answer) > 1 else None


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError(value)


def encode(item):
    """Core deterministic encoding, RFC 8949 section 4.2.1, of what the protocol uses."""
    if isinstance(item, int):
        return head(0, item) if item >= 0 else head(1, -1 - item)
    if isinstance(item, bytes):
        return head(2, len(item)) + item
    if isinstance(item, str):
        return head(3, len(item.encode())) + item.encode()
    if isinstance(item, list):
        return head(4, len(item)) + b"".join(map(encode, item))
    pairs = sorted((encode(key), encode(value)) for key, value in item.items())
    return head(5, len(pairs)) + b"".join(key + value for key, value in pairs)


def decode(data):
    item, rest = decode_one(data)
    assert not rest, "bytes left over"
    assert encode(item) == data, "not the deterministic encoding"
    return item


def decode_one(data):
    major, info = data[0] >> 5, data[0] & 31
    size = 0 if info < 24 else 1 << info - 24
    value = info if info < 24 else int.from_bytes(data[1:1 + size], "big")
    rest = data[1 + size:]
    if major == 0:
        return value, rest
    if major == 1:
        return -1 - value, rest
    if major in (2, 3):
        assert len(rest) >= value
        return (rest[:value] if major == 2 else rest[:value].decode()), rest[value:]
    if major == 4:
        items = []
        for _ in range(value):
            item, rest = decode_one(rest)
            items.append(item)
        return items, rest
    assert major == 5, major
    pairs = {}
    for _ in range(value):
        key, rest = decode_one(rest)
        pairs[key], rest = decode_one(rest)
    return pairs, rest


def main():
    host, port = sys.argv[1].rsplit(":", 1)
    nonce = bytes.fromhex(sys.argv[2])
    line = Line(host, int(port))
    device = Device(line)

    line.send(REQUEST, 9, u16(0) + u16(2) + encode([1]), spoil=True)
    damaged = line.receive()[0] == DAMAGED

    hello = device.do(1)
    assert hello[1] == 1 and hello[3] == 0, "version 1, blank"
    algorithm = hello[9][0]
    device.do(4, {1: hashlib.sha256(b"a secret of this test").digest()}, part=7, twice=True)
    device.do(14)
    probe = device.do(6, {1: algorithm})
    assert probe[1] == algorithm
    ueid = b"\x01" + hashlib.sha256(probe[2]).digest()
    device.do(7, {2: "Example Devices", 3: "edge-1", 4: ueid})
    device.do(8)
    device.do(14)
    locked = device.do(1)
    assert locked[7] == ueid
    locks = dict(device.do(9)[1])
    evidence = device.do(2, {1: nonce})[1]

    line.send(PULL, device.sequence - 3, u16(0))
    kind, _, payload = line.receive()
    stale = kind == STALE and int.from_bytes(payload, "big") == device.sequence
    unknown = device.ask(encode([99]))
    if sys.argv[3:] != ["stay"]:
        line.send(LEAVE, device.sequence)
    print(json.dumps({
        "board": locked[2], "serial": locked[4].hex(), "state": locked[3], "mode": locked[8], "version": locked.get(5), "locks": locks,
        "udsPublicKey": probe[2].hex(), "evidence": evidence.hex(), "damagedIsTold": damaged, "staleIsTold": stale, "unknownIs": unknown[0],
    }))


if __name__ == "__main__":
    main()
