#include "routes/price_feed.hpp"

#include <fmt/format.h>

#include "base/overloaded.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t most_symbols = 100;     // one client may subscribe to
constexpr std::size_t behind_bytes = 16'384;  // queued bytes at which a reader counts as behind
constexpr auto patience_for_token = std::chrono::seconds(10);
constexpr auto heartbeat_after = std::chrono::seconds(5);
constexpr auto repeat_after = std::chrono::seconds(2);  // an unchanged price is told again, so that its age is known
constexpr std::uint16_t policy_violation = 1008;

enum class Action { auth, subscribe, unsubscribe };
BOOST_DESCRIBE_ENUM(Action, auth, subscribe, unsubscribe)
struct ClientMessage {
  Action action{};
  std::optional<std::vector<std::string>> symbols{};
  std::optional<std::string> token{};
};
BOOST_DESCRIBE_STRUCT(ClientMessage, (), (action, symbols, token))

struct SymbolsMessage {
  std::string type{};
  std::vector<std::string> symbols{};
};
BOOST_DESCRIBE_STRUCT(SymbolsMessage, (), (type, symbols))
struct ErrorMessage {
  std::string type = "error";
  std::string code{};
  std::string message{};
  std::optional<std::string> field{};
};
BOOST_DESCRIBE_STRUCT(ErrorMessage, (), (type, code, message, field))
struct StatusMessage {
  std::string type = "venue_status";
  std::string state{};
  std::string reason{};
};
BOOST_DESCRIBE_STRUCT(StatusMessage, (), (type, state, reason))

std::string_view text_of(StreamState state) {
  switch (state) {
    case StreamState::connecting: return "connecting";
    case StreamState::live: return "live";
    case StreamState::silent: return "silent";
    case StreamState::down: return "down";
  }
  return "down";
}

}  // namespace

// One reader. It exists from the upgrade to the end of its connection; the session owns it.
class PriceFeed::Client final : public net::Listener {
 public:
  Client(PriceFeed& feed, std::optional<accounts::Caller> caller) : feed_(feed), caller_(std::move(caller)) {}

