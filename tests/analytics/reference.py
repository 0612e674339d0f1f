"""The figures of src/analytics once more, from their definitions in docs/guide/performance.md, with decimal.

Reads a generated book from standard input, a line each:
  T opened_us closed_us net fees risk symbol      a trade; risk is "-" where there is none
  I equity                                        the initial equity
  M equity deposits withdrawals                   a measurement
  D                                               the day is over
Writes a line "name value" for each figure, rounded half away from zero; "none" for what does not exist.
"""
import collections
import datetime
import decimal
import sys
import zoneinfo
from decimal import ROUND_HALF_UP, Decimal

decimal.getcontext().prec = 60
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
EDGES = [Decimal(e) / 2 for e in (-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8)]


def show(name, value, places):
    if value is None:
        print(name, "none")
        return
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    print(name, f"{abs(rounded) if rounded == 0 else rounded:f}")


def mean(values):
    return sum(values, Decimal(0)) / len(values) if values else None


def trade_figures(trades, label):
    nets = [t.net for t in trades]
    wins = [n for n in nets if n > 0]
    losses = [n for n in nets if n < 0]
    rs = [t.net / t.risk for t in trades if t.risk is not None]
    show(f"{label} trades", len(trades), 0)
    show(f"{label} wins", len(wins), 0)
    show(f"{label} losses", len(losses), 0)
    show(f"{label} net", sum(nets, Decimal(0)), 12)
    show(f"{label} fees", sum((t.fees for t in trades), Decimal(0)), 12)
    show(f"{label} win_rate", Decimal(len(wins)) / len(nets) if nets else None, 8)
    show(f"{label} profit_factor", sum(wins, Decimal(0)) / -sum(losses) if losses else None, 8)
    show(f"{label} expectancy", mean(nets), 8)
    show(f"{label} average_win", mean(wins), 8)
    show(f"{label} average_loss", mean(losses), 8)
    show(f"{label} largest_win", max(wins, default=None), 12)
    show(f"{label} largest_loss", min(losses, default=None), 12)
    show(f"{label} average_r", mean(rs), 8)
    held = sum(t.closed - t.opened for t in trades)  # divided once: a rounded quotient would lose ties
    show(f"{label} minutes", Decimal(held) / (60_000_000 * len(trades)) if trades else None, 8)
    for i in range(len(EDGES) + 1):
        inside = [r for r in rs if (i == 0 or r >= EDGES[i - 1]) and (i == len(EDGES) or r < EDGES[i])]
        show(f"{label} r{i}", len(inside), 0)


def wall(us):
    utc = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(microseconds=us)
    return utc.astimezone(ZONE)


def books(trades):
    trade_figures(trades, "all")
    for label, key in (
        ("symbol", lambda t: t.symbol),
        ("weekday", lambda t: str(wall(t.closed).isoweekday())),
        ("hour", lambda t: f"{wall(t.closed).hour:02}"),
        ("month", lambda t: f"{wall(t.closed):%Y-%m}"),
    ):
        groups = collections.defaultdict(list)
        for trade in trades:
            groups[key(trade)].append(trade)
        for name in sorted(groups):
            trade_figures(groups[name], f"{label} {name}")
    days = collections.defaultdict(list)
    for trade in trades:
        days[f"{wall(trade.closed):%Y-%m-%d}"].append(trade.net)
    for day in sorted(days):
        show(f"day {day} {len(days[day])}", sum(days[day]), 12)


def curve_figures(initial, days):
    # A stretch runs from one flow, or end of a day, to the next.
    value, last, profit = Decimal(1), initial, Decimal(0)
    values, profits, returns = [value], [profit], []
    for day in days:
        growth = Decimal(1)
        marks = [m for m in day if m[1] != m[2]]
        if day and (not marks or marks[-1] is not day[-1]):
            marks.append(day[-1])
        for equity, deposits, withdrawals in marks:
            before = equity - deposits + withdrawals
            growth *= before / last
            profit += before - last
            last = equity
        value *= growth
        values.append(value)
        profits.append(profit)
        returns.append(growth - 1)
    peak, worst, longest, at = values[0], Decimal(0), 0, 0
    below = False
    for i, now in enumerate(values):
        if now >= peak:
            longest = max(longest, i - at) if below else longest
            peak, at, below = now, i, False
        else:
            below = True
            longest = max(longest, i - at)
            worst = max(worst, (peak - now) / peak)
    show("total_return", value - 1, 8)
    show("max_drawdown", max(max(profits[: i + 1]) - p for i, p in enumerate(profits)), 12)
    show("max_drawdown_fraction", worst, 8)
    show("max_drawdown_days", longest, 0)
    show("current_drawdown", (max(values) - values[-1]) / max(values), 8)
    n = len(returns)
    year = Decimal(365).sqrt()
    average = mean(returns)
    varied = n > 1 and min(returns) != max(returns)
    deviation = (sum((r - average) ** 2 for r in returns) / (n - 1)).sqrt() if varied else None
    show("sharpe", average / deviation * year if varied else None, 6)
    downside = (sum(min(r, Decimal(0)) ** 2 for r in returns) / n).sqrt() if n > 1 else 0
    show("sortino", average / downside * year if downside else None, 6)
    yearly = value ** (Decimal(365) / n) - 1 if n >= 7 else None
    show("calmar", yearly / worst if worst and yearly is not None else None, 6)
    for i, one in enumerate(returns):
        show(f"return {i + 1}", one, 8)


def main():
    Trade = collections.namedtuple("Trade", "opened closed net fees risk symbol")
    trades, days, day, initial = [], [], [], None
    for line in sys.stdin:
        kind, *fields = line.split()
        if kind == "T":
            opened, closed, net, fees, risk, symbol = fields
            risk = None if risk == "-" else Decimal(risk)
            trades.append(Trade(int(opened), int(closed), Decimal(net), Decimal(fees), risk, symbol))
        elif kind == "I":
            initial = Decimal(fields[0])
        elif kind == "M":
            day.append([Decimal(f) for f in fields])
        else:
            days.append(day)
            day = []
    books(trades)
    curve_figures(initial, days)


main()
