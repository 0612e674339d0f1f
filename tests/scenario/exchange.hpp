#pragma once
// The exchange of a scenario: keeps one account's orders and balances, does what it is told, and never acts by itself.
// What it says of an order is a list of messages that the scenario delivers, holds back or loses.
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "market/instrument.hpp"
#include "trading/balance.hpp"
#include "trading/venue_order.hpp"

namespace robson::scenario {

struct Fee {
  Money amount{};
  std::string asset{};
};

class Exchange {
 public:
  using Outcome = Result<std::vector<VenueOrder>, VenueRefusal>;
  using Messages = std::vector<VenueOrder>;

  // Does what is asked, as a healthy exchange would; nothing is filled by it.
  Outcome carry_out(const VenueRequest& request, const std::map<Symbol, Instrument>& instruments, Timestamp now);
  Messages fill(const std::string& client_id, Quantity quantity, Price price, const Fee& fee,
                const std::map<Symbol, Instrument>& instruments, Timestamp now);
  // Ends what is left of an order, and with it the list it belongs to.
  Messages end(const std::string& client_id, VenueOrderStatus how, Timestamp now);
  void forget(const std::string& client_id) { orders_.erase(client_id); }
  void deposit(const std::string& asset, Money amount) { balances_[asset].free += amount; }
  // An order of somebody else's making.
  void place_foreign(VenueOrder order) { orders_[order.client_id].told = std::move(order); }

  const Balances& balances() const { return balances_; }
  std::vector<VenueOrder> open_orders() const;  // without fills
  bool knows(const std::string& client_id) const { return orders_.contains(client_id); }
  const VenueOrder& order(const std::string& client_id) const;

 private:
  struct Kept {
    VenueOrder told{};  // with all its fills
    std::string list{};
    OrderPurpose role{};  // in its list
  };

  VenueOrder place(const NewOrder& wanted, const std::string& list, OrderPurpose role, VenueOrderStatus status,
                   Timestamp now);
  Messages end_one(Kept& kept, VenueOrderStatus how, Timestamp now);
  Messages awaken(const Kept& entry, const std::map<Symbol, Instrument>& instruments, Timestamp now);
  Kept& kept(const std::string& client_id);

  std::map<std::string, Kept> orders_;
  Balances balances_;
  std::int64_t last_id_ = 1000;
  std::int64_t last_trade_ = 500;
};

bool is_over(VenueOrderStatus status);

}  // namespace robson::scenario
