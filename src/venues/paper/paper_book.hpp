#pragma once
// The exchange inside a paper account: pure, it is told the time and the market, and says what happened.
//
//   MARKET, and a LIMIT at or through the opposite quote    filled at once, in full, at that quote (taker)
//   LIMIT                                                    rests; filled in full at its own price (maker) when the
//                                                            opposite quote reaches it; IOC expires instead
//   LIMIT_MAKER                                              the same, refused when it would be filled at once
//   STOP_LOSS                                                wakes on the last trade (without one: on bid or ask) and
//   is
//                                                            filled at the opposite quote, on the next one when that is
//                                                            too old; refused when it would wake at once
//   pair                                                     the legs share their funds; one acts, the other expires
//   entry with pair                                          the pair comes to life for what the filled entry brought
//
// Fees are taken from what is received, cut to 8 places, as Binance does. Base that is not held can be sold: it is
// borrowed, its balance goes below zero, and all that is borrowed may be worth at most what the account is worth.
// Refusals carry Binance's codes and words.
#include <map>

#include "market/quote.hpp"
#include "runtime/ports.hpp"
#include "venues/paper/paper_rules.hpp"
#include "venues/paper/paper_state.hpp"

namespace robson::venues::paper {

// What the account's listener is to hear, in order; of balances the changed ones.
struct Happened {
  std::vector<VenueOrder> orders{};
  Balances balances{};
  bool anything() const { return !orders.empty() || !balances.empty(); }
};

// Loop thread. A request beyond the range of numbers is refused; market facts beyond it throw DecimalOverflow.
class PaperBook {
 public:
  PaperBook(PaperRules rules, PaperState state) : rules_(std::move(rules)), state_(std::move(state)) {}

  void set_instruments(const std::vector<Instrument>& instruments);
  void on_quote(const Quote& quote, Timestamp now, Happened& happened);
  void on_trade(const Trade& trade, Timestamp now, Happened& happened);
  void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at);
  runtime::OrderOutcome carry_out(const VenueRequest& request, Timestamp now, Happened& happened);

  Balances balances() const;
  std::vector<VenueOrder> open_orders() const;
  const PaperState& state() const { return state_; }

 private:
  using Check = std::optional<VenueRefusal>;
  struct Market {
    Instrument instrument{};
    std::optional<Quote> quote{};
    std::optional<Price> last{};
  };
  // One request or one market fact: what it is told of, and when.
  struct Turn {
    Timestamp now{};
    Happened& happened;
  };

  runtime::OrderOutcome perform(const PlaceOrder& request, Turn& turn);
  runtime::OrderOutcome perform(const PlacePair& request, Turn& turn);
  runtime::OrderOutcome perform(const PlaceEntryWithPair& request, Turn& turn);
  runtime::OrderOutcome perform(const ReplaceOrder& request, Turn& turn);
  runtime::OrderOutcome perform(const CancelOrder& request, Turn& turn);
  runtime::OrderOutcome perform(const AskOrder& request, Turn& turn);

  // Whether orders may be placed; `together` are those of one request.
  Check check_order(const NewOrder& order) const;  // the order alone: symbol, filters
  Check check_orders(const std::vector<NewOrder>& together, Timestamp now) const;
  Check check_price(const NewOrder& order) const;  // that a stop or a maker would not act at once
  Check check_money(const std::vector<NewOrder>& sharing) const;
  std::size_t add(const NewOrder& order, std::int64_t list, VenueOrderStatus status, Turn& turn);
  void begin(std::size_t index, Turn& turn);  // a new order meets the market

  // What happens to orders.
  void settle(const Symbol& symbol, Turn& turn);  // the market has moved
  void trigger(PaperOrder& order, Turn& turn);
  void fill_at_market(PaperOrder& order, Turn& turn);
  void fill(PaperOrder& order, Price price, bool is_maker, Turn& turn);
  void begin_pair(const PaperOrder& entry, Turn& turn);
  void end(PaperOrder& order, VenueOrderStatus status, std::string reason, Turn& turn);
  void end_others(const PaperOrder& order, Turn& turn);  // the rest of its list expires
  std::vector<VenueOrder> cancel(const PaperOrder& order, Turn& turn);
  PaperOrder* find_open(const Symbol& symbol, const std::string& client_id);
  void forget_old();
  void tell(const PaperOrder& order, Turn& turn, bool with_fills = false);

  // Money.
  Money needed(const PaperOrder& order) const;  // quote of what buys, base of what sells
  Balances locked() const;
  Money free(const std::string& asset) const;
  void note_changes(const Balances& before, Happened& happened) const;
  std::optional<Price> price_of(const std::string& asset, Side side) const;  // in the account's currency
  Check check_borrowing(const std::string& asset, Money free_after) const;

  Market* market(const std::string& symbol);
  const Market* market(const std::string& symbol) const;
  // Of an order whose market is gone: units of its base.
  Instrument units_of(const std::string& symbol) const;
  bool is_fresh(const Market& market, Timestamp now) const;
  static std::optional<Price> opposite(const Market& market, Side side);
  static bool is_reached(const Market& market, Side side, Price stop);

  PaperRules rules_;
  PaperState state_;
  std::map<std::string, Market> markets_{};
};

}  // namespace robson::venues::paper
