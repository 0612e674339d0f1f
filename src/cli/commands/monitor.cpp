// One pass over the open positions for a scheduler. The server watches every tick by itself and the exchange holds the
// stop; this is the check from outside, and closes what both have missed. Its rule is the server's: of a long bid <=
// stop, then bid >= target; of a short ask >= stop, then ask <= target.
#include <fmt/format.h>

#include <map>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/views/views.hpp"
#include "json/write.hpp"

namespace robson::cli {

enum class Trigger { STOP, TARGET };
BOOST_DESCRIBE_ENUM(Trigger, STOP, TARGET)
enum class MonitorAction { none, would_close, closed, closing, already_closing, failed };
BOOST_DESCRIBE_ENUM(MonitorAction, none, would_close, closed, closing, already_closing, failed)
struct MonitorLine {
  std::int64_t operation_id = 0;
  std::string symbol{};
  std::optional<json::Fixed> bid{};
  std::optional<json::Fixed> ask{};
  json::Fixed stop{};
  std::optional<json::Fixed> target{};
  std::optional<Trigger> triggered{};
  wire::Protection protection{};
  bool stale = true;
  MonitorAction action{};
};
BOOST_DESCRIBE_STRUCT(MonitorLine, (),
                      (operation_id, symbol, bid, ask, stop, target, triggered, protection, stale, action))

namespace {

using Prices = std::map<std::string, wire::Price, std::less<>>;

std::optional<Trigger> trigger_of(const wire::Position& position, const wire::Price& price) {
  const bool is_long = position.side == Side::BUY;
  const Decimal now = is_long ? price.bid.value : price.ask.value;
  const Decimal stop = position.stop_loss.value;
  if (is_long ? now <= stop : now >= stop) return Trigger::STOP;
  if (!position.take_profit) return std::nullopt;
  const Decimal target = position.take_profit->value;
  if (is_long ? now >= target : now <= target) return Trigger::TARGET;
  return std::nullopt;
}

MonitorLine look_at(const wire::Position& position, const Prices& prices) {
  MonitorLine line{.operation_id = position.operation_id, .symbol = position.symbol};
  line.stop = position.stop_loss;
  line.target = position.take_profit;
  line.protection = position.protection;
  const auto found = prices.find(position.symbol);
  if (found == prices.end()) return line;
  line.bid = found->second.bid;
  line.ask = found->second.ask;
  line.stale = is_stale(found->second, Duration::zero());
  if (!line.stale) line.triggered = trigger_of(position, found->second);  // old data decides nothing
  return line;
}

// The key names operation, trigger and level: a pass that runs again, or beside another, closes nothing twice.
std::string close_key(const MonitorLine& line) {
  const json::Fixed level = *line.triggered == Trigger::STOP ? line.stop : line.target.value_or(json::Fixed{});
  return fmt::format("monitor-{}-{}-{}", line.operation_id, json::name_of(*line.triggered), level.value.text());
}

net::Task<Result<MonitorAction, client::Error>> close(Desk& desk, std::int64_t position, std::string key) {
  const wire::CloseRequest request;
  const auto answer = co_await desk.server().close_position(position, request, key);
  if (!answer) co_return Unexpected(answer.error());
  co_return answer->value.status == OperationStatus::CLOSED ? MonitorAction::closed : MonitorAction::closing;
}

net::Task<Result<Prices, client::Error>> prices_of(Desk& desk, wire::Positions positions) {
  Prices prices;
  for (const wire::Position& position : positions.positions) {
    if (prices.count(position.symbol) != 0) continue;
    const auto price = co_await desk.server().price(position.symbol);
    if (!price && price.error().cause == client::Cause::unreachable) co_return Unexpected(price.error());
    if (price) prices.emplace(position.symbol, price->value);
  }
  co_return prices;
}

net::Task<Exit> act_on(Desk& desk, std::int64_t position, MonitorLine& line) {
  if (line.stale) co_return Exit::stale;
  if (!line.triggered) co_return Exit::ok;
  const bool is_leaving = line.protection == wire::Protection::CLOSING;
  line.action = is_leaving ? MonitorAction::already_closing : MonitorAction::would_close;
  if (is_leaving) co_return Exit::ok;
  if (desk.asked.has("--dry-run")) co_return Exit::failure;
  const auto done = co_await close(desk, position, close_key(line));
  line.action = done ? *done : MonitorAction::failed;
  co_return done ? Exit::ok : desk.fail(done.error());
}

// Of several positions the one that most needs somebody's eye decides.
Exit worse(Exit one, Exit other) {
  for (const Exit exit : {Exit::outcome_unknown, Exit::unreachable, Exit::refused, Exit::failure, Exit::stale}) {
    if (one == exit || other == exit) return exit;
  }
  return one == Exit::ok ? other : one;
}

}  // namespace

net::Task<Exit> monitor(Desk& desk) {
  if (!desk.asked.has("--once")) {
    co_return desk.usage("monitor makes one pass: say --once (the server itself watches every tick)");
  }
  const auto positions = co_await desk.server().positions();
  if (!positions) co_return desk.fail(positions.error());
  const auto prices = co_await prices_of(desk, positions->value);
  if (!prices) co_return desk.fail(prices.error());
  Exit exit = Exit::ok;
  for (const wire::Position& position : positions->value.positions) {
    MonitorLine line = look_at(position, *prices);
    exit = worse(exit, co_await act_on(desk, position.id, line));
    desk.print(json::text_of(line) + '\n');
  }
  co_return exit;
}

}  // namespace robson::cli
