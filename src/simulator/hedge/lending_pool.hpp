#pragma once
// A lending venue: leveraged positions in a staked token. Like PerpExchange it knows time and prices only as it is told
// them, and every dollar that leaves one place arrives at another (LendingBooks). Copyable.
//
//   advance(now, rates): debts grow by the rate that stood, then the new rates hold; a position whose health factor is
//   at
//     or under 0 is sold at the token's market price, 5 % of that kept as the penalty, the rest paid back
//   open(account, request), close(account, client_id, close_id): once for each id
#include <string_view>

#include "simulator/hedge/lending_types.hpp"
#include "simulator/hedge/venue_refusal.hpp"

namespace robson::simulator {

class LendingPool {
 public:
  static constexpr std::size_t most_positions = 5'000;  // of an account; the oldest that are over are forgotten

  explicit LendingPool(std::vector<LendingMarket> markets, LendingState kept = {});

  // Nothing happens for a key that has one.
  void add_account(const std::string& key, Money usd);
  bool has_account(std::string_view key) const { return account(key) != nullptr; }

  // `now` does not go back. Rates of unknown markets are passed over.
  void advance(Timestamp now, const std::vector<LendingRates>& rates);

  // The position of that client id, opened now or earlier. CLIENT_ID_IN_USE when that one had other content;
  // UNAVAILABLE before the first rates. What the account may not do is a position that is REJECTED.
  Result<LendingPosition, VenueRefusal> open(std::string_view account, const LendingRequest& request);
  // The same, REJECTED with ON_REQUEST: a fault that was asked for.
  Result<LendingPosition, VenueRefusal> reject(std::string_view account, const LendingRequest& request);
  // Sold at the token's market price, the debt repaid, the rest the account's. The same close_id again does nothing;
  // POSITION_CLOSED for another one.
  Result<LendingPosition, VenueRefusal> close(std::string_view account, std::string_view client_id,
                                              const std::string& close_id);
  Result<LendingPosition, VenueRefusal> position_of(std::string_view account, std::string_view client_id) const;

  // What it is worth, and owes; of one that is over all zeros.
  LendingValue value_of(const LendingPosition& position) const;
  const LendingAccount* account(std::string_view key) const;

  const std::vector<LendingMarket>& markets() const { return markets_; }
  const LendingMarket* market(std::string_view asset, std::string_view token) const;
  // nullptr before the first rates.
  const LendingRates* rates(std::string_view asset, std::string_view token) const;
  Money available(const LendingMarket& market) const;

  const LendingState& state() const { return state_; }

 private:
  Result<LendingPosition, VenueRefusal> once(std::string_view account, const LendingRequest& request, bool refused);
  LendingPosition bought(LendingAccount& account, const LendingMarket& market, const LendingRates& rates,
                         const LendingRequest& request);
  void sell(LendingAccount& account, LendingPosition& position, LendingStatus into);
  void liquidate_where_due();
  Money debt_of(const LendingPosition& position) const;

  std::vector<LendingMarket> markets_{};
  LendingState state_{};
};

}  // namespace robson::simulator
