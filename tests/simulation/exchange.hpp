#pragma once
// A spot exchange in memory: accounts, a synthetic book around a price, and Binance's rules for the orders that we use.
// It is always right; what goes wrong between it and the server happens elsewhere. It checks itself: funds are
// conserved, nothing is sold twice.
#include <optional>
#include <set>

#include "runtime/ports.hpp"
#include "simulation/world.hpp"

namespace robson::simulation {

using runtime::OrderOutcome;

struct VenueTrade {
  TenantId tenant{};
  std::string client_id{};  // empty: by the user's other hands
  Symbol symbol{};
  Side side{};
  VenueFill fill{};
};

class Exchange {
 public:
  struct Listener {
    virtual ~Listener() = default;
    // With the fill that it reports, if it reports one.
    virtual void on_order(TenantId tenant, const VenueOrder& order) = 0;
    virtual void on_balances(TenantId tenant, const Balances& changed) = 0;
  };

  Exchange(World& world, Listener& listener);

  void list(const Instrument& instrument, Price price);
  // `fee_asset`: what fees are paid in while there is some; empty: in what a trade brings.
  void open_account(TenantId tenant, Balances balances, std::string fee_asset);

  OrderOutcome carry_out(TenantId tenant, const VenueRequest& request);
  Balances balances(TenantId tenant) const;
  std::vector<VenueOrder> open_orders(TenantId tenant) const;
  Quote quote(const Symbol& symbol) const;
  Price price(const Symbol& symbol) const { return markets_.at(symbol).last; }
  // A trade at `price` by others: stops go off, limits are met.
  void trade_at(const Symbol& symbol, Price price);
  std::vector<Instrument> instruments() const;

  // The user's other hands.
  void deposit(TenantId tenant, const std::string& asset, Money amount);
  void buy_elsewhere(TenantId tenant, const Symbol& symbol, Quantity quantity);
  void sell_free(TenantId tenant, const Symbol& symbol);
  void cancel_somewhere(TenantId tenant);

  const std::vector<VenueTrade>& trades() const { return trades_; }
  // What an operation's orders brought and left, by the venue's own trades; key is the part of the client id before
  // the purpose.
  struct Flow {
    Quantity held{};
    Quantity bought{};
    Quantity sold{};
  };
  Flow flow_of(const std::string& operation_prefix) const;
  bool was_accepted(TenantId tenant, const std::string& client_id) const {
    return accepted_.contains({tenant, client_id});
  }

 private:
  struct Held {
    VenueOrder view{};
    TenantId tenant{};
    OrderType type{};
    TimeInForce time_in_force{};
    std::int64_t list = 0;
    bool is_entry_of_list = false;
    bool triggered = false;
    std::vector<VenueFill> fills{};
    bool is_open() const;
    bool is_live() const;
    Quantity left() const { return view.quantity - view.filled; }
  };
  struct Market {
    Instrument instrument{};
    Price last{};
    Quantity level{};  // what stands at each price of the book
  };
  struct Account {
    std::map<std::string, Money> total{};
    std::string fee_asset{};
  };
  using Refused = std::optional<VenueRefusal>;

  OrderOutcome perform(TenantId tenant, const PlaceOrder& request);
  OrderOutcome perform(TenantId tenant, const PlacePair& request);
  OrderOutcome perform(TenantId tenant, const PlaceEntryWithPair& request);
  OrderOutcome perform(TenantId tenant, const ReplaceOrder& request);
  OrderOutcome perform(TenantId tenant, const CancelOrder& request);
  OrderOutcome perform(TenantId tenant, const AskOrder& request);

  Refused check(TenantId tenant, const std::vector<NewOrder>& together) const;
  Refused check_price(const NewOrder& order) const;
  Refused check_funds(TenantId tenant, const NewOrder& order) const;
  std::size_t add(TenantId tenant, const NewOrder& order, std::int64_t list, VenueOrderStatus status);
  void begin(std::size_t index);
  void begin_pair(std::size_t entry);
  void take(std::size_t index, std::optional<Price> limit);
  void fill(std::size_t index, Price price, Quantity quantity, bool is_maker);
  void end(std::size_t index, VenueOrderStatus status, const std::string& reason);
  void end_others(std::size_t index, VenueOrderStatus status);
  void settle(const Symbol& symbol);
  void tell(const Held& order, const VenueFill* fill = nullptr);
  void tell_balances(TenantId tenant);
  void check_operation(const std::string& client_id);
  Money locked(TenantId tenant, const std::string& asset) const;
  Money free(TenantId tenant, const std::string& asset) const;
  void pay(TenantId tenant, const std::string& asset, Money amount);
  std::pair<Money, std::string> fee_of(const Held& order, Price price, Quantity quantity, bool is_maker) const;
  static bool is_reached(Side side, Price stop, Price last);
  static VenueOrder told(const Held& order, bool with_fills);
  std::optional<std::size_t> find_open(TenantId tenant, const std::string& client_id) const;

  World& world_;
  Listener& listener_;
  std::map<Symbol, Market> markets_;
  std::map<TenantId, Account> accounts_;
  std::vector<Held> orders_;
  std::set<std::size_t> open_;
  std::vector<VenueTrade> trades_;
  std::map<std::string, Flow> flows_;
  std::set<std::pair<TenantId, std::string>> accepted_;
  std::int64_t next_list_ = 1;
  std::int64_t next_trade_ = 1;
};

// "rbABC-7" of "rbABC-7-E1"; empty when it is not of that form.
std::string operation_prefix(const std::string& client_id);

}  // namespace robson::simulation
