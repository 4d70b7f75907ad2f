#!/usr/bin/env python3
"""Reads an owner record (docs/formats/owner-record.cddl) with the standard library and the openssl command only: verifies every signature and the chain of
hashes, then prints one line of JSON for each entry. Usage: ./read_owner_record.py FILE PUBLIC-KEY.pem
"""
import hashlib, json, sys

from read_corim import item, verify, whole


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    at, number, previous = 0, 0, bytes(32)
    while at < len(data):
        message, end = item(data, at)
        entry = whole(verify(message, sys.argv[2]))
        number += 1
        assert (entry[1], entry[3], entry[4]) == (1, number, previous), f"entry {number} does not follow"
        print(json.dumps({"ueid": entry[2].hex(), "kind": entry[6], "action": entry[7], "counter": entry[8], "owner": entry[9][1].hex() if 9 in entry else None,
                          "name": entry.get(10), "keys": [key.hex() for key in entry[12]]}))
        at, previous = end, hashlib.sha256(data[at:end]).digest()


if __name__ == "__main__":
    main()