  void opened(const std::shared_ptr<net::Socket>& socket) override {
    socket_ = socket;
    since_ = feed_.runtime_.now();
    feed_.join(*this);
    if (caller_) tell(feed_.status_frame());
  }
  void closed(std::uint16_t) override {
    feed_.leave(*this);
    socket_.reset();
  }
  void message(std::string_view payload, bool binary) override {
    if (binary) return complain("BINARY_NOT_SUPPORTED", "Messages are JSON texts.", {});
    const auto read = json::read<ClientMessage>(payload, json::Unknown::refused, {.bytes = 16'384, .depth = 4});
    if (!read) return complain("INVALID_MESSAGE", read.error().text(), read.error().path);
    if (read->action == Action::auth) return sign_in(read->token.value_or(""));
    if (!caller_) {
      socket_->close(policy_violation, "authentication required");
      return;
    }
    if (!read->symbols || read->symbols->empty()) {
      return complain("INVALID_MESSAGE", "symbols: expected a list with at least one symbol, got nothing", "symbols");
    }
    change(*read->symbols, read->action);
  }

  void tell(const net::FramePtr& frame) {
    if (!socket_) return;
    socket_->send(frame);
    last_told_ = feed_.runtime_.now();
  }
  void tell_status(const net::FramePtr& frame) {
    if (caller_) tell(frame);
  }
  // The price, or a note to send the newest one later when the reader is behind.
  void tell_price(const Symbol& symbol, const net::FramePtr& frame) {
    if (!socket_) return;
    if (socket_->pending_bytes() > behind_bytes) {
      owed_.insert(symbol);
      return;
    }
    owed_.erase(symbol);
    tell(frame);
  }
  void sweep(Timestamp now) {
    if (!socket_) return;
    if (!caller_) {
      if (now - since_ > patience_for_token) socket_->close(policy_violation, "authentication required");
      return;
    }
    if (!feed_.accounts_.is_valid(*caller_)) {
      socket_->close(policy_violation, "session ended");
      return;
    }
    if (!owed_.empty() && socket_->pending_bytes() <= behind_bytes) pay();
    if (now - last_told_ >= heartbeat_after) {
      tell(net::text_frame(fmt::format(R"({{"type":"heartbeat","timestamp":{}}})", now.seconds())));
    }
  }
  std::set<Symbol> symbols{};

 private:
  void sign_in(const std::string& token) {
    auto caller = feed_.accounts_.authenticate(token);
    if (!caller) {
      socket_->close(policy_violation, "invalid token");
      return;
    }
    caller_ = std::move(*caller);
    tell(feed_.status_frame());
  }
  void change(const std::vector<std::string>& names, Action action) {
    std::vector<Symbol> wanted;
    for (const std::string& name : names) {
      auto symbol = Symbol::parse(name);
      const auto& engine = feed_.runtime_.engine();
      const bool exists = symbol && (!engine.lists_instruments() || engine.instrument(*symbol) != nullptr);
      if (!exists) {
        return complain("UNKNOWN_SYMBOL", fmt::format("The venue does not list {}.", name.substr(0, 40)), "symbols");
      }
      wanted.push_back(std::move(*symbol));
    }
    if (action == Action::subscribe && symbols.size() + wanted.size() > most_symbols) {
      return complain("TOO_MANY_SYMBOLS", fmt::format("A connection may subscribe to {} symbols.", most_symbols),
                      "symbols");
    }
    SymbolsMessage done{.type = action == Action::subscribe ? "subscribed" : "unsubscribed"};
    for (const Symbol& symbol : wanted) done.symbols.push_back(symbol.text);
    tell(net::text_frame(json::text_of(done)));
    for (const Symbol& symbol : wanted) {
      action == Action::subscribe ? feed_.subscribe(*this, symbol) : feed_.unsubscribe(*this, symbol);
    }
  }
  void pay() {
    const std::set<Symbol> due = std::exchange(owed_, {});
    for (const Symbol& symbol : due) {
      const Quote* quote = feed_.runtime_.engine().quote(symbol);
      if (quote != nullptr) tell_price(symbol, feed_.frame_of(*quote, feed_.runtime_.now()));
    }
  }
  void complain(std::string code, std::string text, std::optional<std::string> field) {
    if (field && field->empty()) field.reset();
    tell(net::text_frame(
        json::text_of(ErrorMessage{.code = std::move(code), .message = std::move(text), .field = std::move(field)})));
  }

  PriceFeed& feed_;
  std::optional<accounts::Caller> caller_;
  std::shared_ptr<net::Socket> socket_;
  Timestamp since_{};
  Timestamp last_told_{};
  std::set<Symbol> owed_;
};

PriceFeed::PriceFeed(net::Context& context, runtime::Runtime& runtime, runtime::MarketDesk& desk, const Gate& gate,
                     accounts::Accounts& accounts, Metrics& metrics, wire::VenueLabel venue)
    : context_(context),
      runtime_(runtime),
      desk_(desk),
      gate_(gate),
      accounts_(accounts),
      metrics_(metrics),
      venue_(std::move(venue)) {
  runtime_.listen([this](const engine::Notice& notice) { on_notice(notice); });
}

void PriceFeed::add_route(Gate& gate) {
  gate.quick(net::Method::GET, "/ws/prices/", Access::everyone, [](const Exchange&) -> Answer {
    return Unexpected(Failure{426, "UPGRADE_REQUIRED", "This path speaks WebSocket only.", {}, {}});
  });
}

void PriceFeed::start() {
  net::spawn(context_, "price feed", round());
}

std::variant<net::AcceptSocket, net::Response> PriceFeed::accept(const net::Request& request) {
  auto caller = gate_.socket_caller(request);
  if (auto* failure = std::get_if<Failure>(&caller); failure != nullptr && failure->status == 403) {
    return gate_.refuse_socket(request, *failure);
  }
  // A token that is no good is told after the upgrade, by close code 1008, as the documents want it.
  std::optional<accounts::Caller> known;
  if (auto* found = std::get_if<accounts::Caller>(&caller)) known = std::move(*found);
  const bool speaks_ours = request.headers.get("Sec-WebSocket-Protocol").find("robson.v1") != std::string_view::npos;
  return net::AcceptSocket{std::make_unique<Client>(*this, std::move(known)), speaks_ours ? "robson.v1" : ""};
}

void PriceFeed::join(Client& client) {
  clients_.insert(&client);
}

void PriceFeed::leave(Client& client) {
  clients_.erase(&client);
  for (const Symbol& symbol : client.symbols) {
    const auto found = watched_.find(symbol);
    if (found == watched_.end()) continue;
    found->second.clients.erase(&client);
    if (found->second.clients.empty()) watched_.erase(found);
  }
  client.symbols.clear();
}

void PriceFeed::subscribe(Client& client, const Symbol& symbol) {
  client.symbols.insert(symbol);
  watched_[symbol].clients.insert(&client);
  const Quote* quote = runtime_.engine().quote(symbol);
  if (quote != nullptr) client.tell_price(symbol, frame_of(*quote, runtime_.now()));
  if (quote == nullptr) net::spawn(context_, "refresh price", refresh(symbol));
}

void PriceFeed::unsubscribe(Client& client, const Symbol& symbol) {
  client.symbols.erase(symbol);
  const auto found = watched_.find(symbol);
  if (found == watched_.end()) return;
  found->second.clients.erase(&client);
  if (found->second.clients.empty()) watched_.erase(found);
}

void PriceFeed::on_notice(const engine::Notice& notice) {
  std::visit(overloaded{
                 [this](const engine::PriceChanged& changed) { on_price(changed.symbol); },
                 [this](const engine::VenueStreamChanged&) {
                   const net::FramePtr frame = status_frame();
                   for (Client* client : clients_) client->tell_status(frame);
                 },
                 [](const engine::OperationChanged&) {},
                 [](const engine::DeskChanged&) {},
             },
             notice);
}

// Only a price that has just come is timed: one that is told again would count its age.
void PriceFeed::on_price(const Symbol& symbol) {
  if (!watched_.contains(symbol)) return;
  publish(symbol);
  const Quote* quote = runtime_.engine().quote(symbol);
  if (quote != nullptr) metrics_.price_frame(runtime_.now() - quote->received);
}

void PriceFeed::publish(const Symbol& symbol) {
  const auto found = watched_.find(symbol);
  const Quote* quote = runtime_.engine().quote(symbol);
  if (found == watched_.end() || quote == nullptr) return;
  const Timestamp now = runtime_.now();
  const net::FramePtr frame = frame_of(*quote, now);
  for (Client* client : found->second.clients) client->tell_price(symbol, frame);
  found->second.published = now;
}

net::FramePtr PriceFeed::frame_of(const Quote& quote, Timestamp now) const {
  const Instrument* instrument = runtime_.engine().instrument(quote.symbol);
  const Decimal tick = instrument != nullptr ? instrument->tick : Decimal::from_units(10'000'000'000);
  return net::text_frame(json::text_of(wire::price_update_view(quote, tick, venue_, now)));
}

net::FramePtr PriceFeed::status_frame() const {
  const auto& engine = runtime_.engine();
  return net::text_frame(json::text_of(
      StatusMessage{.state = std::string(text_of(engine.venue_stream())), .reason = engine.venue_stream_reason()}));
}

net::Task<void> PriceFeed::round() {
  while (!stopped_) {
    co_await net::sleep_for(std::chrono::seconds(1));
    const Timestamp now = runtime_.now();
    touch_symbols(now);
    sweep(now);
  }
}

// An unchanged price is told again every 2 s with its age; one that the stream does not bring is asked for by REST.
void PriceFeed::touch_symbols(Timestamp now) {
  for (auto& [symbol, watched] : watched_) {
    const Quote* quote = runtime_.engine().quote(symbol);
    const bool fresh = quote != nullptr && engine::age_of(*quote, now) < std::chrono::seconds(3);
    if (!fresh && !watched.refreshing) {
      watched.refreshing = true;
      net::spawn(context_, "refresh price", refresh(symbol));
    }
    if (now - watched.published >= repeat_after) publish(symbol);
  }
}

net::Task<void> PriceFeed::refresh(Symbol symbol) {
  const auto quote = co_await desk_.refresh(symbol);
  const auto found = watched_.find(symbol);
  if (found == watched_.end()) co_return;
  found->second.refreshing = false;
  if (quote && found->second.published == Timestamp{}) publish(symbol);
}

void PriceFeed::sweep(Timestamp now) {
  const std::vector<Client*> all(clients_.begin(), clients_.end());
  for (Client* client : all) {
    if (clients_.contains(client)) client->sweep(now);
  }
}

}  // namespace robson::routes
