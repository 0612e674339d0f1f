#include "reference_bot/strategy/turn.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hedge/earnings.hpp"

namespace robson::reference_bot {
namespace {

constexpr std::size_t most_answers = 2'000;
constexpr std::size_t most_lifecycle = 100;
constexpr Duration kept_for = std::chrono::hours(24);
constexpr Rounding rounded = Rounding::half_away_from_zero;

bool has_doubt(const Book& book, const std::set<std::string>& doubtful) {
  const auto in = [&](const std::optional<Intent>& intent) { return intent && doubtful.contains(intent->client_id); };
  return in(book.asgard.intent) || in(book.hyperliquid.intent);
}

}  // namespace

std::string_view leg_word(hedge::Leg leg) {
  return leg == hedge::Leg::asgard ? "long leg" : "short leg";
}

Decimal long_coins(const Book& book) {
  if (book.asgard.state != hedge::LegState::open && book.asgard.state != hedge::LegState::closing &&
      book.asgard.state != hedge::LegState::failed)
    return {};
  if (book.asgard.proceeds_usd || !book.asgard.last_pool_rate) return {};
  return multiply(book.asgard.token_amount, *book.asgard.last_pool_rate, Rounding::floor);
}

Decimal balanced_size(const Book& book, Decimal step) {
  return round_to_step(long_coins(book), step, Rounding::floor);
}

hedge::ShortLeg short_leg(const Book& book) {
  return {.size = book.hyperliquid.size,
          .entry = book.hyperliquid.entry_price.value_or(Decimal{}),
          .margin = book.hyperliquid.margin};
}

hedge::Profit profit_of(const Book& book) {
  const LongBook& held = book.asgard;
  const ShortBook& sold = book.hyperliquid;
  hedge::Profit profit{.funding = book.funding, .fees = held.fees + sold.fees};
  profit.of_short = sold.cash;
  if (sold.size.is_positive() && sold.last_mark) profit.of_short -= multiply(sold.size, *sold.last_mark, rounded);
  if (!held.entry_price) return profit;
  const Decimal entry_rate = held.entry_pool_rate.value_or(Decimal::integer(1));
  const hedge::LongChange change =
      hedge::long_change(held.token_amount, *held.entry_price, held.last_price.value_or(*held.entry_price), entry_rate,
                         held.last_pool_rate.value_or(entry_rate), held.last_asset_price.value_or(Decimal{}));
  profit.staking_yield = change.by_staking;
  profit.borrow_cost = held.interest;
  profit.of_long = change.by_price;
  // Once it ended, what came back says it all; the parts are made to sum to it.
  if (held.proceeds_usd) {
    profit.of_long = *held.proceeds_usd - held.collateral_usd + held.fees + held.interest - profit.staking_yield;
  }
  return profit;
}

void Turn::tell(Told told) {
  bot_api::Event event{.id = ++state_.last_event,
                       .at = now_,
                       .type = told.type,
                       .severity = told.severity,
                       .text = std::move(told.text),
                       .data = {std::move(told.data)}};
  if (told.book != nullptr) {
    event.position_id = told.book->position_id;
    event.asset = told.book->asset;
  }
  out_.events.push_back(std::move(event));
  out_.durable = true;
}

void Turn::live(Book& book, hedge::PositionStatus status, std::string text) {
  book.status = status;
  // The beginning stays; of a long story the newest too.
  if (book.lifecycle.size() >= most_lifecycle) book.lifecycle.erase(book.lifecycle.begin() + most_lifecycle / 2);
  book.lifecycle.push_back({.at = now_, .status = status, .text = std::move(text)});
  out_.durable = true;
}

Book* Turn::find(const std::string& id) {
  const auto found = std::ranges::find(state_.positions, id, &Book::position_id);
  return found == state_.positions.end() ? nullptr : &*found;
}

Book* Turn::with_client_id(hedge::Leg leg, const std::string& client_id) {
  const auto found = std::ranges::find_if(state_.positions, [&](const Book& book) {
    const auto& intent = leg == hedge::Leg::asgard ? book.asgard.intent : book.hyperliquid.intent;
    return intent && intent->client_id == client_id;
  });
  return found == state_.positions.end() ? nullptr : &*found;
}

const PerpMarket* Turn::perp(const std::string& coin) const {
  if (!strategy_.perp_.last) return nullptr;
  const auto& markets = strategy_.perp_.last->markets;
  const auto found = std::ranges::find(markets, coin, &PerpMarket::coin);
  return found == markets.end() ? nullptr : &*found;
}

const LendingMarket* Turn::lending(const Book& book) const {
  if (!strategy_.lending_.last) return nullptr;
  const auto& markets = strategy_.lending_.last->markets;
  const auto found = std::ranges::find_if(markets, [&](const LendingMarket& market) {
    return market.asset == book.asset && market.token == book.token && market.protocol == book.protocol;
  });
  return found == markets.end() ? nullptr : &*found;
}

bool Turn::is_heard(hedge::Leg venue) const {
  return venue == hedge::Leg::asgard ? strategy_.lending_.last && strategy_.lending_asked_at_
                                     : strategy_.perp_.last && strategy_.perp_asked_at_;
}

bool Turn::is_fresh(hedge::Leg venue) const {
  const auto at = venue == hedge::Leg::asgard ? strategy_.lending_.fresh_at : strategy_.perp_.fresh_at;
  return at && now_ - *at <= strategy_.rules_.market_stale;
}

bool Turn::are_chains_fresh() const {
  return strategy_.chains_at_ && now_ - *strategy_.chains_at_ <= strategy_.rules_.market_stale;
}

bool Turn::is_connected(hedge::Leg venue) const {
  if (!are_chains_fresh()) return false;
  const std::string_view name = venue == hedge::Leg::asgard ? "solana" : "arbitrum";
  const auto found = std::ranges::find(strategy_.chains_, name, &ChainHealth::name);
  return found != strategy_.chains_.end() && found->connected;
}

int Turn::live_positions() const {
  return static_cast<int>(std::ranges::count_if(state_.positions, [](const Book& book) { return !is_over(book); }));
}

Reply Turn::answered(const Asked& asked, std::string command, Reply reply) {
  out_.durable = true;
  if (asked.request_id.empty()) return reply;
  if (state_.answers.size() >= most_answers) state_.answers.erase(state_.answers.begin());
  state_.answers.push_back({.request_id = asked.request_id, .at = now_, .command = std::move(command), .reply = reply});
  return reply;
}

void Turn::finish() {
  // `enter` may have added one: by index.
  for (std::size_t i = 0; i < state_.positions.size(); ++i) {
    if (!is_over(state_.positions[i])) attend(state_.positions[i]);
  }
  decide_state();
}

void Turn::prune() {
  const auto old = [&](Timestamp at) { return now_ - at > kept_for; };
  std::erase_if(state_.positions,
                [&](const Book& book) { return is_over(book) && old(book.closed_at.value_or(now_)); });
  std::erase_if(state_.answers, [&](const KeptAnswer& one) { return old(one.at); });
  state_.breakers.forget(now_);
}

void Turn::decide_state() {
  using hedge::BotState;
  const bool heard = is_heard(hedge::Leg::asgard) && is_heard(hedge::Leg::hyperliquid) && strategy_.chains_at_;
  std::string why;
  const auto add = [&](const std::string& text) { why += (why.empty() ? "" : "; ") + text; };
  if (strategy_.lending_silence_.silent) add("lending venue: " + strategy_.lending_silence_.why);
  if (strategy_.perp_silence_.silent) add("perpetuals venue: " + strategy_.perp_silence_.why);
  for (const ChainHealth& chain : strategy_.chains_) {
    if (!chain.connected) add(chain.name + " is not connected");
  }
  if (heard && !is_fresh(hedge::Leg::asgard)) add("lending data are old");
  if (heard && !is_fresh(hedge::Leg::hyperliquid)) add("perpetuals data are old");
  if (heard && !are_chains_fresh()) add("chain data are old");

  BotState next = why.empty() ? BotState::running : BotState::degraded;
  strategy_.recovery_.reset();
  if (strategy_.bot_state_ == BotState::recovering || strategy_.bot_state_ == BotState::starting) {
    int total = 0;
    int done = 0;
    for (const Book& book : state_.positions) {
      if (is_over(book)) continue;
      ++total;
      if (heard && !has_doubt(book, strategy_.doubtful_)) ++done;
    }
    if (strategy_.bot_state_ == BotState::recovering && (!heard || done < total)) {
      next = BotState::recovering;
      strategy_.recovery_ =
          bot_api::RecoveryProgress{heard ? "asking for acts that were out" : "reading the venues", done, total};
    } else if (!heard) {
      next = BotState::starting;
      if (why.empty()) why = "waiting for the venues' first answers";
    }
  }
  if (strategy_.shutting_down_) next = BotState::shutdown;
  strategy_.detail_ = why;
  if (next == strategy_.bot_state_) return;
  const bool worse = next == BotState::degraded;
  tell({.type = hedge::BotEventType::state_change,
        .severity = worse ? hedge::Severity::warning : hedge::Severity::info,
        .text = fmt::format("The bot is {}{}{}.", next == BotState::shutdown ? "shutting down" : json::name_of(next),
                            why.empty() ? "" : ": ", why),
        .data = fmt::format(R"({{"from":"{}","to":"{}"}})", json::name_of(strategy_.bot_state_), json::name_of(next))});
  strategy_.bot_state_ = next;
}

}  // namespace robson::reference_bot
