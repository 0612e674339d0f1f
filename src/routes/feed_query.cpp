#include <charconv>
#include <limits>

#include "routes/feed_http.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// "a,b" as its parts; empty when the parameter is missing or empty.
std::vector<std::string> list_from(const net::Request& request, const std::string& name) {
  std::vector<std::string> parts;
  const std::string text = request.parameter(name).value_or("");
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    parts.emplace_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return parts;
}

Failure failure_of(FeedFault fault) {
  return {422, std::move(fault.code), std::move(fault.text), std::move(fault.field), {}};
}

feed::Channels all_but_prices() {
  feed::Channels channels = feed::Channels::all();
  channels.remove(feed::Channel::prices);
  return channels;
}

// "EPOCH-SEQ", as we send it.
bool read_event_id(std::string_view text, feed::Subscription& into) {
  std::int64_t epoch = 0;
  std::int64_t seq = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, epoch);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return false;
  const auto second = std::from_chars(first.ptr + 1, end, seq);
  if (second.ec != std::errc{} || second.ptr != end || seq < 0) return false;
  into.epoch = epoch;
  into.last_seq = seq;
  return true;
}

}  // namespace

Result<feed::Channels, Failure> channels_parameter(const net::Request& request) {
  auto channels = channels_of(list_from(request, "channels"));
  if (!channels) return Unexpected(failure_of(channels.error()));
  return *channels;
}

Result<FeedQuery, Failure> feed_query(const net::Request& request, const engine::Engine& engine) {
  FeedQuery query;
  const auto channels = channels_parameter(request);
  if (!channels) return Unexpected(channels.error());
  query.subscription.channels = channels->empty() ? all_but_prices() : *channels;
  auto symbols = symbols_of(list_from(request, "symbols"), engine);
  if (!symbols) return Unexpected(failure_of(symbols.error()));
  if (!symbols->empty() && !query.subscription.channels.has(feed::Channel::prices)) {
    return Unexpected(unprocessable("symbols", "symbols belong to channel prices: name it in channels."));
  }
  query.symbols = std::move(*symbols);
  const auto seq = number_from(request, "last_seq", 0, 0, largest);
  if (!seq) return Unexpected(seq.error());
  query.subscription.last_seq = *seq;
  if (request.parameter("epoch")) {
    const auto epoch = number_from(request, "epoch", 0, 0, largest);
    if (!epoch) return Unexpected(epoch.error());
    query.subscription.epoch = *epoch;
  }
  const std::string_view last_event = request.headers.get("Last-Event-ID");
  if (!last_event.empty() && !read_event_id(last_event, query.subscription)) {
    return Unexpected(unprocessable("Last-Event-ID", "Last-Event-ID must be the id of an event of this stream."));
  }
  return query;
}

}  // namespace robson::routes
