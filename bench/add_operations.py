"""Fills a database that no server has open: add_operations.py DATABASE OPEN CLOSED

Each client gets operations of BTCUSDC and ETHUSDC until it has OPEN open ones, and CLOSED closed ones more. Each that is
added has its entry order with one fill, the two lines of the ledger that this made, and a second order: a stop that
stands at the venue, or, of a closed one, the exit with its own fill. The columns are compared by the collation
`decimal`, which only Robson knows; it is registered here too, so that the checks and indexes of the schema hold.
"""

import sqlite3
import sys
from collections import defaultdict
from decimal import Decimal
from itertools import count as count_from

MARKETS = [("BTCUSDC", "0.00033", "88837.92", "87061.16", "92391.44"), ("ETHUSDC", "0.02", "2950.5", "2850", "3150")]
NEVER = 2**63 - 1  # where what has not ended is sorted
OPENED_AT = 1_766_394_000_000_000  # microseconds: 2025-12-22T09:00:00Z
OPERATION = f"""insert into operations (client_id, symbol, quantity, entry_price, stop_loss_price, take_profit_price, status,
  closed_at, exit_price, realized_pnl, held, stop_price, planned_price, side, opened_at, fees, source, strategy,
  fees_unvalued, trailing, trailing_steps, unprotected_us, note, id, number, ends_at)
  values (?,?,?,?,?,?,?,?,?,?,?,?,?,'BUY',{OPENED_AT},'0','adopted','bench',0,0,0,0,'',?,?,?)"""
ORDER = f"""insert into orders (id, client_id, operation_id, purpose, attempt, client_order_id, list_id, symbol, side, type,
  time_in_force, quantity, price, stop_price, status, live, filled, filled_quote, venue_id, reason, created_at, sent_at,
  updated_at) values (?,?,?,?,1,?,'',?,?,?,'GTC',?,null,?,?,?,?,?,?,'',{OPENED_AT},{OPENED_AT},{OPENED_AT})"""
FILL = f"""insert into fills (client_id, operation_id, order_id, client_order_id, purpose, symbol, side, trade_id, price,
  quantity, fee, fee_asset, fee_quote, is_maker, venue_time, booked_at)
  values (?,?,?,?,?,?,?,?,?,?,'0','USDC','0',0,{OPENED_AT},{OPENED_AT})"""
MOVEMENT = f"""insert into movements (client_id, asset, amount, cause, operation_id, order_id, trade_id, note, at)
  values (?,?,?,?,?,?,?,'',{OPENED_AT})"""


def compare(a, b):
    left, right = Decimal(a), Decimal(b)
    return (left > right) - (left < right)


class Filler:
    def __init__(self, database, client):
        self.database, self.client = database, client
        self.ledger = defaultdict(Decimal)
        (highest,) = database.execute("select coalesce(max(id), 0) from orders").fetchone()
        self.orders = count_from(highest + 1)

    def operation(self, identity, market, is_open):
        quantity, entry, stop = market[1], market[2], market[3]
        status, end = ("ACTIVE", (None, None, "0")) if is_open else ("CLOSED", (OPENED_AT + 1, "89000", "0.05"))
        held = quantity if is_open else "0"
        row = (self.client, *market, status, *end, held, stop, entry, identity, identity, end[0] or NEVER)
        self.database.execute(OPERATION, row)
        self.order(identity, market, "ENTRY", "BUY", entry)
        if is_open:
            self.order(identity, market, "STOP", "SELL", None)
        else:
            self.order(identity, market, "EXIT", "SELL", "89000")

    def order(self, operation, market, purpose, side, price):
        """Filled at `price`, or standing at the stop when there is none."""
        symbol, quantity, stop = market[0], Decimal(market[1]), market[3]
        number = next(self.orders)
        letter = {"ENTRY": "E", "STOP": "S", "EXIT": "X"}[purpose]
        name = f"rbbench0-{operation}-{letter}1"
        paid = Decimal(price or 0) * quantity
        kind, level, state = ("MARKET", None, "FILLED") if price else ("STOP_LOSS", stop, "PENDING")
        filled = quantity if price else Decimal(0)
        self.database.execute(ORDER, (number, self.client, operation, purpose, name, symbol, side, kind, str(quantity), level, state,
                                      0 if price else 1, str(filled), str(paid), number))
        if not price:
            return
        self.database.execute(FILL, (self.client, operation, number, name, purpose, symbol, side, number, price, str(quantity)))
        cause, sign = ("entry", 1) if side == "BUY" else ("exit", -1)
        for asset, amount in [(symbol.removesuffix("USDC"), sign * quantity), ("USDC", -sign * paid)]:
            self.ledger[asset] += amount
            self.database.execute(MOVEMENT, (self.client, asset, str(amount), cause, operation, number, number))

    def write_ledger(self):
        for asset, added in self.ledger.items():
            held = self.database.execute("select amount from ledger where client_id = ? and asset = ?", (self.client, asset)).fetchone()
            amount = f"{added + Decimal(held[0] if held else 0):f}"
            self.database.execute("replace into ledger (client_id, asset, amount) values (?,?,?)", (self.client, asset, amount))


def main(path, wanted_open, wanted_closed):
    database = sqlite3.connect(path)
    database.create_collation("decimal", compare)
    with database:
        for (client,) in database.execute("select id from clients").fetchall():
            count = "select count(*) from operations where client_id = ? and status = 'ACTIVE'"
            (there,) = database.execute(count, (client,)).fetchone()
            (highest,) = database.execute("select coalesce(max(id), 0) from operations").fetchone()
            ids = count_from(highest + 1)
            filler = Filler(database, client)
            for number in range(there, wanted_open):
                filler.operation(next(ids), MARKETS[number % len(MARKETS)], True)
            for _ in range(wanted_closed):
                filler.operation(next(ids), MARKETS[0], False)
            filler.write_ledger()
    database.close()


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
