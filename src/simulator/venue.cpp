// Who has an account at the venue, in this run and in those before.
#include "simulator/venue.hpp"

namespace robson::simulator {

bool Venue::open(const AccountOption& account, Timestamp created, bool at_run_time) {
  AccountId id{};
  const auto earlier = earlier_keys_.find(account.key);
  if (!account.same_as.empty()) {
    const KeyRing::Key* other = keys.find(account.same_as);
    if (other == nullptr) return false;
    id = other->account;
  } else if (earlier != earlier_keys_.end()) {
    id = earlier->second.account;
    created = earlier->second.created;
  } else {
    id = market.exchange().add_account(account.balances, {}, created);
  }
  keys.add(account.key, {account.secret, id, account.permission, created, at_run_time});
  return true;
}

KeptState Venue::keep(Timestamp wall, bool at_the_end) const {
  const Timestamp now = market.time(wall);
  KeptState state;
  state.saved = wall;
  state.market_time = now;
  state.ended = at_the_end;
  state.exchange = market.exchange().keep({}, now);
  auto all = earlier_keys_;
  for (const auto& entry : keys.all()) {
    const KeyRing::Key& key = entry.second;
    const std::string secret = key.made_at_run_time ? key.secret.reveal() : std::string();
    all.insert_or_assign(entry.first,
                         KeptKey{entry.first, secret, key.account, key.permission, key.created, key.made_at_run_time});
  }
  for (auto& entry : all) state.keys.push_back(std::move(entry.second));
  for (const auto& entry : market.symbols()) {
    const SymbolMarket& path = *entry.second;
    if (!path.is_synthetic()) continue;
    state.paths.push_back(
        {entry.first, static_cast<std::int64_t>(path.seed()), path.grid().tick, path.offset(), path.last_price()});
  }
  state.hedge = hedge.keep(wall);
  for (const KeptMarket& earlier : earlier_markets_) {
    if (market.find(earlier.symbol) == nullptr) state.exchange.markets.push_back(earlier);
  }
  for (const KeptPath& earlier : earlier_paths_) {
    const SymbolMarket* now_traded = market.find(earlier.symbol);
    if (now_traded == nullptr || !now_traded->is_synthetic()) state.paths.push_back(earlier);
  }
  return state;
}

void Venue::go_on_from(const KeptState& kept) {
  earlier_markets_ = kept.exchange.markets;
  earlier_paths_ = kept.paths;
  for (const KeptKey& key : kept.keys) {
    earlier_keys_.insert_or_assign(key.key, key);
    if (key.made_at_run_time) {
      keys.add(key.key, {Secret(key.secret), key.account, key.permission, key.created, true});
    }
  }
}

}  // namespace robson::simulator
