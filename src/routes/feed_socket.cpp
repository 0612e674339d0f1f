#include "routes/feed_socket.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.hpp"
#include "json/msgpack.hpp"
#include "json/write.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t most_waiting = 32;  // messages that came before the log was read
constexpr std::uint16_t try_again_later = 1013;
constexpr auto refresh_before = std::chrono::minutes(5);
constexpr json::Limits message_limits{.bytes = 16'384, .depth = 4, .values = 1000};

struct Authenticated {
  std::string type = "authenticated";
  Timestamp timestamp{};
  Timestamp expires_at{};
};
BOOST_DESCRIBE_STRUCT(Authenticated, (), (type, timestamp, expires_at))
struct RefreshRequired {
  std::string type = "token_refresh_required";
  Timestamp timestamp{};
  Timestamp expires_at{};
  std::string refresh_url = "/api/v1/auth/refresh";
};
BOOST_DESCRIBE_STRUCT(RefreshRequired, (), (type, timestamp, expires_at, refresh_url))
struct Unsubscribed {
  std::string type = "unsubscribed";
  std::vector<std::string> channels{};
  std::vector<std::string> symbols{};
  Timestamp timestamp{};
};
BOOST_DESCRIBE_STRUCT(Unsubscribed, (), (type, channels, symbols, timestamp))

// What the messages are written in, and the sub-protocol that says so.
struct Form {
  feed::Encoding encoding{};
  std::string protocol{};
};
// The query's word wins over what is offered. None: a word that we do not know.
std::optional<Form> form_of(const net::Request& request) {
  const bool offers_msgpack = offers_protocol(request, msgpack_protocol);
  const bool offers_json = offers_protocol(request, json_protocol);
  const std::string word = request.parameter("encoding").value_or(offers_msgpack ? "msgpack" : "json");
  if (word == "json") return Form{feed::Encoding::json, std::string(offers_json ? json_protocol : "")};
  if (word == "msgpack") return Form{feed::Encoding::msgpack, std::string(offers_msgpack ? msgpack_protocol : "")};
  return {};
}

}  // namespace

// One reader. It exists from the upgrade to the end of its connection; the session owns it.
class FeedSockets::Client final : public Visit {
 public:
  Client(FeedSockets& home, SocketCaller who, feed::Encoding encoding)
      : Visit(home.gate_, home.visits_, home.clock_, std::move(who)),
        home_(home),
        parts_(home.parts_),
        encoding_(encoding) {}

  void message(std::string_view payload, bool binary) override {
    if (!is_open()) return;
    if (binary && encoding_ == feed::Encoding::json) {
      return complain({"BINARY_NOT_SUPPORTED", "Messages on this connection are JSON texts.", {}});
    }
    if (!binary && encoding_ == feed::Encoding::msgpack) {
      return complain({"TEXT_NOT_SUPPORTED", "Messages on this connection are msgpack, in binary.", {}});
    }
    const auto value = binary ? json::read_msgpack(payload, message_limits) : json::parse(payload, message_limits);
    if (!value) return complain({"INVALID_MESSAGE", value.error().text(), value.error().path});
    auto read = feed_message(*value);
    if (!read) return complain(read.error());
    if (const auto* token = std::get_if<SignIn>(&*read)) return authenticate(token->token);
    if (!is_known()) return refuse("authentication required");
    if (ready_) return act(*read);
    if (waiting_.size() == most_waiting) return socket().close(try_again_later, "too many messages at once");
    waiting_.push_back(std::move(*read));
  }
  void drained() override {
    if (subscriber_) subscriber_->drained();
  }
  void tell_venue_status(Timestamp now) {
    if (subscriber_) subscriber_->tell_venue_status(now);
  }

 protected:
  void welcome() override {
    home_.clients_.insert(this);
    subscriber_.emplace(parts_, caller().tenant, socket(), encoding_);
    if (parts_.completion.is_complete(caller().tenant)) return log_read(true);
    net::spawn(parts_.context, "read the event log", await_log(parts_.completion, caller().tenant, self_));
  }
  void leave() override {
    self_.reset();
    subscriber_.reset();
    home_.clients_.erase(this);
  }
  void each_second(Timestamp now) override {
    if (caller().expires_at == warned_of_ || caller().expires_at - now >= refresh_before) return;
    warned_of_ = caller().expires_at;
    subscriber_->tell(json::text_of(RefreshRequired{.timestamp = now, .expires_at = caller().expires_at}));
  }

 private:
  static net::Task<void> await_log(LogCompletion& completion, TenantId tenant, std::weak_ptr<Client*> self) {
    const bool read = co_await completion.complete(tenant);
    if (const auto client = self.lock()) (*client)->log_read(read);
  }
  void log_read(bool read) {
    if (!read) return socket().close(try_again_later, "the event log cannot be read now");
    ready_ = true;
    for (const FeedMessage& message : std::exchange(waiting_, {})) act(message);
  }

