#include "venues/binance/account_client.hpp"

namespace robson::venues::binance {

runtime::FromVenue<runtime::Balances> AccountClient::balances() {
  auto account = co_await fetch_account(rest_, credentials_);
  if (!account) co_return Unexpected(std::move(account.error()));
  runtime::Balances held;
  for (const AssetBalance& balance : account->balances) {
    if (balance.free.is_zero() && balance.locked.is_zero()) continue;
    held[balance.asset] = {balance.free, balance.locked};
  }
  co_return held;
}

void AccountClient::watch(runtime::AccountListener& listener) {
  stop();
  stream_ = std::make_shared<UserStream>(rest_, credentials_, listener);
  stream_->start();
}

void AccountClient::stop() {
  if (stream_) stream_->stop();
  stream_.reset();
}

}  // namespace robson::venues::binance
