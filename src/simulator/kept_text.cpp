#include "simulator/kept_text.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <array>

#include "simulator/hedge/hedge_kept.hpp"
#include "simulator/kept_line.hpp"

namespace robson::simulator {

std::string escaped(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 127 && c != '%') {
      out += c;
    } else {
      out += {'%', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view field) {
  std::string out;
  out.reserve(field.size());
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '%') {
      out += field[i];
      continue;
    }
    unsigned byte = 0;
    if (field.size() - i < 3) return {};
    const char* end = field.data() + i + 3;
    const auto parsed = std::from_chars(end - 2, end, byte, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return {};
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

LineReader::LineReader(std::string_view line) {
  while (fields_.size() < most_fields) {
    const std::size_t tab = line.find('\t');
    fields_.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return;
    line.remove_prefix(tab + 1);
  }
  sound_ = false;
}

namespace {

constexpr std::string_view mark = "robson-sim-state";
constexpr std::string_view version = "1";

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

// The fields of each kind of line, in their order. `Io` is a LineWriter or a LineReader; a row is const for the first.
template <class Io, class Row>
void state_fields(Io& io, Row& state) {
  auto& exchange = state.exchange;
  io(state.saved, state.market_time, state.ended, exchange.orders, exchange.order_lists, exchange.executions,
     exchange.generated_ids);
}
template <class Io, class Row>
void account_fields(Io& io, Row& account) {
  io(account.id, account.maker, account.taker, account.updated);
}
// Of the account before it.
template <class Io, class Row>
void balance_fields(Io& io, Row& balance) {
  io(balance.asset, balance.free, balance.locked);
}
template <class Io, class Row>
void market_fields(Io& io, Row& market) {
  io(market.symbol, market.trades, market.aggregates, market.updates);
}
template <class Io, class Row>
void order_fields(Io& io, Row& order) {
  io(order.id, order.list, order.account, order.symbol, order.client_id, order.side, order.type, order.time_in_force,
     order.price, order.stop_price, order.quantity, order.quote_quantity, order.executed, order.executed_quote,
     order.status, order.working, order.created, order.updated, order.working_time, order.strategy_id,
     order.strategy_type, order.locked);
}
template <class Io, class Row>
void trade_fields(Io& io, Row& row) {
  auto& trade = row.trade;
  io(row.account, trade.symbol, trade.id, trade.order, trade.list, trade.price, trade.quantity, trade.quote_quantity,
     trade.commission, trade.commission_asset, trade.time, trade.is_buyer, trade.is_maker);
}
template <class Io, class Row>
void list_fields(Io& io, Row& list) {
  io(list.id, list.account, list.symbol, list.client_id, list.contingency, list.status_type, list.order_status,
     list.transaction_time, list.armed, list.pays, list.side, list.locked, list.legs);
}
template <class Io, class Row>
void key_fields(Io& io, Row& key) {
  io(key.key, key.secret, key.account, key.permission, key.created, key.made_at_run_time);
}
template <class Io, class Row>
void path_fields(Io& io, Row& path) {
  io(path.symbol, path.seed, path.tick, path.offset, path.last);
}

template <class Rows, class Fields>
void write(std::string& out, std::string_view kind, const Rows& rows, Fields fields) {
  for (const auto& row : rows) {
    LineWriter line(out, kind);
    fields(line, row);
  }
}

// Puts what the line says into `state`; false when it is no line of ours.
bool read_line(LineReader& line, KeptState& state) {
  KeptExchange& exchange = state.exchange;
  const std::string_view kind = line.kind();
  if (kind == "state") {
    state_fields(line, state);
  } else if (kind == "account") {
    account_fields(line, exchange.accounts.emplace_back());
  } else if (kind == "balance" && !exchange.accounts.empty()) {
    balance_fields(line, exchange.accounts.back().balances.emplace_back());
  } else if (kind == "fee") {
    balance_fields(line, exchange.fees.emplace_back());
  } else if (kind == "external") {
    balance_fields(line, exchange.external.emplace_back());
  } else if (kind == "market") {
    market_fields(line, exchange.markets.emplace_back());
  } else if (kind == "order") {
    order_fields(line, exchange.orders_of_accounts.emplace_back());
  } else if (kind == "trade") {
    trade_fields(line, exchange.trades.emplace_back());
  } else if (kind == "list") {
    list_fields(line, exchange.lists.emplace_back());
  } else if (kind == "key") {
    key_fields(line, state.keys.emplace_back());
  } else if (kind == "path") {
    path_fields(line, state.paths.emplace_back());
  } else {
    if (!state.hedge) state.hedge.emplace();
    return read_hedge_line(line, *state.hedge).value_or(false);
  }
  return line.is_sound();
}

}  // namespace

std::string text_of(const KeptState& state) {
  const KeptExchange& exchange = state.exchange;
  std::string rows;
  {
    LineWriter line(rows, "state");
    state_fields(line, state);
  }
  for (const KeptAccount& account : exchange.accounts) {
    {
      LineWriter line(rows, "account");
      account_fields(line, account);
    }
    write(rows, "balance", account.balances, [](auto& io, auto& row) { balance_fields(io, row); });
  }
  write(rows, "fee", exchange.fees, [](auto& io, auto& row) { balance_fields(io, row); });
  write(rows, "external", exchange.external, [](auto& io, auto& row) { balance_fields(io, row); });
  write(rows, "market", exchange.markets, [](auto& io, auto& row) { market_fields(io, row); });
  write(rows, "order", exchange.orders_of_accounts, [](auto& io, auto& row) { order_fields(io, row); });
  write(rows, "trade", exchange.trades, [](auto& io, auto& row) { trade_fields(io, row); });
  write(rows, "list", exchange.lists, [](auto& io, auto& row) { list_fields(io, row); });
  write(rows, "key", state.keys, [](auto& io, auto& row) { key_fields(io, row); });
  write(rows, "path", state.paths, [](auto& io, auto& row) { path_fields(io, row); });
  if (state.hedge) append_hedge_lines(rows, *state.hedge);
  return fmt::format("{} {} {}\n{}", mark, version, sha256_hex(rows), rows);
}

Result<KeptState, std::string> kept_state_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  const std::string_view head = text.substr(0, end);
  const std::size_t first = head.find(' ');
  const std::size_t second = head.rfind(' ');
  if (end == std::string_view::npos || head.substr(0, first) != mark || second == first) {
    return Unexpected(std::string("it does not begin as a state of robson-sim does"));
  }
  const std::string_view written = head.substr(first + 1, second - first - 1);
  if (written != version) {
    return Unexpected(fmt::format("it is of version {}, and this robson-sim reads {}", written.substr(0, 20), version));
  }
  std::string_view rows = text.substr(end + 1);
  if (head.substr(second + 1) != sha256_hex(rows)) return Unexpected(std::string("its checksum does not fit"));
  KeptState state;
  for (std::size_t number = 2; !rows.empty(); ++number) {
    const std::size_t stop = rows.find('\n');
    LineReader line(rows.substr(0, stop));
    if (stop == std::string_view::npos || !read_line(line, state)) {
      return Unexpected(fmt::format("line {} cannot be read", number));
    }
    rows.remove_prefix(stop + 1);
  }
  return state;
}

}  // namespace robson::simulator