  void authenticate(const std::string& token) {
    if (!sign_in(token)) return;
    subscriber_->tell(json::text_of(Authenticated{.timestamp = now(), .expires_at = caller().expires_at}));
  }
  void act(const FeedMessage& message) {
    std::visit(overloaded{
                   [](const SignIn&) {},  // done when it came
                   [this](const Subscribe& wanted) { subscribe(wanted); },
                   [this](const CatchUp& wanted) {
                     if (subscriber_->catch_up(wanted.last_seq, wanted.epoch)) return;
                     complain({"NOT_SUBSCRIBED", "Subscribe to channels first.", {}});
                   },
                   [this](const Unsubscribe& wanted) { unsubscribe(wanted); },
               },
               message);
  }
  void subscribe(const Subscribe& wanted) {
    feed::Channels all = subscriber_->channels();
    all.add(wanted.channels);
    if (!wanted.symbols.empty() && !all.has(feed::Channel::prices)) {
      return complain(
          {"INVALID_MESSAGE", "symbols: they belong to channel prices, which is not subscribed", "symbols"});
    }
    auto symbols = symbols_of(wanted.symbols, parts_.runtime.engine());
    if (!symbols) return complain(symbols.error());
    const FeedQuery query{{.channels = wanted.channels, .last_seq = wanted.last_seq, .epoch = wanted.epoch},
                          std::move(*symbols)};
    if (!subscriber_->subscribe(query)) complain(too_many_symbols());
  }
  void unsubscribe(const Unsubscribe& wanted) {
    const auto symbols = symbols_of(wanted.symbols, parts_.runtime.engine());
    if (!symbols) return complain(symbols.error());
    subscriber_->unsubscribe(wanted.channels, *symbols);
    Unsubscribed done{.timestamp = now()};
    for (const feed::Channel channel : wanted.channels.list()) done.channels.emplace_back(feed::name_of(channel));
    for (const Symbol& symbol : *symbols) done.symbols.push_back(symbol.text);
    subscriber_->tell(json::text_of(done));
  }
  void complain(const FeedFault& fault) {
    const std::string text = feed::error_text(fault.code, fault.text, fault.field, now());
    if (subscriber_) return subscriber_->tell(text);
    socket().send(feed::frame_of(text, encoding_));
  }

  FeedSockets& home_;
  const FeedParts& parts_;
  feed::Encoding encoding_;
  std::shared_ptr<Client*> self_ = std::make_shared<Client*>(this);
  std::optional<Subscriber> subscriber_;
  bool ready_ = false;  // the tenant's log is complete
  std::vector<FeedMessage> waiting_;
  Timestamp warned_of_{};
};

void FeedSockets::add_route(Gate& gate) {
  add_socket_route(gate, "/ws/v1/feed");
}

std::variant<net::AcceptSocket, net::Response> FeedSockets::accept(const net::Request& request) {
  auto form = form_of(request);
  if (!form) {
    return gate_.refuse_socket(
        request, {400, "INVALID_PARAMETER", "encoding must be json or msgpack.", std::string("encoding"), {}});
  }
  auto caller = gate_.socket_caller(request);
  if (auto* failure = std::get_if<Failure>(&caller); failure != nullptr && failure->status == 403) {
    return gate_.refuse_socket(request, *failure);
  }
  return net::AcceptSocket{std::make_unique<Client>(*this, std::move(caller), form->encoding),
                           std::move(form->protocol)};
}

void FeedSockets::venue_changed() {
  const Timestamp now = clock_.now();
  for (Client* client : clients_) client->tell_venue_status(now);
}

void add_socket_route(Gate& gate, const char* pattern) {
  gate.quick(net::Method::GET, pattern, Access::everyone, [](const Exchange&) -> Answer {
    return Unexpected(Failure{426, "UPGRADE_REQUIRED", "This path speaks WebSocket only.", {}, {}});
  });
}

std::variant<net::AcceptSocket, net::Response> accept_json(Gate& gate, const net::Request& request,
                                                           const MakeListener& make) {
  auto caller = gate.socket_caller(request);
  if (auto* failure = std::get_if<Failure>(&caller); failure != nullptr && failure->status == 403) {
    return gate.refuse_socket(request, *failure);
  }
  const bool speaks_ours = offers_protocol(request, json_protocol);
  return net::AcceptSocket{make(std::move(caller)), std::string(speaks_ours ? json_protocol : "")};
}

bool offers_protocol(const net::Request& request, std::string_view protocol) {
  std::string_view offered = request.headers.get("Sec-WebSocket-Protocol");
  while (!offered.empty()) {
    const auto comma = offered.find(',');
    std::string_view one = offered.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == protocol) return true;
    offered = comma == std::string_view::npos ? std::string_view{} : offered.substr(comma + 1);
  }
  return false;
}

}  // namespace robson::routes
