#pragma once
// What the strategy must still know after a crash: positions with the acts that are out, pauses, breakers, the
// configuration, cursors, counters and the answers already given. Written and read as JSON (json::text_of,
// json::read<State>). Market data are not part of it; they come anew. Times are whole milliseconds, as JSON has them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hedge/breakers.hpp"
#include "hedge/pauses.hpp"
#include "reference_bot/strategy/output.hpp"

namespace robson::hedge {
BOOST_DESCRIBE_ENUM(Urgency, ordinary, emergency)
BOOST_DESCRIBE_STRUCT(PauseSet, (), (pauses, last_id))
BOOST_DESCRIBE_STRUCT(BreakerSet, (), (breakers, last_id))
}  // namespace robson::hedge

namespace robson::reference_bot {

enum class Purpose { open, close, rebalance };
BOOST_DESCRIBE_ENUM(Purpose, open, close, rebalance)

// An act that is out at a venue: written before it goes, gone when its outcome is known. The id says everything:
// "<installation>-<position>-<leg>-<purpose>-<attempt>". It is sent again only under the same id, and only after the
// venue said that it does not know it.
struct Intent {
  std::string client_id{};  // of the close, for the long leg
  Purpose purpose{};
  Timestamp made_at{};
  Timestamp sent_at{};   // last
  bool unclear = false;  // its outcome has to be asked for
  int asked = 0;
  std::optional<Timestamp> ask_at{};
  std::optional<PerpOrderRequest> order{};
  std::optional<LendingOpenRequest> lending{};
};
BOOST_DESCRIBE_STRUCT(Intent, (), (client_id, purpose, made_at, sent_at, unclear, asked, ask_at, order, lending))

struct LongBook {
  hedge::LegState state{};
  std::string client_id{};  // the venue's name of the position
  std::optional<std::string> position_pda{};
  Decimal collateral_usd{};
  Decimal borrowed_usd{};
  Decimal token_amount{};
  std::optional<Decimal> entry_price{};  // USD for one token
  std::optional<Decimal> entry_pool_rate{};
  std::optional<Decimal> last_price{};  // of one token, at which it could last be sold, or was
  std::optional<Decimal> last_pool_rate{};
  std::optional<Decimal> last_asset_price{};
  Decimal debt_usd{};
  Decimal value_usd{};
  std::optional<Decimal> health_factor{};
  Decimal liquidation_threshold{};
  Decimal fees{};
  Decimal interest{};
  std::optional<Decimal> proceeds_usd{};
  int attempts = 0;  // ids used up
  std::optional<Intent> intent{};
  std::optional<std::string> detail{};
  Timestamp settled_at{};  // when the last act was over: what was asked before it does not count
};
BOOST_DESCRIBE_STRUCT(LongBook, (),
                      (state, client_id, position_pda, collateral_usd, borrowed_usd, token_amount, entry_price,
                       entry_pool_rate, last_price, last_pool_rate, last_asset_price, debt_usd, value_usd,
                       health_factor, liquidation_threshold, fees, interest, proceeds_usd, attempts, intent, detail,
                       settled_at))

struct ShortBook {
  hedge::LegState state{};
  std::string coin{};
  Decimal size{};  // of the short, without a sign
  Decimal cash{};  // sold less bought back, exact: short P&L = cash - size x mark
  Decimal fees{};
  Decimal opened_size{};                 // all that was ever sold
  std::optional<Decimal> entry_price{};  // average of what was sold
  Decimal leverage{};
  Decimal margin{};
  std::optional<Decimal> margin_fraction{};
  std::optional<Decimal> last_mark{};
  std::optional<Decimal> last_rate{};
  std::optional<Timestamp> first_fill_at{};  // the venue's clock: whose funding it is
  std::optional<Timestamp> last_fill_at{};
  int attempts = 0;
  std::optional<Intent> intent{};
  std::optional<std::string> detail{};
  Timestamp settled_at{};
};
BOOST_DESCRIBE_STRUCT(ShortBook, (),
                      (state, coin, size, cash, fees, opened_size, entry_price, leverage, margin, margin_fraction,
                       last_mark, last_rate, first_fill_at, last_fill_at, attempts, intent, detail, settled_at))

struct Exit {
  hedge::Urgency urgency{};
  std::string reason{};
  std::string by{};
  Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(Exit, (), (urgency, reason, by, at))

struct Book {  // a position
  std::string position_id{};
  std::string asset{};
  std::string token{};
  std::string protocol{};
  hedge::PositionStatus status{};
  Decimal leverage{};
  Timestamp created_at{};
  std::optional<Timestamp> opened_at{};
  std::optional<Timestamp> closed_at{};
  Timestamp open_by{};  // both legs stand by then, or it is unwound
  LongBook asgard{};
  ShortBook hyperliquid{};
  Decimal funding{};
  Decimal capital_usd{};  // that was really used: collateral and margin
  std::optional<Decimal> realized_pnl{};
  hedge::HealthStatus health = hedge::HealthStatus::unknown;
  std::optional<Timestamp> critical_since{};
  std::optional<Timestamp> negative_since{};
  std::optional<bool> receiving{};  // funding; for the flip
  std::optional<Exit> exit{};       // it is to be closed
  std::vector<bot_api::LifeEvent> lifecycle{};
  std::optional<bot_api::Stuck> stuck{};
  std::optional<Timestamp> retry_at{};
  int retries = 0;
  bool drift_told = false;
  std::optional<bool> critical_drift_told{};  // optional: states written before it was there are read too
};
BOOST_DESCRIBE_STRUCT(Book, (),
                      (position_id, asset, token, protocol, status, leverage, created_at, opened_at, closed_at, open_by,
                       asgard, hyperliquid, funding, capital_usd, realized_pnl, health, critical_since, negative_since,
                       receiving, exit, lifecycle, stuck, retry_at, retries, drift_told, critical_drift_told))

// Nothing is left of it, and nothing will happen to it any more.
inline bool is_over(const Book& book) {
  return book.status == hedge::PositionStatus::closed || book.status == hedge::PositionStatus::liquidated;
}

struct KeptAnswer {
  std::string request_id{};
  Timestamp at{};
  std::string command{};  // its kind and target: the same id for something else is refused
  Reply reply{};
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (request_id, at, command, reply))

struct Totals {  // of positions that ended, for ever
  Decimal realized_pnl{};
  Decimal position_pnl{};
  Decimal funding{};
  Decimal unassigned_funding{};  // of coins that no position of ours held
  std::int64_t closed_positions = 0;
  std::int64_t winning_positions = 0;
};
BOOST_DESCRIBE_STRUCT(Totals, (),
                      (realized_pnl, position_pnl, funding, unassigned_funding, closed_positions, winning_positions))

struct State {
  int format = 1;
  std::string installation{};  // part of every id; given once, by the shell
  bot_api::Config config{};
  hedge::PauseSet pauses{};
  hedge::BreakerSet breakers{};
  std::vector<Book> positions{};  // all that are not over, and those that ended within 24 hours
  std::vector<KeptAnswer> answers{};
  Totals totals{};
  std::int64_t last_position = 0;
  std::int64_t last_event = 0;
  std::int64_t last_trade = 0;
  std::int64_t last_payment = 0;
  std::int64_t payment_cursor = 0;      // the venue's id: booked up to here
  std::int64_t liquidation_cursor = 0;  // the venue's id
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (format, installation, config, pauses, breakers, positions, answers, totals, last_position,
                       last_event, last_trade, last_payment, payment_cursor, liquidation_cursor))

}  // namespace robson::reference_bot
