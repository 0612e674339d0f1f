#include "simulator/hedge/hedge_kept.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t kept_rates = std::size_t{24} * 31;

// The fields of each kind of line, in their order. `Io` is a LineWriter or a LineReader; a row is const for the first.
template <class Io, class Row>
void hedge_fields(Io& io, Row& kept) {
  io(kept.wall, kept.market_time, kept.seed, kept.lending.opened);
}
template <class Io, class Row>
void perp_books_fields(Io& io, Row& books) {
  io(books.fees, books.market, books.insurance);
}
template <class Io, class Row>
void position_fields(Io& io, Row& position) {
  io(position.coin, position.size, position.cost, position.margin, position.leverage, position.funding,
     position.opened);
}
template <class Io, class Row>
void order_fields(Io& io, Row& order) {
  auto& asked = order.request;
  io(asked.client_id, asked.coin, asked.side, asked.size, asked.leverage, asked.reduce_only, asked.limit_price,
     order.filled, order.average_price, order.fee, order.status, order.reason, order.time);
}
template <class Io, class Row>
void payment_fields(Io& io, Row& payment) {
  io(payment.id, payment.coin, payment.time, payment.size, payment.oracle, payment.rate, payment.amount);
}
template <class Io, class Row>
void liquidation_fields(Io& io, Row& row) {
  io(row.id, row.coin, row.time, row.size, row.mark, row.lost);
}
template <class Io, class Row>
void rate_fields(Io& io, Row& row) {
  io(row.coin, row.time, row.rate, row.premium);
}
template <class Io, class Row>
void loan_books_fields(Io& io, Row& books) {
  io(books.fees, books.market, books.interest, books.penalties, books.lent, books.bad_debt);
}
template <class Io, class Row>
void loan_fields(Io& io, Row& loan) {
  auto& asked = loan.request;
  io(asked.client_id, asked.asset, asked.token, asked.collateral, asked.leverage, loan.pda, loan.tokens,
     loan.entry_price, loan.principal);
  io(loan.fee, loan.status, loan.reason, loan.opened, loan.closed, loan.close_id, loan.interest, loan.proceeds,
     loan.exit_price);
}

// A count of 10^-12 in 128 bits, whatever its unit, as the text of a decimal.
Decimal as_decimal(Int128 count) {
  return Decimal::from_units(count);
}

template <class... Values>
void line(std::string& out, std::string_view kind, const Values&... values) {
  LineWriter writer(out, kind);
  writer(values...);
}
template <class Rows, class Fields>
void lines(std::string& out, std::string_view kind, const Rows& rows, Fields fields) {
  for (const auto& row : rows) {
    LineWriter writer(out, kind);
    fields(writer, row);
  }
}

void append_perp(std::string& out, const PerpState& perp) {
  {
    LineWriter writer(out, "perp_books");
    perp_books_fields(writer, perp.books);
  }
  for (const auto& [key, account] : perp.accounts) {
    line(out, "perp_account", key, account.deposited, account.free, account.payment_ids, account.liquidation_ids);
    for (const auto& entry : account.positions) {
      LineWriter writer(out, "perp_position");
      position_fields(writer, entry.second);
    }
    lines(out, "perp_order", account.orders, [](auto& io, auto& row) { order_fields(io, row); });
    lines(out, "perp_payment", account.payments, [](auto& io, auto& row) { payment_fields(io, row); });
    lines(out, "perp_liquidation", account.liquidations, [](auto& io, auto& row) { liquidation_fields(io, row); });
  }
  for (const auto& [coin, contract] : perp.contracts) {
    line(out, "perp_contract", coin, as_decimal(contract.premium.weighted), contract.premium.span_us);
    const auto& rates = contract.rates;
    const std::size_t from = rates.size() > kept_rates ? rates.size() - kept_rates : 0;
    for (std::size_t i = from; i < rates.size(); ++i) {
      LineWriter writer(out, "perp_rate");
      rate_fields(writer, rates[i]);
    }
  }
}

