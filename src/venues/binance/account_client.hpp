#pragma once
// One account at Binance: rights, balances and orders by signed REST, and what happens to it over the WebSocket API.
// Loop thread.
#include <memory>

#include "runtime/ports.hpp"
#include "venues/binance/rest.hpp"
#include "venues/binance/user_stream.hpp"

namespace robson::venues::binance {

// Each request's task stands on its own: it may outlive the client that began it.
class AccountClient final : public runtime::VenueAccount {
 public:
  AccountClient(std::shared_ptr<Rest> rest, Credentials credentials)
      : rest_(std::move(rest)), credentials_(std::move(credentials)) {}
  ~AccountClient() override { AccountClient::stop(); }
  AccountClient(const AccountClient&) = delete;
  AccountClient& operator=(const AccountClient&) = delete;

  // What both the account and the key allow.
  runtime::FromVenue<runtime::AccountRights> rights() override;
  // Every asset of which the account holds something.
  runtime::FromVenue<runtime::Balances> balances() override;
  runtime::FromVenue<std::vector<VenueOrder>> open_orders() override;
  net::Task<runtime::OrderOutcome> carry_out(VenueRequest request) override;
  void watch(runtime::AccountListener& listener) override;
  void stop() override;

 private:
  std::shared_ptr<Rest> rest_;
  Credentials credentials_;
  std::shared_ptr<UserStream> stream_;
};

}  // namespace robson::venues::binance
