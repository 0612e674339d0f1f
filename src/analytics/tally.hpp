#pragma once
// Trades added up in one pass: the sums, and what follows from them. Amounts are exact; what is divided is so to 12
// places. What does not exist (an average of nothing, a quotient by nothing) is none, never a stand-in.
//
//   win, loss       net > 0, net < 0; net = 0 is break-even
//   win rate        wins / trades
//   net             sum of net = gross profit + gross loss
//   gross profit    sum of net of the wins; gross loss: of the losses (not positive)
//   profit factor   gross profit / -gross loss; none without losses
//   expectancy      net / trades
//   average win     gross profit / wins; average loss: gross loss / losses
//   average R       mean of the R-multiples (trade.hpp) of the trades that have one
//   holding time    mean of closing - opening
#include <array>

#include "analytics/trade.hpp"

namespace robson::analytics {

// How many trades' R lies in [from, to), in half R; the first and last bucket are open.
inline constexpr std::array r_edges = {-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8};  // in halves: -2R ... 4R
inline constexpr std::size_t r_buckets = r_edges.size() + 1;

class Tally {
 public:
  void add(const Trade& trade);

  std::int64_t trades() const { return wins_ + losses_ + break_even_; }
  std::int64_t wins() const { return wins_; }
  std::int64_t losses() const { return losses_; }
  std::int64_t break_even() const { return break_even_; }
  Money net() const { return gross_profit_ + gross_loss_; }
  Money gross_profit() const { return gross_profit_; }
  Money gross_loss() const { return gross_loss_; }
  Money fees() const { return fees_; }
  std::optional<Decimal> win_rate() const;
  std::optional<Decimal> profit_factor() const;
  std::optional<Money> expectancy() const;
  std::optional<Money> average_win() const;
  std::optional<Money> average_loss() const;
  std::optional<Money> largest_win() const { return largest_win_; }
  std::optional<Money> largest_loss() const { return largest_loss_; }  // the most negative
  std::optional<Decimal> average_r() const;
  std::optional<Decimal> average_holding_minutes() const;
  const std::array<std::int64_t, r_buckets>& r_counts() const { return r_counts_; }

 private:
  std::int64_t wins_ = 0;
  std::int64_t losses_ = 0;
  std::int64_t break_even_ = 0;
  Money gross_profit_{};
  Money gross_loss_{};
  Money fees_{};
  std::optional<Money> largest_win_{};
  std::optional<Money> largest_loss_{};
  std::int64_t with_r_ = 0;
  Decimal sum_of_r_{};
  Int128 held_us_ = 0;
  std::array<std::int64_t, r_buckets> r_counts_{};
};

}  // namespace robson::analytics
