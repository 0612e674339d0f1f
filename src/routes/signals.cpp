#include "routes/signals.hpp"

#include "json/write.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

using storage::SignalQuery;

Result<std::optional<Decimal>, Failure> confidence_from(const net::Request& request) {
  const auto text = request.parameter("min_confidence");
  if (!text) return std::optional<Decimal>{};
  const auto value = Decimal::parse(*text);
  const bool is_share =
      value && !value->is_negative() && *value <= Decimal::integer(1) && value->places() <= 4 && text->size() <= 6;
  if (!is_share) return Unexpected(unprocessable("min_confidence", "min_confidence must be 0 to 1, to 4 places."));
  return value;
}

Result<std::optional<Symbol>, Failure> instrument_from(const net::Request& request) {
  const auto text = request.parameter("instrument");
  if (!text) return std::optional<Symbol>{};
  auto symbol = Symbol::parse(*text);
  if (!symbol) return Unexpected(unprocessable("instrument", "instrument must be a market's name, such as BTCUSDC."));
  return std::optional<Symbol>(std::move(*symbol));
}

Result<SignalQuery, Failure> query_of(const net::Request& request) {
  SignalQuery query;
  const auto status = word_parameter<signals::SignalStatus>(request, "status");
  if (!status) return Unexpected(status.error());
  const auto instrument = instrument_from(request);
  if (!instrument) return Unexpected(instrument.error());
  const auto side = word_parameter<Side>(request, "side");
  if (!side) return Unexpected(side.error());
  const auto confidence = confidence_from(request);
  if (!confidence) return Unexpected(confidence.error());
  const auto from = time_parameter(request, "from");
  if (!from) return Unexpected(from.error());
  const auto to = time_parameter(request, "to", true);
  if (!to) return Unexpected(to.error());
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  query.filter = {.status = *status,
                  .instrument = *instrument,
                  .side = *side,
                  .min_confidence = *confidence,
                  .from = *from,
                  .to = *to};
  if (auto producer = request.parameter("producer_id")) {
    if (!signals::is_producer_id(*producer)) {
      return Unexpected(unprocessable("producer_id", "producer_id must be prd_ and 12 of a-z and 0-9."));
    }
    query.filter.producer = std::move(*producer);
  }
  query.limit = static_cast<int>(*limit);
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

Csv csv_head() {
  Csv csv;
  for (const char* name : {"id", "created_at", "producer_id", "producer", "external_id", "instrument", "side", "price",
                           "volume", "confidence", "stop_loss", "take_profit", "status", "expires_at", "decision",
                           "reason", "decided_by", "decided_at", "plan_id"}) {
    csv.text(name);
  }
  csv.end_row();
  return csv;
}

void add_row(Csv& csv, const wire::Signal& one) {
  csv.figure(one.id).text(to_rfc3339(one.created_at)).text(one.producer_id).text(one.producer).text(one.external_id);
  csv.text(one.instrument).text(json::name_of(one.side)).figure(one.price).figure(one.volume).figure(one.confidence);
  csv.figure(one.stop_loss).figure(one.take_profit).text(json::name_of(one.status)).text(to_rfc3339(one.expires_at));
  if (!one.approval) {
    csv.text("").text("").text("").text("").text("").end_row();
    return;
  }
  csv.text(json::name_of(one.approval->decision)).text(one.approval->reason).text(one.approval->decided_by);
  csv.text(to_rfc3339(one.approval->decided_at)).figure(one.approval->plan_id).end_row();
}

class SignalReadingRoutes {
 public:
  explicit SignalReadingRoutes(SignalCounterPtr counter) : counter_(std::move(counter)) {}

  net::Task<Answer> list(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    co_return co_await list_in(std::move(exchange), *decimals);
  }
  net::Task<Answer> list_old(Exchange exchange) const { return list_in(std::move(exchange), json::Decimals::as_text); }

  net::Task<Answer> show(Exchange exchange) const {
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    auto look = [tenant = exchange.tenant(), wanted = *id](storage::Session& session) {
      return storage::find_signal(session, storage::Tenant(tenant), wanted);
    };
    const auto found = co_await counter_->market.parts.database.read(std::move(look));
    if (!found) co_return Unexpected(failure_of(found.error()));
    if (!*found) co_return Unexpected(not_found("UNKNOWN_SIGNAL", "There is no such signal."));
    co_return figures_response(counter_->desk.view(**found, shows_wish(exchange)), *decimals);
  }

 private:
  using Page = storage::Page<storage::StoredSignal>;

  net::Task<Answer> list_in(Exchange exchange, json::Decimals decimals) const {
    auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) co_return Unexpected(as_csv.error());
    const bool wish = shows_wish(exchange);
    if (*as_csv) co_return co_await export_all(exchange.tenant(), std::move(*query), wish);
    const auto page = co_await page_of(exchange.tenant(), std::move(*query));
    if (!page) co_return Unexpected(page.error());
    wire::Signals view{.next_cursor = page->next};
    for (const auto& one : page->rows) view.signals.push_back(counter_->desk.view(one, wish));
    co_return figures_response(view, decimals);
  }

  net::Task<Result<Page, Failure>> page_of(TenantId tenant, SignalQuery query) const {
    auto look = [tenant, query = std::move(query)](storage::Session& session) {
      return storage::signals_page(session, storage::Tenant(tenant), query);
    };
    auto page = co_await counter_->market.parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    co_return std::move(*page);
  }

  net::Task<Answer> export_all(TenantId tenant, SignalQuery query, bool wish) const {
    const auto pages = [this, tenant](SignalQuery page) { return page_of(tenant, std::move(page)); };
    const auto row = [this, wish](Csv& csv, const storage::StoredSignal& one) {
      add_row(csv, counter_->desk.view(one, wish));
    };
    return csv_of_pages(std::move(query), pages, csv_head(), row, "signals.csv");
  }

  SignalCounterPtr counter_;
};

}  // namespace

bool shows_wish(const Exchange& exchange) {
  return exchange.caller->role >= accounts::Role::operator_;
}

void add_signal_routes(Gate& gate, const TradingParts& trading, SignalDesk& desk, Metrics& metrics) {
  const auto counter = std::make_shared<SignalCounter>(trading, desk, metrics);
  add_signal_intake_routes(gate, counter);
  add_signal_reading_routes(gate, counter);
  add_approval_routes(gate, counter);
  add_producer_routes(gate, counter);
  add_signal_policy_routes(gate, counter);
}

void add_signal_reading_routes(Gate& gate, const SignalCounterPtr& counter) {
  const auto routes = std::make_shared<const SignalReadingRoutes>(counter);
  const auto get = [&](const char* pattern, net::Task<Answer> (SignalReadingRoutes::*handler)(Exchange) const) {
    gate.slow(net::Method::GET, pattern, Access::signed_in,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  get("/api/v1/signals", &SignalReadingRoutes::list);
  get("/api/v1/signals/{id}", &SignalReadingRoutes::show);
  get("/api/signals/", &SignalReadingRoutes::list_old);
}

}  // namespace robson::routes
