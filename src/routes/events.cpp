#include "routes/events.hpp"

#include <limits>

#include "feed/message.hpp"
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/database.hpp"
#include "wire/feed.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t usual_page = 200;

// "a,b" in the order of the enumeration, each once, so that one question has one cursor however it is spelled.
Result<std::vector<std::string>, Failure> channels_from(const net::Request& request) {
  const auto text = request.parameter("channels");
  feed::Channels some;
  for (std::string_view rest = text.value_or(""); !rest.empty();) {
    const auto comma = rest.find(',');
    const auto channel = json::value_of<feed::Channel>(rest.substr(0, comma));
    if (!channel) return Unexpected(Failure{422, "UNKNOWN_CHANNEL", "There is no such channel.", "channels", {}});
    some.add(*channel);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  std::vector<std::string> names;
  for (const feed::Channel channel : some.list()) names.emplace_back(feed::name_of(channel));
  return names;
}

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
  auto channels = channels_from(request);
  if (!channels) return Unexpected(channels.error());
  const auto from = number_from(request, "from_seq", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!from) return Unexpected(from.error());
  const auto since = time_parameter(request, "since");
  if (!since) return Unexpected(since.error());
  const auto limit = number_from(request, "limit", usual_page, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  storage::EventQuery query{
      .channels = std::move(*channels), .from_seq = *from, .since = *since, .limit = static_cast<int>(*limit)};
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
