#include "live_feed.hpp"

#include "base/overloaded.hpp"
#include "json/write.hpp"
#include "routes/dashboard.hpp"
#include "routes/events.hpp"
#include "routes/feed_http.hpp"

namespace robson {
namespace {

constexpr auto flush_interval = std::chrono::milliseconds(100);
constexpr auto second = std::chrono::seconds(1);
constexpr std::uint64_t rounds_between_prunings = 3600;

using feed::StateKind;

// What is made of all that a tenant has.
constexpr StateKind sums[] = {StateKind::stats, StateKind::equity, StateKind::alarms, StateKind::external_orders};

std::vector<const bot_api::Knowledge*> known_bots(const bots::Bots& bots, TenantId tenant) {
  std::vector<const bot_api::Knowledge*> known;
  for (bots::Bot* bot : bots.of(tenant)) known.push_back(&bot->knowledge());
  return known;
}

std::vector<feed::Member> waiting_signals(const routes::SignalDesk& desk, TenantId tenant) {
  std::vector<feed::Member> members;
  for (const signals::Signal* one : desk.waiting().of(tenant)) {
    members.push_back({std::to_string(one->id), desk.feed_text(*one)});
  }
  return members;
}

// Ages are whole minutes: the text changes when the first signal has another one.
routes::DashboardSockets::Approvals approvals(const routes::SignalDesk& desk, TenantId tenant, Timestamp now) {
  constexpr std::int64_t minute = 60'000'000;
  std::vector<wire::DashboardSignal> rows;
  routes::DashboardSockets::Approvals read{.until = now + std::chrono::hours(1)};
  for (const signals::Signal* one : desk.waiting().of(tenant)) {
    rows.push_back(wire::dashboard_signal_view(*one, now));
    read.until = std::min(read.until, one->at + Duration((rows.back().signal_age_minutes + 1) * minute));
  }
  read.data = json::text_of<json::Decimals::as_numbers>(rows);
  return read;
}

}  // namespace

LiveFeed::LiveFeed(Parts parts, const FeedStart& start)
    : parts_(std::move(parts)),
      entries_(parts_.runtime.engine()),
      store_(parts_.context, parts_.database),
      log_(
          start.epoch,
          [this](const std::vector<engine::Event>& events, Timestamp now) { return entries_.of(events, now); },
          [this](TenantId tenant, std::int64_t ceiling) { store_.reserve(log_, tenant, ceiling); }, parts_.clock),
      engine_state_(parts_.runtime.engine(), parts_.venue, [this] { return parts_.runtime.takes_commands(); }),
      bots_state_(engine_state_, [this](TenantId tenant) { return known_bots(parts_.bots, tenant); }),
      state_(bots_state_, [this](TenantId tenant) { return waiting_signals(parts_.signals, tenant); }),
      hub_(log_, state_, parts_.clock),
      prices_(parts_.runtime.engine(), parts_.clock, parts_.venue, parts_.refresh),
      completion_(parts_.context, log_, [this](TenantId tenant) { return store_.newest(tenant); }),
      shared_{parts_.context, parts_.runtime, log_, hub_, prices_, completion_, parts_.symbols},
      feed_sockets_(parts_.gate, visits_, parts_.clock, shared_),
      price_sockets_(parts_.gate, visits_, parts_.clock, parts_.runtime.engine(), prices_),
      equity_board_(parts_.context, parts_.clock, parts_.database),
      dashboard_sockets_(parts_.gate, visits_, parts_.clock, parts_.runtime.engine(), equity_board_, parts_.venue,
                         [this](TenantId tenant, Timestamp now) { return approvals(parts_.signals, tenant, now); }) {
  for (const auto& stream : start.streams) log_.start(stream.tenant, stream.from, stream.from.next_seq - 1);
  entries_.begin();
  parts_.runtime.set_log(log_);
  parts_.runtime.listen([this](const engine::Notice& notice) { on_notice(notice); });
  parts_.signals.listen([this](TenantId tenant) { dashboard_sockets_.outdate_approvals(tenant); });
  parts_.bots.listen([this](bots::Bot& bot, bots::Change change) { on_bot(bot, change); });
}

void LiveFeed::add_routes() {
  routes::FeedSockets::add_route(parts_.gate);
  routes::PriceSockets::add_route(parts_.gate);
  routes::DashboardSockets::add_route(parts_.gate);
  routes::add_feed_sse_route(parts_.gate, streams_, parts_.clock, shared_);
  routes::add_feed_poll_route(parts_.gate, shared_);
  routes::add_event_routes(parts_.gate, parts_.database, log_.epoch());
  routes::add_dashboard_routes(parts_.gate, parts_.metrics, parts_.page_metrics);
}

void LiveFeed::start() {
  net::spawn(parts_.context, "feed flush", flush_round());
  net::spawn(parts_.context, "feed second", second_round());
}

std::optional<std::variant<net::AcceptSocket, net::Response>> LiveFeed::accept(const net::Request& request) {
  const auto path = net::split_path(request.path);
  if (path == net::split_path("/ws/v1/feed")) return feed_sockets_.accept(request);
  if (path == net::split_path("/ws/prices/")) return price_sockets_.accept(request);
  if (path == net::split_path("/api/v1/dashboard/ws")) return dashboard_sockets_.accept(request);
  return {};
}

void LiveFeed::fill(routes::Gauges& gauges) const {
  gauges.readers = visits_.size();
  gauges.feed_readers = hub_.counts().readers;
  gauges.feed_messages = hub_.counts().sent + prices_.counts().sent;
  gauges.feed_conflated = hub_.counts().conflated + prices_.counts().conflated;
  gauges.feed_slow_closes = hub_.counts().slow_closes;
  gauges.event_log_lag = log_.lag();
  gauges.signals_waiting = parts_.signals.waiting().size();
}

void LiveFeed::on_notice(const engine::Notice& notice) {
  std::visit(overloaded{
                 [this](const engine::PriceChanged& changed) { on_price(changed.symbol); },
                 [this](const engine::VenueStreamChanged&) { on_venue_stream(); },
                 [this](const engine::OperationChanged& changed) { on_operation(changed); },
                 [this](const engine::DeskChanged& changed) { touch_sums(changed.tenant); },
             },
             notice);
}

void LiveFeed::on_price(const Symbol& symbol) {
  if (const auto took = prices_.publish(symbol)) parts_.metrics.price_frame(*took);
  parts_.runtime.engine().each_watched(symbol, [this](TenantId tenant, OperationId operation) {
    hub_.touch(tenant, {StateKind::position_value, operation.value});
    hub_.touch(tenant, {StateKind::stats});
    hub_.touch(tenant, {StateKind::equity});
    dashboard_sockets_.outdate(tenant);
  });
}

void LiveFeed::on_operation(const engine::OperationChanged& changed) {
  hub_.touch(changed.tenant, {StateKind::position_row, changed.operation.value});
  hub_.touch(changed.tenant, {StateKind::position_value, changed.operation.value});
  touch_sums(changed.tenant);
}

void LiveFeed::on_venue_stream() {
  feed_sockets_.venue_changed();
  price_sockets_.venue_changed();
}

// A bot's own state also counts its positions.
void LiveFeed::on_bot(bots::Bot& bot, bots::Change change) {
  const TenantId tenant = bot.tenant();
  if (!hub_.has_readers(tenant)) return;
  if (change == bots::Change::pauses || change == bots::Change::config) return;
  hub_.touch(tenant, feed::bot_key(bot.name()));
  if (change != bots::Change::positions || !bot.knowledge().positions) return;
  for (const auto& [id, position] : bot.knowledge().positions->document) {
    hub_.touch(tenant, feed::bot_position_key(bot.name(), id));
  }
}

void LiveFeed::touch_sums(TenantId tenant) {
  for (const StateKind kind : sums) hub_.touch(tenant, {kind});
  dashboard_sockets_.outdate(tenant);
}

// Ages and alarms change without anything having happened. What is still the same is not sent.
void LiveFeed::touch_all(bool values) {
  for (const auto& [tenant, state] : parts_.runtime.engine().tenants()) {
    if (!hub_.has_readers(tenant)) continue;
    for (const StateKind kind : sums) hub_.touch(tenant, {kind});
    if (!values) continue;
    for (const auto* operation : parts_.runtime.engine().open_operations(tenant)) {
      hub_.touch(tenant, {StateKind::position_value, operation->id.value});
    }
  }
}

void LiveFeed::prune() {
  std::vector<TenantId> tenants;
  for (const auto& [tenant, state] : parts_.runtime.engine().tenants()) tenants.push_back(tenant);
  store_.prune(std::move(tenants));
}

net::Task<void> LiveFeed::flush_round() {
  while (!stopping_) {
    co_await net::sleep_for(flush_interval);
    hub_.flush();
  }
}

net::Task<void> LiveFeed::second_round() {
  for (std::uint64_t round = 0; !stopping_; ++round) {
    co_await net::sleep_for(second);
    const Timestamp now = parts_.clock.now();
    touch_all(round % 2 == 0);
    hub_.sweep(now);
    prices_.touch(now);
    visits_.sweep(now);
    streams_.sweep(now);
    dashboard_sockets_.tell(now);
    if (round % rounds_between_prunings == 0) prune();
  }
}

}  // namespace robson
