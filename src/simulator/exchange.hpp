#pragma once
// Exchange: the pure heart of the simulator, a spot exchange with Binance's semantics. No socket, no clock, no thread,
// no JSON: time comes in as a Timestamp, what happened comes out as Events appended to the caller's vector (see
// exchange_events.hpp for their order), the answer to the caller as a value.
//
//   price path --- set_external_book, external_trade ---+
//                                                       v
//                                  one book a symbol: accounts' orders and everybody else's liquidity
//                                                       ^
//   protocol --- place, cancel, OCO, cancel_replace ----+
//
// The market of a tick: first set_external_book (the new depth of the rest of the world), then external_trade, so that
// stop orders which the trade triggers fill against the new book, gaps included.
//
// Money: an account's fills pay commission in the asset received, truncated to 8 places, into the fee account. What
// accounts gain or lose against the rest of the world is booked in the external ledger, so that for each asset
// accounts + fees + external is constant but for deposits.
//
// Stop orders trigger on the last trade price. A triggered order without the money for the gap expires
// (INSUFFICIENT_BALANCES), as does what finds no liquidity.
//
// Home: one thread, the simulator's loop. Errors: a request is refused by a Rejection with the venue's code and
// message and then changed nothing; DecimalOverflow is thrown for amounts beyond the range of Decimal before anything
// changes (numbers above 10^15 are refused as parameters, so only absurd balances can cause it).
#include <memory>

#include "base/result.hpp"
#include "simulator/exchange_events.hpp"
#include "simulator/exchange_kept.hpp"
#include "simulator/exchange_rules.hpp"

