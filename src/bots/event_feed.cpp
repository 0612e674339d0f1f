#include "bots/event_feed.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "bots/sse_reader.hpp"

namespace robson::bots {
namespace {

using bot_api::Transport;

constexpr auto poll_interval = std::chrono::seconds(1);
constexpr auto silence = std::chrono::seconds(15);  // a comment comes every 5 s
constexpr int polls_between_streams = 10;
constexpr int gone = 410;
constexpr std::int64_t few_events = 20;

bool is_stream(const net::HttpStream& stream) {
  return stream.headers().get("Content-Type").starts_with("text/event-stream");
}

}  // namespace

EventFeed::EventFeed(BotClient& client, Owner owner, std::int64_t last)
    : client_(client), owner_(std::move(owner)), last_(last) {}

void EventFeed::set(Transport transport, std::string trouble) {
  const bool same = transport_ == transport && trouble_ == trouble;
  transport_ = transport;
  trouble_ = std::move(trouble);
  if (!same) owner_.changed();
}

net::Task<void> EventFeed::run() {
  int polls = 0;
  while (!stopping_) {
    if (!owner_.is_ready()) {
      set(Transport::none, std::move(trouble_));
    } else if (streams_ && polls == 0) {
      co_await follow();
      polls = polls_between_streams;
      continue;  // what came while it was cut is asked for at once
    } else {
      (void)co_await poll();
      if (polls > 0) --polls;
    }
    co_await net::sleep_for(poll_interval);
  }
}

// Until the stream ends.
net::Task<void> EventFeed::follow() {
  auto opened = co_await client_.events(last_);
  if (!opened) co_return;
  net::HttpStream& stream = **opened;
  if (stream.status() == gone) {
    (void)co_await begin_anew();
    co_return;
  }
  if (stream.status() == 404 || (stream.status() == 200 && !is_stream(stream))) streams_ = false;
  if (stream.status() != 200 || !streams_) co_return;
  set(Transport::stream, {});
  co_await read_stream(stream);
}

net::Task<void> EventFeed::read_stream(net::HttpStream& stream) {
  SseReader reader;
  while (!stopping_) {
    auto bytes = co_await stream.read(silence);
    if (!bytes || bytes->empty()) co_return;
    std::vector<std::string> texts;
    if (!reader.take(*bytes, texts)) {
      set(Transport::none, "its event stream sends more than an event may have");
      co_return;
    }
    std::vector<bot_api::Event> events;
    std::int64_t last = last_;
    for (const std::string& text : texts) {
      auto one = read_event(text);
      if (!one || one->id <= last) {
        const bool repeated = one && one->id == last;
        if (repeated) continue;
        set(Transport::none, one ? "its events go back" : "its event stream makes no sense: " + one.error());
        co_return;
      }
      last = one->id;
      if (one->event) events.push_back(std::move(*one->event));
    }
    const bool taken = co_await take(std::move(events), last);
    if (!taken) co_return;
  }
  co_return;
}

net::Task<bool> EventFeed::poll() {
  std::string target = fmt::format("/internal/events?after={}&limit=500", last_);
  auto body = co_await owner_.ask(std::move(target));
  if (!body) {
    if (body.error().status == gone) co_return co_await begin_anew();
    const bool has_none = body.error().kind == BotErrorKind::unsupported;
    set(Transport::none, has_none ? std::string{} : body.error().text);
    co_return false;
  }
  auto page = read_events(*body);
  if (!page) {
    set(Transport::none, "its events make no sense: " + page.error());
    co_return false;
  }
  if (page->newest < last_) {
    set(Transport::none, fmt::format("another bot answers, or it lost its data: its newest event is {}, we know {}",
                                     page->newest, last_));
    co_return false;
  }
  if (!page->events.empty() && page->events.front().id <= last_) {
    set(Transport::none, "its events go back");
    co_return false;
  }
  const std::int64_t last = page->last;
  const bool taken = co_await take(std::move(page->events), last);
  if (taken) set(Transport::polling, {});
  co_return taken;
}

net::Task<bool> EventFeed::begin_anew() {
  std::string target = "/internal/events?after=0&limit=1000";
  auto body = co_await owner_.ask(std::move(target));
  auto page = body ? read_events(*body) : Document<EventsPage>(Unexpected(body.error().text));
  if (!page) {
    set(Transport::none, page.error());
    co_return false;
  }
  if (page->newest < last_) {
    set(Transport::none, fmt::format("another bot answers, or it lost its data: its newest event is {}, we know {}",
                                     page->newest, last_));
    co_return false;
  }
  log::warning("events of a bot were lost", {{"known", last_}, {"newest", page->newest}});
  std::erase_if(page->events, [this](const bot_api::Event& event) { return event.id <= last_; });
  const std::int64_t last = page->last > last_ ? page->last : page->newest;
  co_return co_await take(std::move(page->events), last);
}

net::Task<bool> EventFeed::take(std::vector<bot_api::Event> events, std::int64_t last) {
  const auto count = static_cast<std::int64_t>(events.size());
  if (count > 0) {
    const bool durable = co_await owner_.take(std::move(events));
    if (!durable) co_return false;
  }
  if (last > last_) last_ = last;
  // A bot that talks without an end does not keep the disk busy with it: about 1000 events a second.
  if (count > few_events) co_await net::sleep_for(std::chrono::milliseconds(count));
  co_return true;
}

}  // namespace robson::bots
