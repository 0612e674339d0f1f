#include "reference_bot/api/event_streams.hpp"

#include <fmt/format.h>

#include <vector>

namespace robson::reference_bot {
namespace {

constexpr std::size_t events_a_frame = 50;
constexpr std::size_t enough_pending = std::size_t{64} << 10U;  // bytes; more is sent when they are gone
constexpr std::uint16_t try_again_later = 1013;

std::string text_of(const std::vector<const Numbered*>& events) {
  std::string text;
  for (const Numbered* event : events) {
    text += fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event->id, event->kind, event->text);
  }
  return text;
}

}  // namespace

class EventStreams::Reader final : public net::Listener {
 public:
  Reader(EventStreams& streams, std::int64_t after) : streams_(streams), cursor_(after) {
    streams_.readers_.insert(this);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() override { streams_.readers_.erase(this); }

  void opened(const std::shared_ptr<net::Socket>& socket) override {
    socket_ = socket;
    say("retry: 1000\n\n");
    go_on();
  }
  void message(std::string_view, bool) override {}
  void drained() override {
    waits_ = false;
    go_on();
  }
  void closed(std::uint16_t) override { socket_.reset(); }

  void go_on() {
    while (socket_ && !waits_ && cursor_ != streams_.events_.newest()) {
      if (!streams_.events_.reaches_back_to(cursor_)) return socket_->close(try_again_later, "too far behind");
      if (socket_->pending_bytes() > enough_pending) {
        waits_ = true;
        return socket_->want_drained();
      }
      const auto events = streams_.events_.after(cursor_, events_a_frame);
      cursor_ = events.back()->id;
      say(text_of(events));
    }
  }
  void beat(Timestamp now) {
    if (socket_ && !waits_ && now - said_at_ >= silence) say(": \n\n");
  }

 private:
  void say(std::string text) {
    said_at_ = streams_.clock_.now();
    if (!socket_->send(net::raw_frame(std::move(text)))) socket_.reset();
  }

  EventStreams& streams_;
  std::int64_t cursor_;
  std::shared_ptr<net::Socket> socket_{};
  Timestamp said_at_{};
  bool waits_ = false;  // for the socket to be drained
};

net::OpenStream EventStreams::open(std::int64_t after) {
  net::OpenStream stream{
      .head = {.status = 200, .content_type = "text/event-stream; charset=utf-8", .headers = {}, .body = {}},
      .listener = std::make_unique<Reader>(*this, after)};
  stream.head.headers.add("Cache-Control", "no-store");
  return stream;
}

// A reader may go while it is told: the set is walked over a copy.
void EventStreams::events_added() {
  const std::vector<Reader*> all(readers_.begin(), readers_.end());
  for (Reader* reader : all) {
    if (readers_.contains(reader)) reader->go_on();
  }
}

void EventStreams::beat() {
  const std::vector<Reader*> all(readers_.begin(), readers_.end());
  for (Reader* reader : all) {
    if (readers_.contains(reader)) reader->beat(clock_.now());
  }
}

}  // namespace robson::reference_bot
