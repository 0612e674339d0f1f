#pragma once
// One account at Binance: balances by signed REST, and what happens to it over the WebSocket API. Loop thread.
#include <memory>

#include "runtime/ports.hpp"
#include "venues/binance/rest.hpp"
#include "venues/binance/user_stream.hpp"

namespace robson::venues::binance {

class AccountClient final : public runtime::VenueAccount {
 public:
  AccountClient(std::shared_ptr<Rest> rest, Credentials credentials)
      : rest_(std::move(rest)), credentials_(std::move(credentials)) {}
  ~AccountClient() override { AccountClient::stop(); }
  AccountClient(const AccountClient&) = delete;
  AccountClient& operator=(const AccountClient&) = delete;

  // Every asset of which the account holds something.
  runtime::FromVenue<runtime::Balances> balances() override;
  void watch(runtime::AccountListener& listener) override;
  void stop() override;

 private:
  std::shared_ptr<Rest> rest_;
  Credentials credentials_;
  std::shared_ptr<UserStream> stream_;
};

}  // namespace robson::venues::binance
