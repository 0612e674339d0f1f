#include "routes/portfolio.hpp"

#include <unordered_map>

#include "json/write.hpp"
#include "routes/request.hpp"
#include "wire/bots.hpp"

namespace robson::routes {
namespace {

// Positions of both kinds.
struct AllPositions {
  std::vector<json::Raw> positions{};
  Timestamp as_of{};
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(AllPositions, (), (positions, as_of, venue_kind))

// The bots' open positions, as last known, behind the others; each says by its `as_of` how old it is.
std::string written(const wire::Positions& spot, const std::vector<bots::Bot*>& bots) {
  if (bots.empty()) return json::text_of(spot);
  AllPositions all{.as_of = spot.as_of, .venue_kind = spot.venue_kind};
  for (const wire::Position& position : spot.positions) all.positions.push_back({json::text_of(position)});
  for (bots::Bot* bot : bots) {
    const auto& known = bot->knowledge().positions;
    if (!known) continue;
    for (const auto& [id, position] : known->document) {
      if (wire::has_ended(position.status)) continue;
      all.positions.push_back({json::text_of(wire::bot_position_view(position, bot->name()))});
    }
  }
  return json::text_of(all);
}

// The list of positions as it was last written. Ages are told in milliseconds, so within one, and while nothing else
// has changed, many who ask get the same text.
class PositionsText {
 public:
  void outdate() { ++revision_; }
  const std::string& of(const engine::Engine& engine, const bots::Bots& bots, TenantId tenant,
                        const wire::VenueLabel& venue, Timestamp now) {
    if (told_.size() > most_tenants) told_.clear();
    Told& told = told_[tenant];
    if (told.text.empty() || told.ms != now.ms() || told.revision != revision_) {
      told.text = written(wire::positions_view(engine, tenant, venue, now), bots.of(tenant));
      told.ms = now.ms();
      told.revision = revision_;
    }
    return told.text;
  }

 private:
  static constexpr std::size_t most_tenants = 10'000;
  struct Told {
    std::int64_t ms = 0;
    std::uint64_t revision = 0;
    std::string text{};
  };
  std::uint64_t revision_ = 0;
  std::unordered_map<TenantId, Told> told_;
};

class PortfolioRoutes {
 public:
  PortfolioRoutes(runtime::Runtime& runtime, bots::Bots& bots, wire::VenueLabel venue)
      : runtime_(runtime), bots_(bots), venue_(std::move(venue)) {
    runtime.listen([text = positions_](const engine::Notice&) { text->outdate(); });
    bots.listen([text = positions_](const bots::Bot&, bots::Change) { text->outdate(); });
  }

  Answer positions(const Exchange& exchange) const {
    return json_response(positions_->of(runtime_.engine(), bots_, exchange.tenant(), venue_, runtime_.now()));
  }

  Answer position(const Exchange& exchange) const {
    const auto id = id_from(exchange);
    if (!id) return Unexpected(id.error());
    const engine::Followed* followed = runtime_.engine().followed(exchange.tenant(), {*id});
    if (followed == nullptr || followed->operation.status != OperationStatus::ACTIVE) {
      return Unexpected(not_found("UNKNOWN_POSITION", "There is no open position of that id."));
    }
    return json_response(json::text_of(wire::position_view(*followed, runtime_.engine(), venue_, runtime_.now())));
  }

  Answer summary(const Exchange& exchange) const {
    return json_response(json::text_of(wire::summary_view(portfolio(exchange), venue_)));
  }
  Answer balance(const Exchange& exchange) const {
    const auto view = portfolio(exchange);
    if (!view.account_known) return Unexpected(account_unknown(exchange));
    return json_response(json::text_of(wire::balance_view(view, venue_)));
  }
  Answer patrimony(const Exchange& exchange) const {
    const auto view = portfolio(exchange);
    if (!view.account_known) return Unexpected(account_unknown(exchange));
    return json_response(json::text_of(wire::patrimony_view(view, venue_)));
  }

 private:
  engine::Portfolio portfolio(const Exchange& exchange) const {
    return engine::portfolio_of(runtime_.engine(), exchange.tenant(), venue_.currency, runtime_.now());
  }
  Failure account_unknown(const Exchange& exchange) const {
    if (runtime_.engine().account(exchange.tenant()) == nullptr) {
      return {503, "NO_VENUE_ACCOUNT", "No exchange account is connected: its balances are not known.", {}, {}};
    }
    return {503, "ACCOUNT_NOT_READ", "The exchange has not told the account's balances yet.", {}, 2};
  }

  const runtime::Runtime& runtime_;
  const bots::Bots& bots_;
  wire::VenueLabel venue_;
  std::shared_ptr<PositionsText> positions_ = std::make_shared<PositionsText>();
};

}  // namespace

void add_portfolio_routes(Gate& gate, runtime::Runtime& runtime, bots::Bots& bots, const wire::VenueLabel& venue) {
  const auto routes = std::make_shared<const PortfolioRoutes>(runtime, bots, venue);
  const auto get = [&](const char* pattern, Answer (PortfolioRoutes::*handler)(const Exchange&) const) {
    gate.quick(net::Method::GET, pattern, Access::signed_in,
               [routes, handler](const Exchange& exchange) { return ((*routes).*handler)(exchange); });
  };
  get("/api/portfolio/positions/", &PortfolioRoutes::positions);
  get("/api/portfolio/positions/{id}/", &PortfolioRoutes::position);
  get("/api/portfolio/summary/", &PortfolioRoutes::summary);
  get("/api/portfolio/patrimony/", &PortfolioRoutes::patrimony);
  get("/api/account/balance/", &PortfolioRoutes::balance);
}

}  // namespace robson::routes
