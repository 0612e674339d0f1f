#pragma once
// Keeps the engine told of one tenant's account: what its key may do, the whole of it when the engine asks for a
// comparison, and each change in between. Loop thread; must outlive the context's run.
#include "runtime/runtime.hpp"

namespace robson::runtime {

class AccountWatch final : public AccountListener {
 public:
  AccountWatch(net::Context& context, Runtime& runtime, TenantId tenant, VenueAccount& account);
  AccountWatch(const AccountWatch&) = delete;
  AccountWatch& operator=(const AccountWatch&) = delete;

  // From here on the tenant's requests go to this account.
  void start();
  // Lets go of the account: nothing is told after it.
  void stop();
  // Reads the whole account and tells it; one reading at a time, a wish meanwhile makes one more.
  void read();

  void on_balances(const Balances& changed) override;
  void on_order(const VenueOrder& order) override;
  void on_stream_state(StreamState state, std::string_view why) override;

 private:
  // Both hold on to what they need, so that they may end after the watch.
  static net::Task<void> open(std::shared_ptr<AccountWatch*> self);
  static net::Task<void> read_all(std::shared_ptr<AccountWatch*> self);

  net::Context& context_;
  Runtime& runtime_;
  TenantId tenant_;
  VenueAccount& account_;
  std::shared_ptr<AccountWatch*> self_;  // points to nothing once stopped
  bool reading_ = false;
  bool read_again_ = false;
  std::string last_trouble_;
};

// Why such a key cannot be traded with; empty: it can.
std::string trouble_with(const AccountRights& rights);

}  // namespace robson::runtime
