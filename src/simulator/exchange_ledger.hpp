#pragma once
// Who owns what. Every movement of money in the exchange is one of the functions here, and each keeps, for every
// asset, accounts + fees + external constant (deposits aside). Nothing below zero: asking for it aborts, because the
// callers have checked.
#include <map>

#include "simulator/exchange.hpp"

namespace robson::simulator {

// Balances by asset, sorted. A handful of assets, so a row is faster than a tree.
class Purse {
 public:
  Balance& at(std::string_view asset);  // made when it is not there
  Money free(std::string_view asset) const;
  Money locked(std::string_view asset) const;
  const Balance* find(std::string_view asset) const;
  const std::vector<Balance>& balances() const { return balances_; }

 private:
  std::vector<Balance> balances_{};
};

struct Account {
  AccountId id{};
  CommissionRates rates{};
  Timestamp updated{};
  Purse purse{};
};

// What one fill moved.
struct Settlement {
  Money spent{};       // quote: price x base units
  Money commission{};  // in `asset`
  std::string asset{};
};

class Ledger {
 public:
  AccountId open(const std::vector<Balance>& start, CommissionRates rates, Timestamp now);
  Account& account(AccountId id);  // aborts when unknown
  const Account* find(AccountId id) const;
  const std::map<AccountId, Account>& accounts() const { return accounts_; }
  // As they were in an earlier run; before any other account is opened.
  void put_back(Account account);
  void put_back(const std::vector<Balance>& fees, const std::vector<Balance>& external);

  void deposit(Account& account, std::string_view asset, Money amount);
  // Makes `held` (a part of the asset's locked sum) `wanted`, moving the difference to or from free.
  void hold(Account& account, std::string_view asset, Money& held, Money wanted);
  // An account's order was filled (of contracts without a commission): pays from free, receives less commission, the
  // other way round in the books of the rest of the world (where two accounts met, their entries there cancel out).
  Settlement settle(Account& account, const Instrument& instrument, Side side, Price price, Quantity quantity,
                    bool is_maker);

  const Purse& fees() const { return fees_; }
  const Purse& external() const { return external_; }

 private:
  std::map<AccountId, Account> accounts_{};
  Purse fees_{};
  Purse external_{};
};

}  // namespace robson::simulator
