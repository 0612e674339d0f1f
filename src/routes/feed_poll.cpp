#include "json/write.hpp"
#include "routes/feed_http.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

struct Messages {
  std::vector<json::Raw> messages{};
};
BOOST_DESCRIBE_STRUCT(Messages, (), (messages))

// What a subscriber to prices would be told at once.
void add_prices(const FeedParts& parts, TenantId tenant, const FeedQuery& query, Messages& into) {
  const Timestamp now = parts.runtime.now();
  const net::FramePtr status = parts.prices.venue_status(feed::PriceForm::json, now);
  into.messages.push_back({std::string(net::payload_of(*status))});
  for (const Symbol& symbol : query.symbols.empty() ? usual_symbols(parts, tenant) : query.symbols) {
    auto message = parts.prices.message(symbol, now);
    if (message) into.messages.push_back({std::move(*message)});
  }
}

net::Task<Answer> poll(const FeedParts& parts, Exchange exchange) {
  const auto query = feed_query(exchange.request, parts.runtime.engine());
  if (!query) co_return Unexpected(query.error());
  const TenantId tenant = exchange.tenant();
  if (!co_await parts.completion.complete(tenant)) {
    co_return Unexpected(Failure{503, "STORAGE_FAILED", "The event log cannot be read now. Try again.", {}, 2});
  }
  Messages told;
  for (std::string& message : parts.hub.answer(tenant, query->subscription)) {
    told.messages.push_back({std::move(message)});
  }
  if (query->subscription.channels.has(feed::Channel::prices)) add_prices(parts, tenant, *query, told);
  co_return json_response(json::text_of(told));
}

}  // namespace

void add_feed_poll_route(Gate& gate, const FeedParts& parts) {
  gate.slow(net::Method::GET, "/api/v1/feed/poll", Access::readers,
            [&parts](Exchange exchange) { return poll(parts, std::move(exchange)); });
}

}  // namespace robson::routes