namespace robson::simulator {

// How much is remembered; what is older is dropped. Orders and trades are counted per account and symbol. At least 100
// closed orders and lists are kept.
struct HistoryLimits {
  std::size_t closed_orders = 50'000;
  std::size_t account_trades = 50'000;
  std::size_t closed_lists = 50'000;   // per account
  std::size_t public_trades = 10'000;  // per symbol
};
struct CommissionRates {
  Decimal maker = Decimal::from_units(1'000'000'000);  // 0.1 %
  Decimal taker = Decimal::from_units(1'000'000'000);
};
// A trade between others than our accounts. `buyer_is_maker`: the seller took.
struct ExternalTrade {
  Price price{};        // > 0
  Quantity quantity{};  // > 0
  bool buyer_is_maker = false;
};
struct AccountView {
  AccountId id{};
  CommissionRates rates{};
  Timestamp updated{};
  std::vector<Balance> balances{};  // sorted by asset; assets once held stay, with zeros
};

class Exchange {
 public:
  explicit Exchange(HistoryLimits limits = {});
  ~Exchange();
  Exchange(Exchange&&) noexcept;
  Exchange& operator=(Exchange&&) noexcept;

  // --- Setting up. A symbol known already gets the new rules; throws std::invalid_argument for rules that cannot
  // hold (tick or step not above 0, or price x quantity not exact to 10^-12).
  void add_symbol(SymbolRules rules);
  AccountId add_account(const std::vector<Balance>& start, CommissionRates rates, Timestamp now);
  // A negative amount is a withdrawal. Refuses an unknown account, a withdrawal of more than is free.
  Result<void, Rejection> deposit(AccountId account, std::string_view asset, Money amount, Timestamp now, Events& out);

  // --- The rest of the world. Symbols must be known (else aborts: the price path is part of this program).
  // Replaces everybody else's liquidity: bids from the highest down, asks from the lowest up, not crossed. Accounts'
  // resting orders that it crosses are filled at their own prices, as far as the crossing quantity goes.
  void set_external_book(const Symbol& symbol, std::span<const Level> bids, std::span<const Level> asks, Timestamp now,
                         Events& out);
  // Prints `trade` on the tape in full (in parts where accounts had a share), moves the last price, triggers stops.
  // Accounts' orders at better prices than the trade's, on either side, are filled first, in full, at their own
  // prices and on top of the quantity; an order at the very price on the maker's side fills when its turn in the
  // queue comes.
  void external_trade(const Symbol& symbol, const ExternalTrade& trade, Timestamp now, Events& out);

  // --- Accounts. The account must be known (else aborts: the protocol layer has authenticated it).
  Result<PlacedOrder, Rejection> place(AccountId account, const NewOrder& order, Timestamp now, Events& out);
  // POST order/test: parameters and filters only, neither money nor book.
  Result<void, Rejection> test(const NewOrder& order, Timestamp now) const;
  Result<PlacedList, Rejection> place_oco(AccountId account, const NewOco& oco, Timestamp now, Events& out);
  // Orders that are PENDING_NEW in the answer may be placed by the time that it is read: see `order`.
  Result<PlacedList, Rejection> place_oto(AccountId account, const NewOto& oto, Timestamp now, Events& out);
  Result<Cancelled, Rejection> cancel(AccountId account, const CancelOrder& request, Timestamp now, Events& out);
  // All of the account's open orders and lists on the symbol; -2011 when there are none.
  Result<std::vector<Cancelled>, Rejection> cancel_all(AccountId account, const Symbol& symbol, Timestamp now,
                                                       Events& out);
  Result<CancelledList, Rejection> cancel_list(AccountId account, const Symbol& symbol, const ListRef& list,
                                               const std::string& cancel_client_id, Timestamp now, Events& out);
  // A Rejection only when the new order fails its parameters or filters, which are looked at while the old order still
  // counts (nothing was tried then); see CancelReplaced.
  Result<CancelReplaced, Rejection> cancel_replace(AccountId account, const CancelReplace& request, Timestamp now,
                                                   Events& out);

  // --- Faults. The account's next order on the symbol that takes liquidity (a triggered stop counts) gets at most
  // `quantity` of the outside's, 0 for nothing. What a resting order then must not cross leaves the book until the
  // next set_external_book.
  void cap_next_fill(AccountId account, const Symbol& symbol, Quantity quantity);
  // Somebody outside trades with a resting order of the account's, at its price: `quantity` of it, or all that is left.
  // False when there is no such order in the book.
  bool fill_resting(AccountId account, const Symbol& symbol, const OrderRef& order, std::optional<Quantity> quantity,
                    Timestamp now, Events& out);

  // --- Questions. Unknown symbols are refused with -1121, unknown orders with -2013, unknown lists with -2018.
  Result<Order, Rejection> order(AccountId account, const Symbol& symbol, const OrderRef& ref) const;
  // No symbol: all symbols.
  Result<std::vector<Order>, Rejection> open_orders(AccountId account, const std::optional<Symbol>& symbol) const;
  // from_id is an order id; start and end are compared with the time of creation.
  Result<std::vector<Order>, Rejection> all_orders(AccountId account, const Symbol& symbol, const Page& page) const;
  // from_id is a trade id. With `order` only its trades.
  Result<std::vector<AccountTrade>, Rejection> my_trades(AccountId account, const Symbol& symbol,
                                                         std::optional<OrderId> order, const Page& page) const;
  Result<OrderList, Rejection> order_list(AccountId account, const ListRef& list) const;
  std::vector<OrderList> open_order_lists(AccountId account) const;
  std::vector<OrderList> all_order_lists(AccountId account, const Page& page) const;
  std::optional<AccountView> account(AccountId account) const;

  // The public market. Null or nothing when the symbol is unknown.
  const SymbolRules* rules(const Symbol& symbol) const;
  std::vector<SymbolRules> all_rules() const;  // sorted by symbol
  // At most 5,000 levels a side; last_update_id is the final_id of the last BookChange.
  Depth depth(const Symbol& symbol, std::size_t levels) const;
  std::optional<Level> best(const Symbol& symbol, Side side) const;
  std::optional<PublicTrade> last_trade(const Symbol& symbol) const;
  // The latest `limit`, or those from `from_id` on, oldest first.
  std::vector<PublicTrade> trades(const Symbol& symbol, std::optional<std::int64_t> from_id, std::size_t limit) const;
  // Volume-weighted over the last 5 minutes; the last price when nothing traded; none before the first trade.
  std::optional<Price> average_price(const Symbol& symbol, Timestamp now) const;

  // --- Outliving the program. What may be kept at `now`:
  KeptExchange keep(const KeepLimits& limits, Timestamp now) const;
  // Grows with whatever accounts do or are given.
  std::int64_t changes() const;
  // To go on from `kept`, which has no fault (fault_of): symbols are added first; number_on before the first trade, so
  // that ids of the tape and the book go on; restore before the first account. Open orders are in the book again (the
  // next set_external_book fills those that the market has passed) or wait for their stops.
  void number_on(const KeptExchange& kept);
  void restore(const KeptExchange& kept);

  // --- For tests and audits: what the exchange earned, and what the rest of the world gained or lost, by asset.
  std::vector<Balance> fees() const;
  std::vector<Balance> external() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace robson::simulator
