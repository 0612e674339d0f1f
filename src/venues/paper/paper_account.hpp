#pragma once
// A trading account inside this program (venue kind PAPER): fills against the real market's quotes, with invented
// money. PaperBook decides; this saves and tells.
//
//   request or market fact --> PaperBook changes --> saved by PaperStore --> answer --> listener hears
//
// Nothing is answered or told before it has been saved. Should saving fail, the request's outcome is `unknown` (it
// stands in memory and will be saved with the next attempt, one a second; a crash before that loses it).
#include <memory>

#include "runtime/ports.hpp"
#include "venues/paper/paper_rules.hpp"

namespace robson::venues::paper {

// Loop thread. `context`, `clock` and `store` outlive it; tasks that it has begun may end after it.
class PaperAccount final : public runtime::VenueAccount {
 public:
  // Throws std::runtime_error when what `store` holds is no paper account: invented money starts anew only when the
  // store is empty.
  PaperAccount(net::Context& context, const Clock& clock, TenantId tenant, const PaperRules& rules, PaperStore& store);
  ~PaperAccount() override;
  PaperAccount(const PaperAccount&) = delete;
  PaperAccount& operator=(const PaperAccount&) = delete;

  TenantId tenant() const;
  // The market that it trades on: instruments first, then what a MarketListener is told.
  void set_instruments(const std::vector<Instrument>& instruments);
  void on_quote(const Quote& quote);
  void on_trade(const Trade& trade);
  void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at);

  runtime::FromVenue<runtime::AccountRights> rights() override;
  runtime::FromVenue<runtime::Balances> balances() override;
  runtime::FromVenue<std::vector<VenueOrder>> open_orders() override;
  net::Task<runtime::OrderOutcome> carry_out(VenueRequest request) override;
  void watch(runtime::AccountListener& listener) override;
  void stop() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace robson::venues::paper
