#pragma once
// User data streams: the exchange's private events as JSON, to whoever subscribed for the account.
#include <optional>
#include <unordered_map>
#include <vector>

#include "simulator/exchange_events.hpp"
#include "simulator/outlet.hpp"

namespace robson::simulator {

struct UserEvent {
  AccountId account{};
  std::string text{};  // {"e":"executionReport",...}
};
// Nothing for public events.
std::optional<UserEvent> user_event(const Event& event, Timestamp now);

class UserStreams {
 public:
  // Events come bare, or with a subscription id wrapped as {"subscriptionId":0,"event":{...}}.
  void subscribe(AccountId account, Outlet& to, std::optional<std::int64_t> subscription);
  // All of the outlet's subscriptions, or the one of that id; false when there was none.
  bool unsubscribe(const Outlet& from, std::optional<std::int64_t> subscription = {});
  void publish(const Events& events, Timestamp now);

 private:
  struct Subscriber {
    AccountId account{};
    Outlet* outlet = nullptr;
    std::optional<std::int64_t> subscription{};
  };
  std::vector<Subscriber> subscribers_;
};

}  // namespace robson::simulator
