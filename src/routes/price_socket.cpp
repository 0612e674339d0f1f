#include "routes/price_socket.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/read.hpp"
#include "json/write.hpp"
#include "routes/feed_message.hpp"
#include "routes/feed_socket.hpp"

namespace robson::routes {
namespace {

constexpr auto heartbeat_after = std::chrono::seconds(5);

enum class Action { auth, subscribe, unsubscribe };
BOOST_DESCRIBE_ENUM(Action, auth, subscribe, unsubscribe)
struct PriceMessage {
  Action action{};
  std::optional<std::vector<std::string>> symbols{};
  std::optional<std::string> token{};
};
BOOST_DESCRIBE_STRUCT(PriceMessage, (), (action, symbols, token))

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

}  // namespace

class PriceSockets::Client final : public Visit {
 public:
  Client(PriceSockets& home, SocketCaller who)
      : Visit(home.gate_, home.visits_, home.clock_, std::move(who)), home_(home) {}

  void message(std::string_view payload, bool binary) override {
    if (!is_open()) return;
    if (binary) return complain({"BINARY_NOT_SUPPORTED", "Messages are JSON texts.", {}});
    const auto read = json::read<PriceMessage>(payload, json::Unknown::refused, {.bytes = 16'384, .depth = 4});
    if (!read) return complain({"INVALID_MESSAGE", read.error().text(), read.error().path});
    if (read->action == Action::auth) return authenticate(read->token.value_or(""));
    if (!is_known()) return refuse("authentication required");
    if (!read->symbols || read->symbols->empty()) {
      return complain({"INVALID_MESSAGE", "symbols: expected a list with at least one symbol, got nothing", "symbols"});
    }
    change(*read->symbols, read->action);
  }
  void drained() override {
    if (prices_) prices_->pay();
  }
  void tell_venue_status() { tell(home_.prices_.venue_status(feed::PriceForm::flat, now())); }

 protected:
  void welcome() override {
    home_.clients_.insert(this);
    prices_.emplace(home_.prices_, socket(), feed::PriceForm::flat);
    tell_venue_status();
  }
  void leave() override {
    prices_.reset();
    home_.clients_.erase(this);
  }
  void each_second(Timestamp now) override {
    if (now - std::max(last_told_, prices_->last_told()) < heartbeat_after) return;
    tell(net::text_frame(fmt::format(R"({{"type":"heartbeat","timestamp":{}}})", now.seconds())));
  }

 private:
  void authenticate(const std::string& token) {
    const bool is_again = is_known();
    if (sign_in(token) && is_again) tell_venue_status();
  }
  void change(const std::vector<std::string>& names, Action action) {
    const auto wanted = symbols_of(names, home_.engine_);
    if (!wanted) return complain(wanted.error());
    const bool adds = action == Action::subscribe;
    if (adds && prices_->symbols().size() + wanted->size() > most_symbols) return complain(too_many_symbols());
    SymbolsMessage done{.type = adds ? "subscribed" : "unsubscribed"};
    for (const Symbol& symbol : *wanted) done.symbols.push_back(symbol.text);
    tell(net::text_frame(json::text_of(done)));
    for (const Symbol& symbol : *wanted) adds ? prices_->add(symbol) : prices_->remove(symbol);
  }
  void complain(const FeedFault& fault) {
    ErrorMessage error{.code = fault.code, .message = fault.text};
    if (!fault.field.empty()) error.field = fault.field;
    tell(net::text_frame(json::text_of(error)));
  }
  void tell(const net::FramePtr& frame) {
    if (!is_open()) return;
    socket().send(frame);
    last_told_ = now();
  }

  PriceSockets& home_;
  std::optional<feed::PriceReader> prices_;
  Timestamp last_told_{};
};

void PriceSockets::add_route(Gate& gate) {
  add_socket_route(gate, "/ws/prices/");
}

std::variant<net::AcceptSocket, net::Response> PriceSockets::accept(const net::Request& request) {
  return accept_json(gate_, request,
                     [this](SocketCaller who) { return std::make_unique<Client>(*this, std::move(who)); });
}

void PriceSockets::venue_changed() {
  for (Client* client : clients_) client->tell_venue_status();
}

}  // namespace robson::routes
