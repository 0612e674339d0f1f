// The trading desk's part of the API.
#include <fmt/format.h>

#include "client/exchange.hpp"

namespace robson::client {
namespace {

template <class Body>
net::Call put(std::string target, const Body& body) {
  net::Call call{.method = net::Method::PUT, .target = std::move(target)};
  call.body = json::text_of(body);
  call.content_type = "application/json";
  return call;
}

// The first request is still under way at the server: its answer is not ours to have yet.
bool is_under_way(const net::Reply& reply) {
  return reply.status == 409 && reply.body.find("IDEMPOTENCY_IN_FLIGHT") != std::string::npos;
}

}  // namespace

Query& Query::add(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  text_ += fmt::format("{}{}={}", text_.empty() ? '?' : '&', name, net::percent_encode(value));
  return *this;
}

std::string Query::on(std::string_view path) const {
  return std::string(path) + text_;
}

net::Task<Result<net::Reply, Error>> Api::send_change(net::Call call, Repeat repeat) {
  const std::string url = options_.address.text();
  net::Call again = call;
  auto reply = co_await send_signed(std::move(call));
  const bool lost = reply ? leaves_open(*reply) : reply.error().cause == Cause::outcome_unknown;
  if (!lost) co_return reply;
  Error unknown = reply ? outcome_unknown(url, fmt::format("it answered {}", reply->status)) : reply.error();
  if (repeat == Repeat::never) co_return Unexpected(std::move(unknown));
  co_await net::sleep_for(std::chrono::milliseconds(200));
  auto second = co_await send_signed(std::move(again));
  // Whatever kept the second answer away says nothing of what the first call did.
  if (!second || leaves_open(*second) || is_under_way(*second)) co_return Unexpected(std::move(unknown));
  co_return second;
}

Asked<wire::Strategies> Api::strategies() {
  return read<wire::Strategies>("/api/strategies/");
}
Asked<wire::Strategy> Api::strategy(std::int64_t id) {
  return read<wire::Strategy>(fmt::format("/api/strategies/{}/", id));
}
Asked<wire::StrategyHistory> Api::strategy_history(std::int64_t id) {
  return read<wire::StrategyHistory>(fmt::format("/api/strategies/{}/history/", id));
}
Asked<wire::Symbols> Api::symbols(const Query& query) {
  return read<wire::Symbols>(query.on("/api/symbols/"));
}
Asked<wire::Levels> Api::levels(const std::string& symbol, const Query& query) {
  return read<wire::Levels>(query.on(fmt::format("/api/analysis/levels/{}/", net::percent_encode(symbol))));
}
Asked<wire::Plans> Api::plans(const Query& query) {
  return read<wire::Plans>(query.on("/api/plans/"));
}
Asked<wire::Plan> Api::plan(std::int64_t id) {
  return read<wire::Plan>(fmt::format("/api/plans/{}/", id));
}
Asked<wire::ActiveOperations> Api::active_operations() {
  return read<wire::ActiveOperations>("/api/operations/active/");
}
Asked<wire::Operations> Api::operations(const Query& query) {
  return read<wire::Operations>(query.on("/api/operations/history/"));
}
Asked<wire::OperationDetail> Api::operation(std::int64_t id) {
  return read<wire::OperationDetail>(fmt::format("/api/operations/{}/", id));
}
Asked<wire::Trades> Api::trades(std::int64_t operation) {
  return read<wire::Trades>(fmt::format("/api/operations/{}/trades/", operation));
}
Asked<wire::Proofs> Api::proofs(std::int64_t operation) {
  return read<wire::Proofs>(fmt::format("/api/operations/{}/proof/", operation));
}
Asked<wire::Orders> Api::orders(const Query& query) {
  return read<wire::Orders>(query.on("/api/orders/"));
}
Asked<wire::Order> Api::order(std::int64_t id) {
  return read<wire::Order>(fmt::format("/api/orders/{}/", id));
}
Asked<wire::Movements> Api::movements(const Query& query) {
  return read<wire::Movements>(query.on("/api/movements/"));
}
Asked<wire::RiskMetrics> Api::risk() {
  return read<wire::RiskMetrics>("/api/risk/metrics/");
}
Asked<wire::VenueKeys> Api::venue_keys() {
  return read<wire::VenueKeys>("/api/venue-keys/");
}

Asked<wire::EntryPreview> Api::calculate_entry(const wire::EntryRequest& request) {
  return post<wire::EntryPreview>("/api/trade/calculate-entry/", request, "");
}
Asked<wire::Strategy> Api::create_strategy(const wire::StrategyRequest& request, const std::string& key) {
  return post<wire::Strategy>("/api/strategies/", request, key);
}
Asked<wire::Strategy> Api::edit_strategy(std::int64_t id, const wire::StrategyEdit& edit) {
  return change<wire::Strategy>(put(fmt::format("/api/strategies/{}/", id), edit), Repeat::never);
}
Asked<wire::Plan> Api::create_plan(const wire::EntryRequest& request, const std::string& key) {
  return post<wire::Plan>("/api/plans/", request, key);
}
Asked<wire::Plan> Api::validate_plan(std::int64_t id, const std::string& key) {
  return post<wire::Plan>(fmt::format("/api/plans/{}/validate/", id), wire::Nothing{}, key);
}
Asked<wire::Execution> Api::execute_plan(std::int64_t id, const wire::ExecuteRequest& request, const std::string& key) {
  return post<wire::Execution>(fmt::format("/api/plans/{}/execute/", id), request, key);
}
Asked<wire::Operation> Api::close_position(std::int64_t id, const wire::CloseRequest& request, const std::string& key) {
  return post<wire::Operation>(fmt::format("/api/portfolio/positions/{}/close/", id), request, key);
}
Asked<wire::Operation> Api::move_stop(std::int64_t id, const wire::StopRequest& request, const std::string& key) {
  return post<wire::Operation>(fmt::format("/api/portfolio/positions/{}/stop/", id), request, key);
}
Asked<wire::Operation> Api::move_target(std::int64_t id, const wire::TargetRequest& request, const std::string& key) {
  return post<wire::Operation>(fmt::format("/api/portfolio/positions/{}/target/", id), request, key);
}
Asked<wire::Operation> Api::detach_position(std::int64_t id, const wire::ReasonRequest& request,
                                            const std::string& key) {
  return post<wire::Operation>(fmt::format("/api/portfolio/positions/{}/detach/", id), request, key);
}
Asked<wire::Order> Api::cancel_order(std::int64_t id, const std::string& key) {
  return post<wire::Order>(fmt::format("/api/orders/{}/cancel/", id), wire::Nothing{}, key);
}
Asked<wire::RiskSwitches> Api::set_kill_switch(const wire::KillSwitchRequest& request, const std::string& key) {
  return post<wire::RiskSwitches>("/api/risk/kill-switch/", request, key);
}
Asked<wire::RiskSwitches> Api::resume_trading(const wire::ReasonRequest& request, const std::string& key) {
  return post<wire::RiskSwitches>("/api/risk/resume/", request, key);
}
Asked<wire::RiskSwitches> Api::enable_trading(const wire::TradingRequest& request, const std::string& key) {
  return post<wire::RiskSwitches>("/api/risk/trading/", request, key);
}
Asked<wire::VenueKeys> Api::put_venue_key(const wire::VenueKeyRequest& request) {
  return change<wire::VenueKeys>(put("/api/venue-keys/", request), Repeat::never);
}
Asked<wire::VenueKeys> Api::remove_venue_key() {
  net::Call call{.method = net::Method::DELETE, .target = "/api/venue-keys/"};
  return change<wire::VenueKeys>(std::move(call), Repeat::never);
}

}  // namespace robson::client
