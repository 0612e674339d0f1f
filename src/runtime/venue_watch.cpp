#include "runtime/venue_watch.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace robson::runtime {
namespace {

constexpr auto retry_pause = std::chrono::seconds(2);
constexpr auto list_pause = std::chrono::hours(1);
constexpr auto rest_check_pause = std::chrono::seconds(10);

}  // namespace

VenueWatch::VenueWatch(net::Context& context, Runtime& runtime, MarketDesk& desk, MarketData& venue,
                       std::function<void(const std::vector<Instrument>&)> on_instruments)
    : context_(context), runtime_(runtime), desk_(desk), venue_(venue), on_instruments_(std::move(on_instruments)) {}

void VenueWatch::start(std::vector<Symbol> symbols) {
  symbols_ = std::move(symbols);
  venue_.watch(symbols_, *this);
  net::spawn(context_, "list instruments", list_instruments());
  net::spawn(context_, "check venue", check_rest());
}

void VenueWatch::stop() {
  stopped_ = true;
  venue_.stop();
}

void VenueWatch::add(const Symbol& symbol) {
  if (stopped_ || std::ranges::find(symbols_, symbol) != symbols_.end()) return;
  symbols_.push_back(symbol);
  venue_.watch(symbols_, *this);
}

net::Task<void> VenueWatch::list_instruments() {
  std::string last_trouble;
  while (!stopped_) {
    const auto listed = co_await venue_.instruments();
    if (stopped_) co_return;
    if (listed) {
      last_trouble.clear();
      runtime_.tell(engine::InstrumentsListed{*listed, true});
      on_instruments_(*listed);
      log::info("instruments listed", {{"venue", venue_.name()}, {"count", listed->size()}});
    } else if (last_trouble != listed.error().text) {
      last_trouble = listed.error().text;
      log::warning("venue does not list its instruments", {{"venue", venue_.name()}, {"why", last_trouble}});
    }
    const Duration pause = listed ? Duration(list_pause) : std::max(Duration(retry_pause), listed.error().retry_after);
    co_await net::sleep_for(pause);
  }
}

net::Task<void> VenueWatch::check_rest() {
  while (!stopped_) {
    const auto answered = co_await venue_.ping();
    if (answered) {
      rest_ = {.ok = true, .took = *answered, .why = ""};
    } else {
      rest_ = {.ok = false, .took = {}, .why = answered.error().text};
    }
    co_await net::sleep_for(rest_check_pause);
  }
}

void VenueWatch::on_quote(const Quote& quote) {
  runtime_.tell(engine::QuoteSeen{quote});
  if (other_ != nullptr) other_->on_quote(quote);
}

void VenueWatch::on_trade(const Trade& trade) {
  desk_.on_trade(trade);
  runtime_.tell(engine::TradeSeen{trade});
  if (other_ != nullptr) other_->on_trade(trade);
}

void VenueWatch::on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) {
  runtime_.tell(engine::StreamConfirmed{symbols, at});
  if (other_ != nullptr) other_->on_confirmed(symbols, at);
}

void VenueWatch::on_stream_state(StreamState state, std::string_view why) {
  runtime_.tell(engine::StreamChanged{state, std::string(why)});
}

}  // namespace robson::runtime
