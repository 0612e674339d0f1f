#include "runtime/account_watch.hpp"

#include "base/log.hpp"

namespace robson::runtime {
namespace {

constexpr auto retry_pause = std::chrono::seconds(2);

}  // namespace

std::string trouble_with(const AccountRights& rights) {
  if (rights.can_withdraw) return "The key may withdraw: make one without that permission.";
  if (!rights.can_trade) return "The key may not trade.";
  return {};
}

AccountWatch::AccountWatch(net::Context& context, Runtime& runtime, TenantId tenant, VenueAccount& account)
    : context_(context),
      runtime_(runtime),
      tenant_(tenant),
      account_(account),
      self_(std::make_shared<AccountWatch*>(this)) {}

void AccountWatch::start() {
  runtime_.set_account(tenant_, &account_);
  account_.watch(*this);
  net::spawn(context_, "open account", open(self_));
}

void AccountWatch::stop() {
  *self_ = nullptr;
  account_.stop();
  runtime_.set_account(tenant_, nullptr);
  runtime_.tell(engine::AccountOpened{.tenant = tenant_, .open = false});
}

// Asks for the key's rights until they are told; only then is anything sent.
net::Task<void> AccountWatch::open(std::shared_ptr<AccountWatch*> self) {
  while (*self != nullptr) {
    const auto rights = co_await (*self)->account_.rights();
    if (*self == nullptr) co_return;
    AccountWatch& watch = **self;
    if (rights) {
      const std::string trouble = trouble_with(*rights);
      if (!trouble.empty()) log::warning("account", {{"client_id", watch.tenant_.value}, {"why", trouble}});
      watch.runtime_.tell(engine::AccountOpened{.tenant = watch.tenant_,
                                                .open = !rights->can_withdraw,
                                                .can_short = rights->can_short,
                                                .offers_entry_lists = rights->offers_entry_lists,
                                                .trouble = trouble});
      co_return;
    }
    if (watch.last_trouble_ != rights.error().text) {
      watch.last_trouble_ = rights.error().text;
      log::warning("account not opened", {{"client_id", watch.tenant_.value}, {"why", watch.last_trouble_}});
    }
    co_await net::sleep_for(std::max<Duration>(retry_pause, rights.error().retry_after));
  }
}

void AccountWatch::read() {
  if (reading_) {
    read_again_ = true;
    return;
  }
  reading_ = true;
  net::spawn(context_, "read account", read_all(self_));
}

net::Task<void> AccountWatch::read_all(std::shared_ptr<AccountWatch*> self) {
  while (*self != nullptr) {
    (*self)->read_again_ = false;
    engine::AccountRead read{.tenant = (*self)->tenant_, .began = (*self)->runtime_.now()};
    auto orders = co_await (*self)->account_.open_orders();
    if (*self == nullptr) co_return;
    auto balances = co_await (*self)->account_.balances();
    if (*self == nullptr) co_return;
    AccountWatch& watch = **self;
    Duration pause = retry_pause;
    if (orders && balances) {
      watch.last_trouble_.clear();
      read.open_orders = std::move(*orders);
      read.balances = std::move(*balances);
      read.ended = watch.runtime_.now();
      watch.runtime_.tell(read);
      if (!watch.read_again_) break;
    } else {
      const VenueError& error = orders ? balances.error() : orders.error();
      if (watch.last_trouble_ != error.text) {
        watch.last_trouble_ = error.text;
        log::warning("account not read", {{"client_id", watch.tenant_.value}, {"why", error.text}});
      }
      pause = std::max<Duration>(retry_pause, error.retry_after);
    }
    co_await net::sleep_for(pause);
  }
  if (*self != nullptr) (*self)->reading_ = false;
}

void AccountWatch::on_balances(const Balances& changed) {
  runtime_.tell(engine::BalancesSeen{tenant_, changed, false});
}

void AccountWatch::on_order(const VenueOrder& order) {
  runtime_.tell(engine::OrderSeen{tenant_, order});
}

void AccountWatch::on_stream_state(StreamState state, std::string_view) {
  runtime_.tell(engine::AccountStreamChanged{tenant_, state});
}

}  // namespace robson::runtime
