#include "routes/venue_keys.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t shortest_key = 8;
constexpr std::size_t longest_key = 256;

Failure failure_of(KeyFault fault) {
  switch (fault) {
    case KeyFault::refused:
      return {422, "KEY_REFUSED", "The exchange does not accept that key and secret. Nothing was kept.", "api_key", {}};
    case KeyFault::can_withdraw:
      return {422,
              "KEY_CAN_WITHDRAW",
              "That key may withdraw money. Robson never needs that: make a key without it. Nothing was kept.",
              "api_key",
              {}};
    case KeyFault::cannot_trade:
      return {
          422, "KEY_CANNOT_TRADE", "That key may only read. Allow it to trade, without withdrawals.", "api_key", {}};
    case KeyFault::unreachable:
      return {503, "VENUE_UNREACHABLE", "The exchange does not answer, so the key was not tried nor kept.", {}, 5};
    case KeyFault::in_use:
      return {409, "ACCOUNT_IN_USE", "Positions are open or orders are out: close or detach them first.", {}, {}};
    case KeyFault::not_there: return not_found("NO_VENUE_KEY", "No key was entered.");
    case KeyFault::not_supported: return {409, "NO_KEY_NEEDED", "This venue is made of paper: it has no keys.", {}, {}};
    case KeyFault::storage: break;
  }
  return {503, "STORAGE_FAILED", "The key could not be sealed and stored. Nothing was changed.", {}, 5};
}

Result<void, Failure> check(const std::string& field, const std::string& text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  if (text.size() >= shortest_key && text.size() <= longest_key && printable) return {};
  return Unexpected(unprocessable(field, field + " must have 8 to 256 printable characters without blanks."));
}

class VenueKeyRoutes {
 public:
  explicit VenueKeyRoutes(Desk desk) : desk_(std::move(desk)) {}

  net::Task<Answer> show(Exchange exchange) const { co_return co_await describe(exchange.tenant()); }

  net::Task<Answer> enter(Exchange exchange) const {
    auto asked = body_of<wire::VenueKeyRequest>(exchange);
    if (!asked) co_return Unexpected(asked.error());
    Secret key(std::move(asked->api_key));
    Secret secret(std::move(asked->api_secret));
    if (const auto fits = check("api_key", key.reveal()); !fits) co_return Unexpected(fits.error());
    if (const auto fits = check("api_secret", secret.reveal()); !fits) co_return Unexpected(fits.error());
    const auto entered = co_await desk_->parts.venue_keys.enter(exchange.tenant(), std::move(key), std::move(secret),
                                                                exchange.caller->name);
    if (!entered) co_return Unexpected(failure_of(entered.error()));
    co_return co_await describe(exchange.tenant());
  }

  net::Task<Answer> forget(Exchange exchange) const {
    const auto gone = co_await desk_->parts.venue_keys.forget(exchange.tenant());
    if (!gone) co_return Unexpected(failure_of(gone.error()));
    co_return co_await describe(exchange.tenant());
  }

 private:
  net::Task<Answer> describe(TenantId tenant) const {
    wire::VenueKeys view{.venue = desk_->parts.venue.name, .venue_kind = desk_->parts.venue.kind};
    view.keys = co_await desk_->parts.venue_keys.list(tenant);
    const engine::Account* account = desk_->engine().account(tenant);
    if (account == nullptr) co_return json_response(json::text_of(view));
    view.connected = account->open;
    view.stream = account->stream;
    view.can_trade = account->open && account->trouble.empty();
    view.can_short = account->can_short;
    view.offers_entry_lists = account->offers_entry_lists;
    if (!account->trouble.empty()) view.trouble = account->trouble;
    if (account->known) view.as_of = account->as_of;
    co_return json_response(json::text_of(view));
  }

  Desk desk_;
};

}  // namespace

std::string shown(std::string_view head, std::string_view tail) {
  if (head.empty() && tail.empty()) return "…";
  return std::string(head) + "…" + std::string(tail);
}

void add_venue_key_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const VenueKeyRoutes>(std::move(desk));
  gate.slow(net::Method::GET, "/api/venue-keys/", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
  gate.slow(net::Method::PUT, "/api/venue-keys/", Access::admins,
            [routes](Exchange exchange) { return routes->enter(std::move(exchange)); });
  gate.slow(net::Method::DELETE, "/api/venue-keys/", Access::admins,
            [routes](Exchange exchange) { return routes->forget(std::move(exchange)); });
}

}  // namespace robson::routes
