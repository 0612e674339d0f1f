#include "simulator/exchange_ledger.hpp"

#include <algorithm>

#include "base/ensure.hpp"
#include "market/contract.hpp"

namespace robson::simulator {

Balance& Purse::at(std::string_view asset) {
  const auto place = std::ranges::lower_bound(balances_, asset, {}, &Balance::asset);
  if (place != balances_.end() && place->asset == asset) return *place;
  return *balances_.insert(place, Balance{std::string{asset}, {}, {}});
}

const Balance* Purse::find(std::string_view asset) const {
  const auto place = std::ranges::lower_bound(balances_, asset, {}, &Balance::asset);
  return place != balances_.end() && place->asset == asset ? &*place : nullptr;
}

Money Purse::free(std::string_view asset) const {
  const Balance* balance = find(asset);
  return balance ? balance->free : Money{};
}

Money Purse::locked(std::string_view asset) const {
  const Balance* balance = find(asset);
  return balance ? balance->locked : Money{};
}

AccountId Ledger::open(const std::vector<Balance>& start, CommissionRates rates, Timestamp now) {
  const AccountId id{static_cast<std::int64_t>(accounts_.size()) + 1};
  Account& account = accounts_[id];
  account = {id, rates, now, {}};
  for (const Balance& balance : start) {
    account.purse.at(balance.asset).free += balance.free;
  }
  return id;
}

Account& Ledger::account(AccountId id) {
  const auto found = accounts_.find(id);
  ensure(found != accounts_.end(), "an authenticated account exists");
  return found->second;
}

const Account* Ledger::find(AccountId id) const {
  const auto found = accounts_.find(id);
  return found == accounts_.end() ? nullptr : &found->second;
}

void Ledger::put_back(Account account) {
  ensure(account.id.value == static_cast<std::int64_t>(accounts_.size()) + 1, "accounts come back one after the other");
  accounts_.emplace(account.id, std::move(account));
}

void Ledger::put_back(const std::vector<Balance>& fees, const std::vector<Balance>& external) {
  for (const Balance& balance : fees) fees_.at(balance.asset) = balance;
  for (const Balance& balance : external) external_.at(balance.asset) = balance;
}

void Ledger::deposit(Account& account, std::string_view asset, Money amount) {
  Balance& balance = account.purse.at(asset);
  ensure(balance.free + amount >= Money{}, "a withdrawal takes no more than is free");
  balance.free += amount;
}

void Ledger::hold(Account& account, std::string_view asset, Money& held, Money wanted) {
  Balance& balance = account.purse.at(asset);
  const Money more = wanted - held;
  ensure(balance.free >= more && balance.locked >= -more, "no order holds more than the account has");
  balance.free -= more;
  balance.locked += more;
  held = wanted;
}

Settlement Ledger::settle(Account& account, const Instrument& instrument, Side side, Price price, Quantity quantity,
                          bool is_maker) {
  const Money spent = quote_amount(instrument, price, quantity);
  const Money base{base_units(instrument, quantity).value};
  const bool buys = side == Side::BUY;
  const Money paid = buys ? spent : base;
  const Money received = buys ? base : spent;
  const std::string& paid_asset = buys ? instrument.quote : instrument.base;
  const std::string& received_asset = buys ? instrument.base : instrument.quote;
  // Contracts cost their spread: a commission in the base would leave parts of a lot that nobody can sell.
  const Decimal rate = counts_contracts(instrument) ? Decimal{} : is_maker ? account.rates.maker : account.rates.taker;
  const Decimal exact = multiply(received.value, rate, Rounding::toward_zero);
  const Money commission{round_to_places(exact, SymbolRules::precision, Rounding::toward_zero)};

  Balance& from = account.purse.at(paid_asset);
  ensure(from.free >= paid, "a fill is paid from what the account has");
  from.free -= paid;
  account.purse.at(received_asset).free += received - commission;
  fees_.at(received_asset).free += commission;
  external_.at(paid_asset).free += paid;
  external_.at(received_asset).free -= received;
  return {spent, commission, received_asset};
}

}  // namespace robson::simulator
