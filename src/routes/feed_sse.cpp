#include "routes/feed_http.hpp"

namespace robson::routes {
namespace {

constexpr std::uint16_t try_again_later = 1013;

// One event stream. The session owns it from the answer's head to the end of the connection.
class EventStream final : public Visit {
 public:
  EventStream(Gate& gate, Visits& visits, const Clock& clock, const FeedParts& parts, accounts::Caller caller,
              FeedQuery wanted)
      : Visit(gate, visits, clock, std::move(caller)), parts_(parts), wanted_(std::move(wanted)) {}

  void message(std::string_view, bool) override {}
  void drained() override {
    if (subscriber_) subscriber_->drained();
  }

 protected:
  void welcome() override {
    socket().send(net::raw_frame("retry: 1000\n\n"));
    subscriber_.emplace(parts_, caller().tenant, socket(), feed::Encoding::sse);
    if (parts_.completion.is_complete(caller().tenant)) return log_read(true);
    net::spawn(parts_.context, "read the event log", await_log(parts_.completion, caller().tenant, self_));
  }
  void leave() override {
    self_.reset();
    subscriber_.reset();
  }
  void each_second(Timestamp now) override {
    const StreamState state = parts_.runtime.engine().venue_stream();
    if (std::exchange(venue_state_, state) != state) subscriber_->tell_venue_status(now);
  }

 private:
  static net::Task<void> await_log(LogCompletion& completion, TenantId tenant, std::weak_ptr<EventStream*> self) {
    const bool read = co_await completion.complete(tenant);
    if (const auto stream = self.lock()) (*stream)->log_read(read);
  }
  void log_read(bool read) {
    if (!read) return socket().close(try_again_later, "the event log cannot be read now");
    subscriber_->subscribe(wanted_);  // its symbols were counted when the query was read
  }

  const FeedParts& parts_;
  FeedQuery wanted_;
  StreamState venue_state_ = parts_.runtime.engine().venue_stream();
  std::shared_ptr<EventStream*> self_ = std::make_shared<EventStream*>(this);
  std::optional<Subscriber> subscriber_;
};

}  // namespace

void add_feed_sse_route(Gate& gate, Visits& visits, const Clock& clock, const FeedParts& parts) {
  gate.stream("/api/v1/feed/sse", Access::readers,
              [&gate, &visits, &clock, &parts](const Exchange& exchange) -> StreamAnswer {
                auto wanted = feed_query(exchange.request, parts.runtime.engine());
                if (!wanted) return Unexpected(wanted.error());
                net::OpenStream stream{.head = {.content_type = "text/event-stream; charset=utf-8"}};
                stream.head.headers.add("Cache-Control", "no-store");
                stream.head.headers.add("X-Accel-Buffering", "no");  // a proxy before us must not hold events back
                stream.listener =
                    std::make_unique<EventStream>(gate, visits, clock, parts, *exchange.caller, std::move(*wanted));
                return stream;
              });
}

}  // namespace robson::routes
