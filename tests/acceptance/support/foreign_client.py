"""A reader of /ws/prices/ written with Debian's python3-websockets; says in one JSON line what it saw."""
import asyncio
import json
import sys

import websockets


async def next_of(socket, kind):
    while True:
        message = json.loads(await socket.recv())
        if message["type"] == kind:
            return message


async def main(address, token):
    seen = {"version": websockets.__version__}
    headers = {"Authorization": f"Bearer {token}"}
    async with websockets.connect(address, extra_headers=headers) as socket:
        seen["extensions"] = [str(each) for each in socket.extensions]
        # An iterable is sent in fragments, one an element.
        await socket.send(['{"action":"sub', 'scribe","symb', 'ols":["BTC', 'USDC"]}'])
        seen["price"] = (await next_of(socket, "price_update"))["symbol"]
        await asyncio.wait_for(await socket.ping(b"are you there"), 5)
        seen["pong"] = True
        await socket.send('{"action":"explode \u20ac"}')
        seen["error"] = (await next_of(socket, "error"))["code"]
    seen["closed"] = [socket.close_code, socket.close_reason]
    try:
        async with websockets.connect(address, extra_headers={"Authorization": "Bearer nonsense"}) as socket:
            await socket.recv()
    except websockets.ConnectionClosed as closed:
        seen["refused"] = closed.rcvd.code if closed.rcvd else None
    print(json.dumps(seen))


asyncio.run(asyncio.wait_for(main(*sys.argv[1:3]), 30))
