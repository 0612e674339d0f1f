"""Fills a database that no server has open: add_operations.py DATABASE OPEN CLOSED

Each client gets operations of BTCUSDC and ETHUSDC until it has OPEN open ones, and CLOSED closed ones more. The columns
are compared by the collation `decimal`, which only Robson knows; it is registered here too, so that the checks and
indexes of the schema hold.
"""

import sqlite3
import sys
from decimal import Decimal
from itertools import count as count_from

MARKETS = [("BTCUSDC", "0.00033", "88837.92", "87061.16", "92391.44"), ("ETHUSDC", "0.02", "2950.5", "2850", "3150")]
NEVER = 2**63 - 1  # where what has not ended is sorted
OPENED_AT = 1_766_394_000_000_000  # microseconds: 2025-12-22T09:00:00Z
COLUMNS = """client_id, symbol, quantity, entry_price, stop_loss_price, take_profit_price, status, closed_at, exit_price,
  realized_pnl, held, stop_price, planned_price, side, opened_at, fees, source, strategy, fees_unvalued, trailing, trailing_steps,
  unprotected_us, note, id, number, ends_at"""

VALUES = f"?,?,?,?,?,?,?,?,?,?,?,?,?,'BUY',{OPENED_AT},'0','adopted','bench',0,0,0,0,'',?,?,?"


def compare(a, b):
    left, right = Decimal(a), Decimal(b)
    return (left > right) - (left < right)


def row(client, number, is_open, identity):
    end = (None, None, "0") if is_open else (OPENED_AT + 1, "89000", "0.05")
    market = MARKETS[number % len(MARKETS)]
    held, stop = (market[1] if is_open else "0"), market[3]
    return (client, *market, "ACTIVE" if is_open else "CLOSED", *end, held, stop, market[2], identity, identity, end[0] or NEVER)


def main(path, wanted_open, wanted_closed):
    database = sqlite3.connect(path)
    database.create_collation("decimal", compare)
    insert = f"insert into operations ({COLUMNS}) values ({VALUES})"
    with database:
        for (client,) in database.execute("select id from clients").fetchall():
            count = "select count(*) from operations where client_id = ? and status = 'ACTIVE'"
            (there,) = database.execute(count, (client,)).fetchone()
            (highest,) = database.execute("select coalesce(max(id), 0) from operations").fetchone()
            ids = count_from(highest + 1)
            database.executemany(insert, [row(client, n, True, next(ids)) for n in range(there, wanted_open)])
            database.executemany(insert, [row(client, 0, False, next(ids)) for n in range(wanted_closed)])
    database.close()


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
