#pragma once
// The market streams of all watched symbols over one combined connection, kept alive until stop().
//
//   run:        connect -> carry messages -> (cut, silent, lost subscription, garbage) -> backoff -> connect ...
//               before the venue's 24 h limit a second connection is opened first, then the old one is left
//   watch_age:  every 250 ms: what has not been confirmed for 3 s is asked for by REST; a socket that stays silent
//               for 5 s while REST answers is left; a symbol whose price REST knows better twice in a row has lost
//               its subscription, and the socket is left as well
//
// Each task holds the object alive; the listener is let go of by stop(), and is not called after it.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/socket_client.hpp"
#include "runtime/ports.hpp"
#include "venues/binance/backoff.hpp"
#include "venues/binance/parse_stream.hpp"
#include "venues/binance/quote_keeper.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

// Loop thread.
class MarketStream : public std::enable_shared_from_this<MarketStream> {
 public:
  MarketStream(std::shared_ptr<Rest> rest, const std::vector<Symbol>& symbols, runtime::MarketListener& listener);
  void start();
  void stop();

 private:
  using SocketPtr = std::shared_ptr<net::SocketClient>;

  net::Task<void> run();
  net::Task<void> watch_age();
  net::Task<void> open_successor();
  net::Task<Result<SocketPtr, net::NetError>> open();
  net::Task<void> carry(SocketPtr socket);
  net::Task<void> ask(std::vector<Symbol> symbols);
  net::Task<std::optional<runtime::VenueErrorKind>> ask_tops(std::vector<Symbol> symbols);
  net::Task<void> ask_lasts(std::vector<Symbol> symbols);
  net::Task<void> pause(Duration length);

  void take(std::string_view payload);
  void on_event(const BookTop& top);
  void on_event(Trade trade);
  void on_event(const SubscriptionReply& reply);
  void on_event(const ServerShutdown&);
  void on_confirming_message();
  void confirm(const std::vector<Symbol>& symbols, Timestamp at);
  void judge_silence();
  std::vector<Symbol> known(std::vector<Symbol> symbols) const;  // without those that the venue denied just now
  void leave(std::string why);                                   // the connection; the first reason counts
  void tell(runtime::StreamState state, const std::string& why);
  Timestamp now() const { return rest_->clock().now(); }

  std::shared_ptr<Rest> rest_;
  QuoteKeeper keeper_;
  runtime::MarketListener* listener_;
  Backoff backoff_;
  bool stopped_ = false;

  SocketPtr socket_{};     // the one that is read
  SocketPtr successor_{};  // opened ahead of a planned change
  bool opening_successor_ = false;
  std::string leave_{};  // why the socket is to be left; empty: it is not
  Timestamp opened_{};
  Timestamp last_message_{};
  Timestamp last_confirmed_{};
  Timestamp rest_answered_{};  // last time that REST answered a question
  Timestamp left_for_loss_{};  // last time that a lost symbol made us leave
  Timestamp next_ask_{};
  Timestamp next_ask_last_{};
  std::map<Symbol, Timestamp> unknown_{};
  int unreadable_in_a_row_ = 0;
  runtime::StreamState told_ = runtime::StreamState::down;
  bool told_any_ = false;
};

}  // namespace robson::venues::binance
