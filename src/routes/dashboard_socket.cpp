#include "routes/dashboard_socket.hpp"

#include <fmt/format.h>

#include "engine/portfolio.hpp"
#include "json/read.hpp"
#include "json/write.hpp"
#include "routes/feed_socket.hpp"
#include "wire/analytics_views.hpp"
#include "wire/figures.hpp"

namespace robson::routes {
namespace {

constexpr auto written_anew_after = std::chrono::seconds(10);  // whatever we were told

enum class Action { auth };
BOOST_DESCRIBE_ENUM(Action, auth)
struct DashboardMessage {
  Action action{};
  std::string token{};
};
BOOST_DESCRIBE_STRUCT(DashboardMessage, (), (action, token))

struct PositionRow {
  std::string position_id{};
  std::string instrument{};
  int side = 0;  // 0 buy, 1 sell
  json::Fixed entry_price{};
  std::optional<json::Fixed> current_price{};
  std::optional<json::Fixed> unrealized_pnl{};  // in the currency of the equity
  std::string broker_ticket{};                  // the entry order's id at the venue
};
BOOST_DESCRIBE_STRUCT(PositionRow, (),
                      (position_id, instrument, side, entry_price, current_price, unrealized_pnl, broker_ticket))
struct EquityPoint {
  std::string date{};
  json::Fixed equity{};
};
BOOST_DESCRIBE_STRUCT(EquityPoint, (), (date, equity))
struct EquityData {
  std::optional<json::Fixed> final_equity{};
  std::optional<json::Fixed> total_return_percent{};
  std::optional<json::Fixed> max_drawdown_percent{};
  std::vector<EquityPoint> equity_curve{};
  std::optional<std::int64_t> days_in_period{};
};
BOOST_DESCRIBE_STRUCT(EquityData, (),
                      (final_equity, total_return_percent, max_drawdown_percent, equity_curve, days_in_period))

PositionRow row_of(const engine::Followed& followed, const engine::Engine& engine, const wire::VenueLabel& venue,
                   Timestamp now) {
  auto view = wire::position_view(followed, engine, venue, now);
  return {.position_id = std::to_string(view.id),
          .instrument = std::move(view.symbol),
          .side = followed.operation.side == Side::BUY ? 0 : 1,
          .entry_price = view.entry_price,
          .current_price = view.current_price,
          .unrealized_pnl = view.unrealized_pnl_converted,
          .broker_ticket = std::move(view.broker_ticket).value_or("")};
}

// The equity now, and the days before it as they were last read: from the initial equity on, which is of the eve.
EquityData equity_of(const std::optional<json::Fixed>& now, const analytics::Curve* curve) {
  EquityData data{.final_equity = now};
  if (curve == nullptr) return data;
  wire::EquityCurve view;
  wire::add_curve(view, *curve, wire::CurveStep::day);
  data.total_return_percent = view.total_return_percent;
  data.max_drawdown_percent = view.max_drawdown_percent;
  if (!curve->points().empty()) {
    const auto eve = analytics::Day{static_cast<int>(curve->points().front().at) - 1};
    data.equity_curve.push_back({to_text(eve), wire::usd(curve->initial())});
  }
  for (wire::EquityPoint& point : view.points) data.equity_curve.push_back({std::move(point.at), point.equity});
  data.days_in_period = static_cast<std::int64_t>(view.points.size());
  return data;
}

net::FramePtr framed(std::string_view type, std::string_view data, Timestamp now) {
  return net::text_frame(fmt::format(R"({{"type":"{}","data":{},"timestamp":"{}"}})", type, data, to_rfc3339(now)));
}

}  // namespace

class DashboardSockets::Client final : public Visit {
 public:
  Client(DashboardSockets& home, SocketCaller who)
      : Visit(home.gate_, home.visits_, home.clock_, std::move(who)), home_(home) {}

  void message(std::string_view payload, bool binary) override {
    if (!is_open()) return;
    if (binary) return complain("BINARY_NOT_SUPPORTED", "Messages are JSON texts.", {});
    const auto read = json::read<DashboardMessage>(payload, json::Unknown::refused, {.bytes = 16'384, .depth = 4});
    if (!read) return complain("INVALID_MESSAGE", read.error().text(), read.error().path);
    sign_in(read->token);
  }
  void tell(const std::array<net::FramePtr, 3>& frames) {
    if (!is_open() || socket().pending_bytes() > feed::behind_bytes) return;  // the next second's will do
    for (const net::FramePtr& frame : frames) socket().send(frame);
  }

 protected:
  void welcome() override {
    Shown& shown = home_.shown_[caller().tenant];
    shown.clients.insert(this);
    tell(home_.frames(caller().tenant, shown, now()));
  }
  void leave() override {
    if (!is_known()) return;
    const auto shown = home_.shown_.find(caller().tenant);
    if (shown == home_.shown_.end()) return;
    shown->second.clients.erase(this);
    if (!shown->second.clients.empty()) return;
    home_.equity_.forget(caller().tenant);
    home_.shown_.erase(shown);
  }

 private:
  void complain(std::string_view code, std::string_view text, std::string_view field) {
    socket().send(net::text_frame(feed::error_text(code, text, field, now())));
  }

  DashboardSockets& home_;
};

void DashboardSockets::add_route(Gate& gate) {
  add_socket_route(gate, "/api/v1/dashboard/ws");
}

std::variant<net::AcceptSocket, net::Response> DashboardSockets::accept(const net::Request& request) {
  return accept_json(gate_, request,
                     [this](SocketCaller who) { return std::make_unique<Client>(*this, std::move(who)); });
}

void DashboardSockets::outdate(TenantId tenant) {
  const auto shown = shown_.find(tenant);
  if (shown != shown_.end()) shown->second.outdated = true;
}

void DashboardSockets::outdate_approvals(TenantId tenant) {
  const auto shown = shown_.find(tenant);
  if (shown != shown_.end()) shown->second.approvals.until = {};
}

void DashboardSockets::tell(Timestamp now) {
  for (auto& [tenant, shown] : shown_) {
    const auto three = frames(tenant, shown, now);
    for (Client* client : shown.clients) client->tell(three);
  }
}

std::array<net::FramePtr, 3> DashboardSockets::frames(TenantId tenant, Shown& shown, Timestamp now) const {
  if (shown.outdated || now - shown.written >= written_anew_after) write(tenant, shown, now);
  if (now >= shown.approvals.until) shown.approvals = read_approvals_(tenant, now);
  return {framed("approvals", shown.approvals.data, now), framed("positions", shown.positions, now),
          framed("equity", shown.equity, now)};
}

void DashboardSockets::write(TenantId tenant, Shown& shown, Timestamp now) const {
  std::vector<PositionRow> rows;
  for (const Operation* operation : engine_.open_operations(tenant)) {
    const engine::Followed* followed = engine_.followed(tenant, operation->id);
    if (followed != nullptr) rows.push_back(row_of(*followed, engine_, venue_, now));
  }
  const auto summary = wire::summary_view(engine::portfolio_of(engine_, tenant, venue_.currency, now), venue_);
  const EquityData equity = equity_of(summary.total_balance, equity_.of(tenant));
  shown.positions = json::text_of<json::Decimals::as_numbers>(rows);
  shown.equity = json::text_of<json::Decimals::as_numbers>(equity);
  shown.written = now;
  shown.outdated = false;
}

}  // namespace robson::routes
