#include "routes/events.hpp"

#include <limits>

#include "feed/message.hpp"
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/feed_http.hpp"
#include "routes/request.hpp"
#include "storage/database.hpp"
#include "wire/feed.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t usual_page = 200;

net::Task<Answer> answer_events(storage::Database& database, std::int64_t epoch, Exchange exchange) {
  auto query = event_query(exchange.request);
  if (!query) co_return Unexpected(query.error());
  auto look = [tenant = exchange.tenant(), query = std::move(*query)](storage::Session& session) {
    return storage::events(session, storage::Tenant(tenant), query);
  };
  const auto page = co_await database.read(std::move(look));
  if (!page) co_return Unexpected(failure_of(page.error()));
  co_return json_response(events_text(*page, epoch));
}

}  // namespace

Result<storage::EventQuery, Failure> event_query(const net::Request& request) {
  const auto channels = channels_parameter(request);
  if (!channels) return Unexpected(channels.error());
  const auto from = number_from(request, "from_seq", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!from) return Unexpected(from.error());
  const auto since = time_parameter(request, "since");
  if (!since) return Unexpected(since.error());
  const auto limit = number_from(request, "limit", usual_page, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  storage::EventQuery query{.from_seq = *from, .since = *since, .limit = static_cast<int>(*limit)};
  for (const feed::Channel channel : channels->list()) query.channels.emplace_back(feed::name_of(channel));
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

std::string events_text(const storage::Page<runtime::LogEntry>& page, std::int64_t epoch) {
  wire::EventsPage view{.epoch = epoch, .next_cursor = page.next};
  view.events.reserve(page.rows.size());
  for (const runtime::LogEntry& entry : page.rows) view.events.push_back({feed::ordered_text(entry, epoch)});
  return json::text_of(view);
}

void add_event_routes(Gate& gate, storage::Database& database, std::int64_t epoch) {
  gate.slow(net::Method::GET, "/api/v1/events", Access::signed_in,
            [&database, epoch](Exchange exchange) { return answer_events(database, epoch, std::move(exchange)); });
}

}  // namespace robson::routes
