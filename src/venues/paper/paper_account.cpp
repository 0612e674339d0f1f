#include "venues/paper/paper_account.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <stdexcept>

#include "base/log.hpp"
#include "venues/paper/paper_book.hpp"

namespace robson::venues::paper {
namespace {

namespace asio = boost::asio;
using runtime::AccountRights;
using runtime::FromVenue;
using runtime::OrderOutcome;
using runtime::StreamState;

constexpr asio::as_tuple_t<asio::use_awaitable_t<net::Executor>> as_result{};
constexpr Duration save_pause = std::chrono::seconds(1);  // after an attempt that failed
constexpr std::size_t most_untold = 10'000;  // events that wait for being saved; while there are more, none is made

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, net::Executor>;

PaperState opening(const PaperRules& rules, PaperStore& store) {
  const auto text = store.load();
  if (!text) {
    PaperState fresh;
    fresh.holdings.push_back({rules.currency, rules.amount});
    return fresh;
  }
  auto state = read_state(*text);
  if (!state) throw std::runtime_error(state.error());
  return std::move(*state);
}

// What is known at once, as a task that needs nobody to live on.
template <class T>
FromVenue<T> answer(T value) {
  co_return value;
}

}  // namespace

class PaperAccount::Impl : public std::enable_shared_from_this<PaperAccount::Impl> {
 public:
  Impl(net::Context& context, const Clock& clock, TenantId tenant, const PaperRules& rules, PaperStore& store)
      : context_(context), clock_(clock), tenant_(tenant), store_(store), book_(rules, opening(rules, store)) {}

  static net::Task<OrderOutcome> carry_out(std::shared_ptr<Impl> self, VenueRequest request);
  template <class Change>
  void on_market(Change change);
  void watch(runtime::AccountListener& listener);
  void stop() { listener_ = nullptr; }
  void end() {
    stop();
    ended_ = true;
    wake(false);
  }

  PaperBook& book() { return book_; }
  TenantId tenant() const { return tenant_; }
  Timestamp now() const { return clock_.now(); }

 private:
  struct Untold {
    std::int64_t change = 0;
    Happened happened{};
  };
  // A request that waits until its change has been saved, or an attempt has failed.
  struct Waiter {
    std::int64_t change = 0;
    Timer timer;
    bool saved = false;
  };

  std::int64_t note(Happened happened);
  static net::Task<bool> saved(std::shared_ptr<Impl> self, std::int64_t change);
  static net::Task<void> save(std::shared_ptr<Impl> self);
  void wake(bool succeeded);
  void tell();