void append_lending(std::string& out, const LendingState& lending) {
  {
    LineWriter writer(out, "loan_books");
    loan_books_fields(writer, lending.books);
  }
  for (const auto& [name, pool] : lending.pools) line(out, "loan_pool", name, as_decimal(pool.lent_time));
  for (const auto& [key, account] : lending.accounts) {
    line(out, "loan_account", key, account.deposited, account.usd);
    for (const LendingPosition& each : account.positions) {
      LineWriter writer(out, "loan_position");
      loan_fields(writer, each);
      writer(as_decimal(each.entered));
    }
  }
}

// The accounts of a state are read one after the other; rows belong to the last one.
PerpAccount* last_account(PerpState& state, const std::string& key) {
  const auto found = state.accounts.find(key);
  return found == state.accounts.end() ? nullptr : &found->second;
}

void read_contract(LineReader& line, PerpState& perp, std::string& coin) {
  Decimal weighted;
  PerpState::Contract contract;
  line(coin, weighted, contract.premium.span_us);
  contract.premium.weighted = weighted.units();
  perp.contracts[coin] = std::move(contract);
}

bool read_perp_row(LineReader& line, std::string_view kind, PerpAccount& account) {
  if (kind == "perp_position") {
    PerpPosition position;
    position_fields(line, position);
    if (!position.size.is_zero()) account.positions[position.coin] = position;
  } else if (kind == "perp_order") {
    order_fields(line, account.orders.emplace_back());
  } else if (kind == "perp_payment") {
    payment_fields(line, account.payments.emplace_back());
  } else {
    liquidation_fields(line, account.liquidations.emplace_back());
  }
  return line.is_sound();
}

}  // namespace

void append_hedge_lines(std::string& out, const KeptHedge& kept) {
  {
    LineWriter writer(out, "hedge");
    hedge_fields(writer, kept);
  }
  for (const auto& [coin, offset] : kept.offsets) {
    const auto shift = kept.shifts.find(coin);
    std::optional<std::int64_t> shift_us;
    if (shift != kept.shifts.end()) shift_us = shift->second.count();
    line(out, "hedge_path", coin, offset, shift_us);
  }
  append_perp(out, kept.perp);
  append_lending(out, kept.lending);
}

std::optional<bool> read_hedge_line(LineReader& line, KeptHedge& kept) {
  const std::string kind(line.kind());
  if (kind == "hedge") {
    hedge_fields(line, kept);
    kept.perp.now = kept.lending.now = kept.market_time;
  } else if (kind == "hedge_path") {
    std::string coin;
    Price offset;
    std::optional<std::int64_t> shift_us;
    line(coin, offset, shift_us);
    kept.offsets[coin] = offset;
    if (shift_us) kept.shifts[coin] = Duration{*shift_us};
  } else if (kind == "perp_books") {
    perp_books_fields(line, kept.perp.books);
  } else if (kind == "perp_account") {
    PerpAccount account;
    line(kept.reading, account.deposited, account.free, account.payment_ids, account.liquidation_ids);
    kept.perp.accounts[kept.reading] = std::move(account);
  } else if (kind == "perp_position" || kind == "perp_order" || kind == "perp_payment" || kind == "perp_liquidation") {
    PerpAccount* account = last_account(kept.perp, kept.reading);
    return account != nullptr && read_perp_row(line, kind, *account);
  } else if (kind == "perp_contract") {
    read_contract(line, kept.perp, kept.reading);
  } else if (kind == "perp_rate") {
    rate_fields(line, kept.perp.contracts[kept.reading].rates.emplace_back());
  } else if (kind == "loan_books") {
    loan_books_fields(line, kept.lending.books);
  } else if (kind == "loan_pool") {
    Decimal lent_time;
    line(kept.reading, lent_time);
    kept.lending.pools[kept.reading].lent_time = lent_time.units();
  } else if (kind == "loan_account") {
    LendingAccount account;
    line(kept.reading, account.deposited, account.usd);
    kept.lending.accounts[kept.reading] = std::move(account);
  } else if (kind == "loan_position") {
    Decimal entered;
    LendingPosition& position = kept.lending.accounts[kept.reading].positions.emplace_back();
    loan_fields(line, position);
    line(entered);
    position.entered = entered.units();
  } else {
    return {};
  }
  return line.is_sound();
}

}  // namespace robson::simulator
