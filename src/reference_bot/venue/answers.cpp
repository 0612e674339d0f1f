#include "reference_bot/venue/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "json/read.hpp"

namespace robson::reference_bot::venue {

struct Payments {
  std::vector<PerpPayment> payments{};
};
BOOST_DESCRIBE_STRUCT(Payments, (), (payments))
struct Liquidations {
  std::vector<PerpLiquidation> liquidations{};
};
BOOST_DESCRIBE_STRUCT(Liquidations, (), (liquidations))
struct LendingAccount {
  Decimal usd{};
};
BOOST_DESCRIBE_STRUCT(LendingAccount, (), (usd))
struct LendingPositions {
  std::vector<LendingPosition> positions{};
};
BOOST_DESCRIBE_STRUCT(LendingPositions, (), (positions))
struct Problem {
  std::string code{};
  std::optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(Problem, (), (code, message))

namespace {

constexpr json::Limits limits{.bytes = most_reply_bytes, .depth = 8, .values = 100'000};
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_reason = 300;
constexpr std::size_t most_chains = 16;

// Beyond these a number is an error or an attack; within them no product of three leaves a Decimal's range.
const Decimal most_price = Decimal::integer(1'000'000'000);
const Decimal most_amount = Decimal::integer(1'000'000'000);

bool is_price(Decimal value) {
  return value.is_positive() && value <= most_price;
}
bool is_amount(Decimal value) {
  return !value.is_negative() && value <= most_amount;
}
bool is_signed_amount(Decimal value) {
  return abs(value) <= most_amount;
}
bool is_rate(Decimal value) {
  return abs(value) <= Decimal::integer(100);
}

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// Printable and short, whatever the venue sent: it goes into logs, events and screens.
std::string presentable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, longest_reason)) out += c >= ' ' && c < 127 ? c : '?';
  return out;
}

std::string why_of(const net::Reply& reply) {
  const auto problem = json::read<Problem>(reply.body, json::Unknown::ignored, limits);
  if (!problem) return fmt::format("it answered {}", reply.status);
  const std::string message = presentable(problem->message.value_or(""));
  return fmt::format("it answered {} {}{}{}", reply.status, presentable(problem->code), message.empty() ? "" : ": ",
                     message);
}

template <class T>
using Read = Result<T, std::string>;

template <class T>
Read<T> read(const Got& got) {
  if (!got) return Unexpected(got.error().text);
  if (!is_success(got->status)) return Unexpected(why_of(*got));
  auto value = json::read<T>(got->body, json::Unknown::ignored, limits);
  if (!value) return Unexpected(presentable("it answered what cannot be understood: " + value.error().text()));
  return std::move(*value);
}

Input silent(hedge::Leg venue, std::string why) {
  return VenueSilent{.venue = venue, .why = std::move(why)};
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

std::optional<std::string> fault_of(const PerpMarket& market) {
  const Decimal one = Decimal::integer(1);
  if (!is_name(market.coin)) return "a coin without a name";
  const bool priced = is_price(market.mark_price) && is_price(market.oracle_price) && is_price(market.bid) &&
                      is_price(market.ask) && market.bid <= market.ask;
  if (!priced) return market.coin + " has no sound prices";
  const bool graded = is_price(market.size_step) && is_price(market.price_tick) && market.max_leverage >= one &&
                      market.max_leverage <= Decimal::integer(1'000) && market.maintenance_margin.is_positive() &&
                      market.maintenance_margin < one;
  if (!graded) return market.coin + " has no sound steps and limits";
  if (abs(market.funding_rate) > one) return market.coin + " has a funding rate beyond 100 % an hour";
  return {};
}

std::optional<std::string> fault_of(const LendingMarket& market) {
  const Decimal one = Decimal::integer(1);
  if (!is_name(market.asset) || !is_name(market.token) || !is_name(market.protocol)) return "a market without names";
  const bool priced =
      is_price(market.oracle_price) && is_price(market.token_market_price) && is_price(market.pool_rate);
  if (!priced) return market.token + " has no sound prices";
  const bool graded = market.liquidation_threshold.is_positive() && market.liquidation_threshold <= one &&
                      market.max_leverage >= one && market.max_leverage <= Decimal::integer(1'000) &&
                      !market.available_usd.is_negative() && is_rate(market.borrow_rate) &&
                      is_rate(market.supply_rate) && is_rate(market.staking_rate);
  if (!graded) return market.token + " has no sound rates and limits";
  return {};
}

std::optional<std::string> fault_of(const PerpPosition& position) {
  if (!is_name(position.coin)) return "a position without a coin";
  if (position.size.is_zero()) return {};
  const bool sound = is_signed_amount(position.size) && is_price(position.entry_price) &&
                     is_price(position.mark_price) && is_price(position.leverage) &&
                     is_signed_amount(position.margin) && is_signed_amount(position.unrealized_pnl) &&
                     is_signed_amount(position.funding);
  return sound ? std::nullopt : std::optional(position.coin + ": its position has no sound amounts");
}

std::optional<std::string> fault_of(const LendingPosition& position) {
  if (!is_name(position.client_id)) return "a position without a client id";
  const bool sound = is_amount(position.token_amount) && is_amount(position.debt_usd) &&
                     is_amount(position.value_usd) && is_amount(position.fee) && is_amount(position.collateral_usd) &&
                     is_signed_amount(position.interest_paid) && is_amount(position.proceeds_usd.value_or(Decimal{})) &&
                     is_amount(position.exit_price.value_or(Decimal{}));
  const bool held =
      position.status != LendingStatus::OPEN || (position.token_amount.is_positive() && is_price(position.entry_price));
  return sound && held ? std::nullopt : std::optional("its position " + position.client_id + " has no sound amounts");
}

std::optional<std::string> fault_of(const PerpOrder& order) {
  const bool sized = order.size.is_positive() && order.size <= most_amount && is_amount(order.filled_size) &&
                     order.filled_size <= order.size && is_amount(order.fee);
  const bool priced = order.filled_size.is_zero() || (order.average_price && is_price(*order.average_price));
  return sized && priced ? std::nullopt : std::optional(std::string("its order has no sound amounts"));
}

std::optional<std::string> fault_of(const PerpPayment& payment) {
  const bool sound = is_name(payment.coin) && is_signed_amount(payment.size) && is_price(payment.mark_price) &&
                     is_rate(payment.rate) && is_signed_amount(payment.amount);
  return sound ? std::nullopt : std::optional(std::string("a payment has no sound amounts"));
}

std::optional<std::string> fault_of(const PerpLiquidation& liquidation) {
  const bool sound = is_name(liquidation.coin) && is_signed_amount(liquidation.size) &&
                     is_price(liquidation.mark_price) && is_signed_amount(liquidation.margin_lost);
  return sound ? std::nullopt : std::optional(std::string("a liquidation has no sound amounts"));
}

// The first fault of a list, or that it is too long.
template <class Rows>
std::optional<std::string> fault_of_rows(const Rows& rows) {
  if (rows.size() > most_rows) return fmt::format("it answered more than {} rows", most_rows);
  for (const auto& row : rows) {
    if (auto fault = fault_of(row)) return fault;
  }
  return {};
}

template <class Rows>
bool ids_grow(const Rows& rows, std::int64_t after) {
  for (const auto& row : rows) {
    if (row.id <= after) return false;
    after = row.id;
  }
  return true;
}

template <class Rows, class Name>
bool names_differ(const Rows& rows, const Name& name) {
  std::set<std::string> seen;
  return std::ranges::all_of(rows, [&](const auto& row) { return seen.insert(name(row)).second; });
}

// A refusal that stands: the venue did not do it, and would not the next time.
bool is_refusal(const net::Reply& reply) {
  if (reply.status < 400 || reply.status >= 500) return false;
  if (reply.status == 408 || reply.status == 425 || reply.status == 429) return false;
  return json::read<Problem>(reply.body, json::Unknown::ignored, limits).has_value();
}

bool is_unknown_id(const net::Reply& reply) {
  if (reply.status != 404) return false;
  const auto problem = json::read<Problem>(reply.body, json::Unknown::ignored, limits);
  return problem && (problem->code == "UNKNOWN_ORDER" || problem->code == "UNKNOWN_POSITION");
}

ShortAnswered unclear_short(const std::string& id, std::string why) {
  return {.client_id = id, .outcome = Outcome::unclear, .order = {}, .why = std::move(why)};
}
LongAnswered unclear_long(const std::string& id, const std::optional<std::string>& close_id, std::string why) {
  return {.client_id = id, .close_id = close_id, .outcome = Outcome::unclear, .position = {}, .why = std::move(why)};
}

ShortAnswered told_short(const std::string& id, const Got& got) {
  auto order = read<PerpOrder>(got);
  if (!order) return unclear_short(id, order.error());
  if (order->client_id != id) return unclear_short(id, "it answered about another order");
  if (auto fault = fault_of(*order)) return unclear_short(id, *fault);
  if (order->reason) order->reason = presentable(*order->reason);
  return {.client_id = id, .outcome = Outcome::told, .order = std::move(*order), .why = {}};
}

LongAnswered told_long(const std::string& id, const std::optional<std::string>& close_id, const Got& got) {
  auto position = read<LendingPosition>(got);
  if (!position) return unclear_long(id, close_id, position.error());
  if (position->client_id != id) return unclear_long(id, close_id, "it answered about another position");
  if (auto fault = fault_of(*position)) return unclear_long(id, close_id, *fault);
  if (position->reason) position->reason = presentable(*position->reason);
  return {.client_id = id, .close_id = close_id, .outcome = Outcome::told, .position = std::move(*position), .why = {}};
}

}  // namespace

Input perp_markets_seen(const Got& got) {
  auto seen = read<PerpMarkets>(got);
  if (!seen) return silent(hedge::Leg::hyperliquid, seen.error());
  if (auto fault = fault_of_rows(seen->markets)) return silent(hedge::Leg::hyperliquid, *fault);
  if (!names_differ(seen->markets, [](const PerpMarket& each) { return each.coin; })) {
    return silent(hedge::Leg::hyperliquid, "it named a coin twice");
  }
  return PerpMarketsSeen{std::move(*seen)};
}

Input lending_markets_seen(const Got& got) {
  auto seen = read<LendingMarkets>(got);
  if (!seen) return silent(hedge::Leg::asgard, seen.error());
  if (auto fault = fault_of_rows(seen->markets)) return silent(hedge::Leg::asgard, *fault);
  return LendingMarketsSeen{std::move(*seen)};
}

Input perp_account_seen(const Got& got, Timestamp asked_at) {
  auto seen = read<PerpAccount>(got);
  if (!seen) return silent(hedge::Leg::hyperliquid, seen.error());
  if (auto fault = fault_of_rows(seen->positions)) return silent(hedge::Leg::hyperliquid, *fault);
  if (!is_signed_amount(seen->account_value) || !is_signed_amount(seen->free)) {
    return silent(hedge::Leg::hyperliquid, "its account has no sound amounts");
  }
  if (!names_differ(seen->positions, [](const PerpPosition& each) { return each.coin; })) {
    return silent(hedge::Leg::hyperliquid, "it named a coin twice");
  }
  return PerpAccountSeen{.asked_at = asked_at, .seen = std::move(*seen)};
}

Input lending_account_seen(const Got& account, const Got& positions, Timestamp asked_at) {
  const auto money = read<LendingAccount>(account);
  if (!money) return silent(hedge::Leg::asgard, money.error());
  auto seen = read<LendingPositions>(positions);
  if (!seen) return silent(hedge::Leg::asgard, seen.error());
  if (auto fault = fault_of_rows(seen->positions)) return silent(hedge::Leg::asgard, *fault);
  if (!is_signed_amount(money->usd)) return silent(hedge::Leg::asgard, "its account has no sound amounts");
  if (!names_differ(seen->positions, [](const LendingPosition& each) { return each.client_id; })) {
    return silent(hedge::Leg::asgard, "it named a position twice");
  }
  return LendingAccountSeen{.asked_at = asked_at, .usd = money->usd, .positions = std::move(seen->positions)};
}

Input payments_seen(const Got& got, std::int64_t after) {
  auto seen = read<Payments>(got);
  if (!seen) return silent(hedge::Leg::hyperliquid, seen.error());
  if (auto fault = fault_of_rows(seen->payments)) return silent(hedge::Leg::hyperliquid, *fault);
  if (!ids_grow(seen->payments, after)) return silent(hedge::Leg::hyperliquid, "its payments are not in order");
  return PaymentsSeen{std::move(seen->payments)};
}

Input liquidations_seen(const Got& got, std::int64_t after) {
  auto seen = read<Liquidations>(got);
  if (!seen) return silent(hedge::Leg::hyperliquid, seen.error());
  if (auto fault = fault_of_rows(seen->liquidations)) return silent(hedge::Leg::hyperliquid, *fault);
  if (!ids_grow(seen->liquidations, after)) return silent(hedge::Leg::hyperliquid, "its liquidations are not in order");
  return LiquidationsSeen{std::move(seen->liquidations)};
}

std::optional<Input> chains_seen(const Got& got) {
  if (!got || !is_success(got->status)) return {};
  const auto tree = json::parse(got->body, limits);
  if (!tree || tree->kind != json::Kind::object || tree->children.size() > most_chains) return {};
  ChainsSeen seen;
  for (json::Value each : tree->children) {
    json::Value name{.kind = json::Kind::text, .truth = false, .key = "name", .text = each.key, .children = {}};
    if (each.kind != json::Kind::object || each.find("name") != nullptr || !is_name(each.key)) return {};
    each.children.push_back(std::move(name));
    auto chain = json::read<ChainHealth>(each, json::Unknown::ignored);
    if (!chain) return {};
    const bool sound = chain->block_height.value_or(0) >= 0 && chain->age_ms.value_or(0) >= 0 &&
                       !chain->gas_usd.value_or(Decimal{}).is_negative();
    if (!sound) return {};
    seen.chains.push_back(std::move(*chain));
  }
  if (!names_differ(seen.chains, [](const ChainHealth& chain) { return chain.name; })) return {};
  return Input{std::move(seen)};
}

ShortAnswered short_answered(const PerpOrderRequest& request, const Got& got) {
  if (got && is_refusal(*got)) {
    return {.client_id = request.client_id, .outcome = Outcome::refused, .order = {}, .why = why_of(*got)};
  }
  ShortAnswered answered = told_short(request.client_id, got);
  if (!answered.order) return answered;
  const bool ours = answered.order->coin == request.coin && answered.order->side == request.side;
  return ours ? answered : unclear_short(request.client_id, "it answered about another order");
}

LongAnswered long_opened(const LendingOpenRequest& request, const Got& got) {
  if (got && is_refusal(*got)) {
    return {.client_id = request.client_id,
            .close_id = {},
            .outcome = Outcome::refused,
            .position = {},
            .why = why_of(*got)};
  }
  LongAnswered answered = told_long(request.client_id, {}, got);
  if (!answered.position) return answered;
  const bool ours = answered.position->asset == request.asset && answered.position->token == request.token;
  return ours ? answered : unclear_long(request.client_id, {}, "it answered about another position");
}

LongAnswered long_closed(const CloseLong& act, const Got& got) {
  if (got && is_refusal(*got)) {
    return {.client_id = act.client_id,
            .close_id = act.close_id,
            .outcome = Outcome::refused,
            .position = {},
            .why = why_of(*got)};
  }
  return told_long(act.client_id, act.close_id, got);
}

ShortAnswered short_asked(const std::string& client_id, const Got& got) {
  if (got && is_unknown_id(*got)) {
    return {.client_id = client_id, .outcome = Outcome::unknown_id, .order = {}, .why = why_of(*got)};
  }
  return told_short(client_id, got);
}

LongAnswered long_asked(const std::string& client_id, const std::optional<std::string>& close_id, const Got& got) {
  if (got && is_unknown_id(*got)) {
    return {.client_id = client_id,
            .close_id = close_id,
            .outcome = Outcome::unknown_id,
            .position = {},
            .why = why_of(*got)};
  }
  return told_long(client_id, close_id, got);
}

}  // namespace robson::reference_bot::venue
