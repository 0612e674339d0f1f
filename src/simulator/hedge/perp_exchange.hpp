#pragma once
// A venue of perpetual contracts with isolated margin and hourly funding. It has no clock, no socket and no randomness:
// it is told what time it is and what contracts cost, and everything follows from that. Copyable. Home: whoever owns
// it; in robson-sim the loop thread.
//
//   advance(now, prices): time passes under the old prices, then the new ones hold
//     - at each full hour that is reached, every position pays or receives funding at the oracle price of that moment
//     - a position whose margin fraction is at or under its maintenance margin at mark is closed there, its margin lost
//   order(account, request): immediate or cancel, once for each client id
//
// Every dollar that moves is taken from one place and put into another, so nothing is lost to rounding (PerpBooks).
#include <string_view>

#include "simulator/hedge/perp_types.hpp"
#include "simulator/hedge/venue_refusal.hpp"

namespace robson::simulator {

class PerpExchange {
 public:
  // How much of the past is kept, of each account and contract; client ids older than that are forgotten.
  static constexpr std::size_t most_orders = 5'000;
  static constexpr std::size_t most_payments = 20'000;
  static constexpr std::size_t most_rates = 20'000;

  // Goes on from `kept`, whose contracts that are not among these are left out.
  explicit PerpExchange(std::vector<PerpContract> contracts, PerpState kept = {});

  // Nothing happens for a key that has one.
  void add_account(const std::string& key, Money usd);
  bool has_account(std::string_view key) const { return find(key) != nullptr; }

  // `now` does not go back (an earlier one is taken for the last); hours that pass at once are paid at the prices that
  // stood before, so steps of an hour at most are wanted. Prices of unknown coins are passed over.
  void advance(Timestamp now, const std::vector<PerpPrices>& prices);

  // The order of that client id, whether done now or earlier. CLIENT_ID_IN_USE when that one had other content;
  // UNAVAILABLE before the first prices. What the account may not do is an order that is REJECTED.
  Result<PerpOrder, VenueRefusal> order(std::string_view account, const PerpOrderRequest& request);
  // The same, REJECTED with ON_REQUEST: a fault that was asked for.
  Result<PerpOrder, VenueRefusal> reject(std::string_view account, const PerpOrderRequest& request);
  Result<PerpOrder, VenueRefusal> order_of(std::string_view account, std::string_view client_id) const;

  // Of an account that exists; nullptr for others.
  const PerpAccount* account(std::string_view key) const { return find(key); }
  // free + margins + what positions are worth beyond them, at mark.
  Money account_value(const PerpAccount& account) const;
  // Oldest first, with ids above `after`.
  std::vector<FundingPayment> payments(const PerpAccount& account, std::int64_t after, std::size_t limit) const;
  std::vector<Liquidation> liquidations(const PerpAccount& account, std::int64_t after, std::size_t limit) const;

  const std::map<std::string, PerpContract>& contracts() const { return contracts_; }
  const PerpContract* contract(std::string_view coin) const;
  // nullptr before the first prices.
  const PerpPrices* prices(std::string_view coin) const;
  Decimal premium(std::string_view coin) const;         // at this moment
  Decimal predicted_rate(std::string_view coin) const;  // of the running hour, as it would be were it over now
  Quantity open_interest(std::string_view coin) const;
  // Rates that were paid from `from` to `to`, both included, oldest first.
  std::vector<FundingRate> rates(std::string_view coin, Timestamp from, Timestamp to, std::size_t limit) const;

  // For what a person wants to see tested: how much one order gets at most.
  bool set_depth(std::string_view coin, Quantity depth);

  const PerpState& state() const { return state_; }

 private:
  const PerpAccount* find(std::string_view key) const;
  Result<PerpOrder, VenueRefusal> once(std::string_view account, const PerpOrderRequest& request, bool refused);
  PerpOrder fill(PerpAccount& account, const PerpContract& contract, const PerpPrices& prices,
                 const PerpOrderRequest& request);
  void reduce(PerpAccount& account, PerpPosition& position, Quantity by, Price price);
  void add(PerpAccount& account, const PerpOrderRequest& request, Quantity by, Price price, Money margin,
           Decimal leverage);
  void pay_funding(Timestamp hour, const std::string& coin, PerpState::Contract& contract, Price oracle);
  void liquidate_where_due();
  void liquidate(PerpAccount& account, const PerpPosition& position, Price mark);
  void remember(PerpAccount& account, PerpOrder order);

  std::map<std::string, PerpContract> contracts_{};
  PerpState state_{};
};

}  // namespace robson::simulator
