#pragma once
// The user stream of one account over the venue's WebSocket API, kept alive until stop().
//
//   connect -> userDataStream.subscribe.signature -> balances by REST (what happened while we were away) -> events
//
// Balances that are older than the REST answer are passed over; reports of orders are passed on as they come. A silent
// connection is normal here, so after some silence it is asked for a sign ("ping"), and left when none comes. Each task
// holds the object alive; the listener is let go of by stop(), and is not called after it.
#include <memory>
#include <set>
#include <string>

#include "net/socket_client.hpp"
#include "runtime/ports.hpp"
#include "venues/binance/backoff.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

// GET /api/v3/account.
runtime::FromVenue<AccountAnswer> fetch_account(std::shared_ptr<Rest> rest, Credentials credentials);

// Loop thread.
class UserStream : public std::enable_shared_from_this<UserStream> {
 public:
  UserStream(std::shared_ptr<Rest> rest, Credentials credentials, runtime::AccountListener& listener);
  void start();
  void stop();

 private:
  using Outcome = Result<void, runtime::VenueError>;

  net::Task<void> run();
  net::Task<Outcome> open();
  net::Task<Outcome> subscribe();
  net::Task<Outcome> ask_subscription();
  net::Task<Outcome> resync();
  net::Task<runtime::VenueError> carry();  // until the connection has to be left; says why
  net::Task<void> pause(Duration length);

  // Why the connection has to be left, if it has to.
  std::optional<runtime::VenueError> take(std::string_view payload);
  std::optional<runtime::VenueError> on_unreadable(std::string_view payload, const json::Fault& fault);
  std::optional<runtime::VenueError> on_event(const UserEvent& event);
  std::optional<runtime::VenueError> on_report(const ExecutionReport& report);
  std::optional<runtime::VenueError> look_around();
  void on_position(const AccountPosition& position);
  void tell(runtime::StreamState state, const std::string& why);
  Duration pause_after(const runtime::VenueError& error);
  Timestamp now() const { return rest_->clock().now(); }

  std::shared_ptr<Rest> rest_;
  Credentials credentials_;
  runtime::AccountListener* listener_;
  Backoff backoff_;
  bool stopped_ = false;

  std::shared_ptr<net::SocketClient> socket_{};
  std::set<std::string> assets_{};  // of which the listener has heard
  Timestamp synced_to_{};           // the venue's time of the newest balances told
  Timestamp opened_{};
  Timestamp last_message_{};
  Timestamp resync_due_{};
  bool ping_out_ = false;
  int pings_ = 0;
  int unreadable_in_a_row_ = 0;
  runtime::StreamState told_ = runtime::StreamState::down;
  bool told_any_ = false;
};

}  // namespace robson::venues::binance
