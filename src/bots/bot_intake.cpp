// What robsond keeps of a bot for its history: trades, payments and breakers as they come, figures once a minute.
#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "bots/bot.hpp"
#include "json/write.hpp"
#include "storage/bot_events.hpp"
#include "storage/bot_history.hpp"
#include "wire/bots.hpp"

namespace robson::bots {
namespace {

using storage::Metric;
using storage::MetricSample;

constexpr std::size_t page_size = 500;
constexpr int pages_a_round = 5;
constexpr std::size_t few_rows = 20;
constexpr std::size_t samples_at_once = 40;  // orders wait behind such a job
constexpr Duration day = std::chrono::hours(24);

// Collects what is known; an unknown figure is no sample.
struct Samples {
  std::string bot{};
  Timestamp at{};
  std::vector<MetricSample> all{};
  void add(const std::string& position, Metric metric, const std::optional<Decimal>& value) {
    if (value) all.push_back({bot, position, metric, at, *value});
  }
};

void add_stats(Samples& samples, const wire::BotStats& stats) {
  samples.add({}, Metric::total_pnl, stats.total_pnl_usd);
  samples.add({}, Metric::realized_pnl, stats.realized_pnl_usd);
  samples.add({}, Metric::unrealized_pnl, stats.unrealized_pnl_usd);
  samples.add({}, Metric::funding_pnl, stats.funding_pnl_usd);
  samples.add({}, Metric::position_pnl, stats.position_pnl_usd);
}

// As a position's own: long value less short value, of the larger of the two, both at mark; with those of all open
// positions added up, so that drifts in opposite directions make up for each other. None while nothing is held.
std::optional<Decimal> delta_ratio(const bot_api::Positions& positions) {
  constexpr Decimal dollar = Decimal::integer(1);
  Decimal delta;
  Decimal size;
  for (const auto& [id, position] : positions) {
    if (wire::has_ended(position.status)) continue;
    const Decimal long_value = position.asgard.collateral_usd;
    delta += position.risk.delta;
    size += std::max(long_value, long_value - position.risk.delta);
  }
  if (size < dollar) return {};
  return divide(delta, size, Rounding::half_away_from_zero);
}

// The bot's own health is that of its worst position.
void add_sums(Samples& samples, const wire::BotStats& stats) {
  samples.add({}, Metric::deployed, stats.total_deployed_usd);
  samples.add({}, Metric::health_factor, stats.worst_health_factor);
  samples.add({}, Metric::margin_fraction, stats.worst_margin_fraction);
}

void add_position(Samples& samples, const bot_api::Position& position) {
  const std::string& id = position.position_id;
  // Divided as the bot divides its own: of an open position, funding is what it has for good.
  samples.add(id, Metric::total_pnl, position.pnl.total_pnl);
  samples.add(id, Metric::realized_pnl, position.pnl.funding_pnl);
  samples.add(id, Metric::unrealized_pnl, position.pnl.total_pnl - position.pnl.funding_pnl);
  samples.add(id, Metric::funding_pnl, position.pnl.funding_pnl);
  samples.add(id, Metric::position_pnl, position.pnl.position_pnl);
  samples.add(id, Metric::health_factor, position.asgard.current_health_factor);
  samples.add(id, Metric::margin_fraction, position.hyperliquid.margin_fraction);
  samples.add(id, Metric::delta_ratio, position.risk.delta_ratio);
  samples.add(id, Metric::funding_rate, position.hyperliquid.funding_rate);
  samples.add(id, Metric::deployed, position.sizing.deployed_usd);
}

// Of rows whose ids must grow from `after`: the last id; nothing when they do not.
template <class Row>
std::optional<std::int64_t> last_of(const std::vector<Row>& rows, std::int64_t after) {
  for (const Row& row : rows) {
    if (row.id <= after) return {};
    after = row.id;
  }
  return after;
}

}  // namespace

net::Task<void> Bot::intake_round() {
  while (!stopping_) {
    co_await net::sleep_for(parts_.options.intake_interval);
    if (!is_ready()) continue;
    co_await take_pages(&Bot::take_trades);
    co_await take_pages(&Bot::take_payments);
    co_await keep_breakers();
  }
}

// A bot that has rows without an end does not keep the disk busy with them, about 1000 a second, nor what comes after
// them waiting: the rest is for the next round.
net::Task<void> Bot::take_pages(net::Task<std::size_t> (Bot::*take)()) {
  for (int page = 0; page < pages_a_round && !stopping_; ++page) {
    const std::size_t rows = co_await (this->*take)();
    if (rows > few_rows) co_await net::sleep_for(std::chrono::milliseconds(rows));
    if (rows < page_size) co_return;
  }
}

// How many it took.
net::Task<std::size_t> Bot::take_trades() {
  const std::string target = fmt::format("/internal/trades?after={}&limit={}", last_trade_, page_size);
  const auto body = co_await ask(target);
  if (!body) co_return 0;
  auto page = read_document<Trades>(*body);
  const auto last = page ? last_of(page->trades, last_trade_) : std::nullopt;
  if (!last) {
    troubles_["trades"] = page ? "its trades go back" : unreadable(target, page.error()).text;
    co_return 0;
  }
  troubles_.erase("trades");
  const std::size_t rows = page->trades.size();
  if (rows == 0) co_return 0;
  auto put = [tenant = tenant(), bot = name(), trades = std::move(page->trades)](storage::Session& session) {
    storage::put_trades(session, storage::Tenant(tenant), bot, trades);
  };
  const auto done = co_await parts_.database.write(std::move(put));
  if (!done) co_return 0;
  last_trade_ = *last;
  co_return rows;
}

net::Task<std::size_t> Bot::take_payments() {
  const std::string target = fmt::format("/internal/funding?after={}&limit={}", last_payment_, page_size);
  const auto body = co_await ask(target);
  if (!body) co_return 0;
  auto page = read_document<Payments>(*body);
  const auto last = page ? last_of(page->payments, last_payment_) : std::nullopt;
  if (!last) {
    troubles_["funding"] = page ? "its payments go back" : unreadable(target, page.error()).text;
    co_return 0;
  }
  troubles_.erase("funding");
  const std::size_t rows = page->payments.size();
  if (rows == 0) co_return 0;
  auto put = [tenant = tenant(), bot = name(), payments = std::move(page->payments)](storage::Session& session) {
    storage::put_payments(session, storage::Tenant(tenant), bot, payments);
  };
  const auto done = co_await parts_.database.write(std::move(put));
  if (!done) co_return 0;
  last_payment_ = *last;
  co_return rows;
}

// Only what this run of ours has heard, of a bot that knows what it has: it is all of them then.
net::Task<void> Bot::keep_breakers() {
  if (!is_loaded() || !asked_.contains("breakers")) co_return;
  std::string text = json::text_of(knowledge_.breakers->document);
  if (text == breakers_kept_) co_return;
  auto put = [tenant = tenant(), bot = name(), known = *knowledge_.breakers](storage::Session& session) {
    storage::put_breakers(session, storage::Tenant(tenant), bot, known.document);
    storage::close_unlisted(session, storage::Tenant(tenant), bot, known.document, known.at);
  };
  const auto done = co_await parts_.database.write(std::move(put));
  if (done) breakers_kept_ = std::move(text);
}

net::Task<void> Bot::sample_round() {
  while (!stopping_) {
    // At the beginning of each minute, so that a bucket has a sample however rounds drift.
    const Duration interval = parts_.options.sample_interval;
    co_await net::sleep_for(interval - Duration(now().us % interval.count()));
    if (stopping_) co_return;
    co_await sample();
    co_await look_back();
    co_await prune_events();
  }
}

net::Task<void> Bot::prune_events() {
  auto cut = [tenant = tenant(), bot = name()](storage::Session& session) {
    return storage::prune_bot_events(session, storage::Tenant(tenant), bot);
  };
  const auto gone = co_await parts_.database.write(std::move(cut));
  if (!gone) log::warning("old events of a bot were not deleted", {{"bot", name()}, {"why", gone.error().text}});
}

// Of what is fresh only: a bot that is away leaves a gap, not a flat line.
net::Task<void> Bot::sample() {
  const Timestamp at = now();
  const bot_api::Knowledge& known = knowledge();
  Samples samples{name(), at, {}};
  const auto stats = wire::stats_view(known, at);
  if (stats && known.answers && at - known.stats->at <= cache_window) add_stats(samples, *stats);
  if (known.is_current) {
    if (stats) add_sums(samples, *stats);
    samples.add({}, Metric::delta_ratio, delta_ratio(known.positions->document));
    for (const auto& [id, position] : known.positions->document) {
      if (!wire::has_ended(position.status)) add_position(samples, position);
    }
  }
  for (std::size_t from = 0; from < samples.all.size(); from += samples_at_once) {
    const auto begin = samples.all.begin() + static_cast<std::ptrdiff_t>(from);
    const auto left = static_cast<std::ptrdiff_t>(std::min(samples_at_once, samples.all.size() - from));
    auto put = [tenant = tenant(), some = std::vector<MetricSample>(begin, begin + left)](storage::Session& session) {
      storage::put_samples(session, storage::Tenant(tenant), some);
    };
    const auto done = co_await parts_.database.write(std::move(put));
    if (!done) log::warning("figures of a bot were not kept", {{"bot", name()}, {"why", done.error().text}});
  }
}

// What the total was a day ago.
net::Task<void> Bot::look_back() {
  const Timestamp then = now() - day;
  auto look = [tenant = tenant(), bot = name(), then](storage::Session& session) {
    storage::ChartQuery query{.bot = bot, .metric = Metric::total_pnl, .from = then};
    query.resolution = storage::Resolution::five_minutes;
    return storage::metric_chart(session, storage::Tenant(tenant), query);
  };
  const auto chart = co_await parts_.database.read(std::move(look));
  pnl_day_ago_.reset();
  if (!chart || chart->points.empty()) co_return;
  const storage::Bucket& oldest = chart->points.front();
  if (oldest.at <= then) pnl_day_ago_ = oldest.first;  // the bucket of that moment: more was known before
}

}  // namespace robson::bots
