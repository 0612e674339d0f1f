"""Packs JSON texts with a foreign encoder, for a test of ours. A line of the file that is named on the command line is
`HEX JSON`: what we made of the JSON. Says what differs, and how many lines were alike at the end."""
import json
import sys

try:
    import msgpack
except ImportError:
    sys.exit(77)  # nothing to compare with

alike = 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        ours, text = line.rstrip("\n").split(" ", 1)
        value = json.loads(text)
        packed = msgpack.packb(value)
        back = msgpack.unpackb(bytes.fromhex(ours))
        if packed.hex() != ours or repr(back) != repr(value):
            sys.exit(f"{text}\nours   {ours}\ntheirs {packed.hex()}")
        alike += 1
print(f"{alike} alike")