  net::Context& context_;
  const Clock& clock_;
  TenantId tenant_;
  PaperStore& store_;
  PaperBook book_;
  runtime::AccountListener* listener_ = nullptr;
  std::int64_t changes_ = 0;  // so far
  std::int64_t saved_ = 0;    // the last one that has been saved
  bool saving_ = false;
  bool ended_ = false;
  std::deque<Untold> untold_{};
  std::vector<std::shared_ptr<Waiter>> waiting_{};
};

net::Task<OrderOutcome> PaperAccount::Impl::carry_out(std::shared_ptr<Impl> self, VenueRequest request) {
  if (self->untold_.size() >= most_untold) {
    co_return Unexpected(VenueRefusal{
        .kind = VenueRefusalKind::not_sent, .text = "the paper account cannot be saved", .retry_after = save_pause});
  }
  Happened happened;
  OrderOutcome outcome = self->book_.carry_out(request, self->clock_.now(), happened);
  if (!happened.anything()) co_return outcome;
  const std::int64_t change = self->note(std::move(happened));
  const bool done = co_await saved(self, change);
  if (done) co_return outcome;
  co_return Unexpected(VenueRefusal{.kind = VenueRefusalKind::unknown, .text = "the paper account could not be saved"});
}

template <class Change>
void PaperAccount::Impl::on_market(Change change) {
  if (untold_.size() >= most_untold) return;
  Happened happened;
  try {
    change(happened);
  } catch (const DecimalOverflow&) {
    log::error("paper account met a price beyond its numbers", {{"client_id", tenant_.value}});
  }
  if (happened.anything()) note(std::move(happened));
}

std::int64_t PaperAccount::Impl::note(Happened happened) {
  untold_.push_back({++changes_, std::move(happened)});
  if (!saving_ && !ended_) {
    saving_ = true;
    net::spawn(context_, "paper account", save(shared_from_this()));
  }
  return changes_;
}

net::Task<bool> PaperAccount::Impl::saved(std::shared_ptr<Impl> self, std::int64_t change) {
  if (self->saved_ >= change) co_return true;
  if (self->ended_) co_return false;
  auto waiter = std::make_shared<Waiter>(
      Waiter{.change = change, .timer = Timer(self->context_, std::chrono::steady_clock::time_point::max())});
  self->waiting_.push_back(waiter);
  co_await waiter->timer.async_wait(as_result);
  co_return waiter->saved;
}

// One at a time, each with all changes so far, until there is nothing new.
net::Task<void> PaperAccount::Impl::save(std::shared_ptr<Impl> self) {
  while (self->saved_ < self->changes_ && !self->ended_) {
    const std::int64_t change = self->changes_;
    std::string text = write_state(self->book_.state());
    const auto done = co_await self->store_.save(std::move(text));
    if (!done) {
      log::error("paper account not saved", {{"client_id", self->tenant_.value}, {"why", done.error()}});
      self->wake(false);
      co_await net::sleep_for(save_pause);
      continue;
    }
    self->saved_ = change;
    self->wake(true);
    // Behind those whom the line above has woken, so that an answer comes before its events.
    asio::post(self->context_, [self] { self->tell(); });
  }
  self->saving_ = false;
}

void PaperAccount::Impl::wake(bool succeeded) {
  std::erase_if(waiting_, [&](const std::shared_ptr<Waiter>& each) {
    if (succeeded && each->change > saved_) return false;
    each->saved = succeeded;
    each->timer.cancel();
    return true;
  });
}

void PaperAccount::Impl::tell() {
  while (!untold_.empty() && untold_.front().change <= saved_) {
    const Happened happened = std::move(untold_.front().happened);
    untold_.pop_front();
    for (const VenueOrder& order : happened.orders) {
      if (listener_ != nullptr) listener_->on_order(order);
    }
    if (listener_ != nullptr && !happened.balances.empty()) listener_->on_balances(happened.balances);
  }
}

void PaperAccount::Impl::watch(runtime::AccountListener& listener) {
  listener_ = &listener;
  asio::post(context_, [self = shared_from_this(), told = &listener] {
    if (self->listener_ == told) told->on_stream_state(StreamState::live, "the paper account is part of this program");
    if (self->listener_ == told) told->on_balances(self->book_.balances());
  });
}

PaperAccount::PaperAccount(net::Context& context, const Clock& clock, TenantId tenant, const PaperRules& rules,
                           PaperStore& store)
    : impl_(std::make_shared<Impl>(context, clock, tenant, rules, store)) {}

PaperAccount::~PaperAccount() {
  impl_->end();
}

TenantId PaperAccount::tenant() const {
  return impl_->tenant();
}

void PaperAccount::set_instruments(const std::vector<Instrument>& instruments) {
  impl_->book().set_instruments(instruments);
}

void PaperAccount::on_quote(const Quote& quote) {
  impl_->on_market([&](Happened& happened) { impl_->book().on_quote(quote, impl_->now(), happened); });
}

void PaperAccount::on_trade(const Trade& trade) {
  impl_->on_market([&](Happened& happened) { impl_->book().on_trade(trade, impl_->now(), happened); });
}

void PaperAccount::on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) {
  impl_->book().on_confirmed(symbols, at);
}

FromVenue<AccountRights> PaperAccount::rights() {
  return answer(AccountRights{.can_trade = true, .can_withdraw = false, .can_short = true, .offers_entry_lists = true});
}

FromVenue<Balances> PaperAccount::balances() {
  return answer(impl_->book().balances());
}

FromVenue<std::vector<VenueOrder>> PaperAccount::open_orders() {
  return answer(impl_->book().open_orders());
}

net::Task<OrderOutcome> PaperAccount::carry_out(VenueRequest request) {
  return Impl::carry_out(impl_, std::move(request));
}

void PaperAccount::watch(runtime::AccountListener& listener) {
  impl_->watch(listener);
}

void PaperAccount::stop() {
  impl_->stop();
}

}  // namespace robson::venues::paper
