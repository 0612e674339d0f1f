#include "simulator/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace robson::simulator {
namespace {

constexpr std::size_t most_symbols = 200;
constexpr std::size_t most_hedge_accounts = 1'000;

Unexpected<OptionError> bad(std::string_view flag, std::string_view value, std::string_view allowed) {
  return Unexpected(fmt::format("{} \"{}\" is not allowed: {}", flag, value.substr(0, 80), allowed));
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool is_upper_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "10000USDC": a decimal, then an asset of capital letters (or digits after the first).
std::optional<Balance> balance_of(const std::string& text) {
  const auto letter = std::find_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto amount = Decimal::parse(std::string(text.begin(), letter));
  const std::string asset(letter, text.end());
  const bool sound = amount && !amount->is_negative() && amount->places() <= 8 && !asset.empty() &&
                     asset.size() <= 16 && std::all_of(asset.begin(), asset.end(), is_upper_or_digit) &&
                     *amount <= Decimal::integer(1'000'000'000'000'000);
  if (!sound) return {};
  return Balance{asset, Money{*amount}, {}};
}

void put(std::vector<AccountOption>& accounts, AccountOption account) {
  const auto same = std::find_if(accounts.begin(), accounts.end(),
                                 [&](const AccountOption& other) { return other.key == account.key; });
  if (same == accounts.end()) {
    accounts.push_back(std::move(account));
  } else {
    *same = std::move(account);
  }
}

}  // namespace

Result<void, OptionError> read_listen(const std::string& value, Options& into) {
  const auto failed = [&] { return bad("--listen", value, "expected ADDRESS:PORT such as 127.0.0.1:9443"); };
  const std::size_t colon = value.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == value.size()) return failed();
  std::uint16_t port = 0;
  const char* end = value.data() + value.size();
  const auto parsed = std::from_chars(value.data() + colon + 1, end, port);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return failed();
  into.host = value.substr(0, colon);
  into.port = port;
  return {};
}

Result<void, OptionError> read_symbols(const std::string& value, Options& into) {
  std::vector<Symbol> symbols;
  for (const std::string& part : split(value, ',')) {
    const auto symbol = Symbol::parse(part);
    const bool sound = symbol && symbol->text.size() >= 5 && symbol->text.size() <= 20 &&
                       std::all_of(symbol->text.begin(), symbol->text.end(), is_upper_or_digit);
    if (!sound) return bad("--symbols", value, "expected names of 5 to 20 letters and digits, such as BTCUSDC,ETHUSDC");
    if (std::find(symbols.begin(), symbols.end(), *symbol) == symbols.end()) symbols.push_back(*symbol);
  }
  if (symbols.size() > most_symbols) return bad("--symbols", value, fmt::format("at most {} symbols", most_symbols));
  into.symbols = std::move(symbols);
  return {};
}

Result<void, OptionError> read_account(const std::string& value, Options& into) {
  const auto parts = split(value, ':');
  const auto failed = [&](std::string_view why) {
    return bad("--account", parts.front() + ":***",
               fmt::format("{}; expected KEY:SECRET:10000USDC,0.5BTC, then :read or :withdraw if wanted", why));
  };
  if (parts.size() != 3 && parts.size() != 4) return failed("it has not three or four parts");
  auto account = make_account(parts[0], parts[1], parts[2], parts.size() == 4 ? parts[3] : "trade");
  if (!account) return failed(account.error());
  const auto named = [&](const AccountOption& other) { return other.key == account->same_as; };
  const bool known = account->same_as.empty() || std::any_of(into.accounts.begin(), into.accounts.end(), named);
  if (!known || account->same_as == account->key) return failed("no account before it has the key behind \"=\"");
  put(into.accounts, std::move(*account));
  return {};
}

Result<AccountOption, OptionError> make_account(const std::string& key, const std::string& secret,
                                                const std::string& balances, const std::string& permission) {
  if (key.empty() || secret.empty()) return Unexpected(OptionError("key or secret is empty"));
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
  if (!plain || key.size() > 128 || secret.size() > 128) {
    return Unexpected(OptionError("key or secret is too long or not ASCII"));
  }
  const auto allowed = key_permission_of(permission.empty() ? "trade" : permission);
  if (!allowed) return Unexpected(fmt::format("\"{}\" is neither read, trade nor withdraw", permission.substr(0, 40)));
  AccountOption account{key, Secret(secret), {}, *allowed, {}};
  if (balances.starts_with('=')) {
    account.same_as = balances.substr(1);
    return account;
  }
  for (const std::string& part : split(balances, ',')) {
    auto balance = balance_of(part);
    if (!balance && !balances.empty()) return Unexpected(fmt::format("\"{}\" is no balance", part.substr(0, 40)));
    if (balance) account.balances.push_back(std::move(*balance));
  }
  return account;
}

Result<void, OptionError> read_replay_flag(const std::string& value, Options& into) {
  const std::size_t equals = value.find('=');
  Options named;
  const bool sound = equals != std::string::npos && equals + 1 < value.size() &&
                     read_symbols(value.substr(0, equals), named) && named.symbols.size() == 1;
  if (!sound) return bad("--replay", value, "expected SYMBOL=FILE.csv such as BTCUSDC=candles.csv");
  const Symbol symbol = named.symbols.front();
  const auto same = std::find_if(into.replays.begin(), into.replays.end(),
                                 [&](const ReplayOption& other) { return other.symbol == symbol; });
  if (same != into.replays.end()) return bad("--replay", value, "each symbol can be replayed from one file only");
  into.replays.push_back({symbol, value.substr(equals + 1)});
  return {};
}

Result<void, OptionError> read_start(const std::string& value, Options& into) {
  const auto moment = parse_time(value);
  if (!moment || moment->us < 0) return bad("--start", value, "expected a time such as 2025-12-30T03:30:00Z");
  into.start = *moment;
  return {};
}

Result<void, OptionError> read_hedge_account(const std::string& value, Options& into) {
  const auto parts = split(value, ':');
  const auto failed = [](std::string_view why) {
    return bad("--hedge-account", "***", fmt::format("{}; expected KEY:USD such as my-key:100000", why));
  };
  if (parts.size() != 2) return failed("it has not two parts");
  const std::string& key = parts[0];
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
  if (key.empty() || key.size() > 128 || !plain) return failed("the key is empty, too long or not ASCII");
  const auto usd = Decimal::parse(parts[1]);
  if (!usd || usd->is_negative() || usd->places() > 2 || *usd > Decimal::integer(1'000'000'000)) {
    return failed("USD are 0 to 1,000,000,000 with two places at most");
  }
  const auto same = std::find_if(into.hedge_accounts.begin(), into.hedge_accounts.end(),
                                 [&](const HedgeAccountOption& other) { return other.key == key; });
  if (same != into.hedge_accounts.end()) return failed("this key was named before");
  if (into.hedge_accounts.size() >= most_hedge_accounts) return failed("there are too many accounts");
  into.hedge_accounts.push_back({key, {*usd}});
  return {};
}

namespace {

// The recording of the coin that `value` names, with the path behind it.
Result<std::pair<HedgeReplayOption*, std::string>, OptionError> recording_of(std::string_view flag,
                                                                             const std::string& value, Options& into) {
  const std::size_t equals = value.find('=');
  const std::string coin = value.substr(0, equals);
  const HedgeListing listing = usual_listing();
  const bool known = std::any_of(listing.coins.begin(), listing.coins.end(),
                                 [&](const HedgeCoin& each) { return each.contract.coin == coin; });
  if (!known || equals == std::string::npos || equals + 1 == value.size()) {
    return bad(flag, value, "expected COIN=FILE.csv with one of SOL, BTC");
  }
  const auto same = std::find_if(into.hedge_replays.begin(), into.hedge_replays.end(),
                                 [&](const HedgeReplayOption& other) { return other.coin == coin; });
  HedgeReplayOption* found = same == into.hedge_replays.end() ? &into.hedge_replays.emplace_back() : &*same;
  found->coin = coin;
  return std::pair(found, value.substr(equals + 1));
}

}  // namespace

Result<void, OptionError> read_perp_replay(const std::string& value, Options& into) {
  auto found = recording_of("--perp-replay", value, into);
  if (!found) return Unexpected(found.error());
  if (!found->first->candles.empty()) return bad("--perp-replay", value, "each coin has one file only");
  found->first->candles = found->second;
  return {};
}

Result<void, OptionError> read_funding_replay(const std::string& value, Options& into) {
  auto found = recording_of("--funding-replay", value, into);
  if (!found) return Unexpected(found.error());
  if (!found->first->funding.empty()) return bad("--funding-replay", value, "each coin has one file only");
  found->first->funding = found->second;
  return {};
}

AccountOption demo_account() {
  return {"demo-key",
          Secret("demo-secret"),
          {{"USDC", {Decimal::integer(10'000)}, {}},
           {"BTC", {Decimal::integer(1)}, {}},
           {"ETH", {Decimal::integer(10)}, {}}},
          KeyPermission::trade,
          {}};
}

}  // namespace robson::simulator
