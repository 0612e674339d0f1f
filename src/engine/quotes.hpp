#pragma once
// The newest quote of each symbol. Prices never go back in time: a quote older than the held one is passed over.
#include <unordered_map>

#include "market/quote.hpp"

namespace robson::engine {

// Older than this without confirmation, a price is stale: shown as such, and never traded on.
inline constexpr Duration stale_after = std::chrono::seconds(5);

class Quotes {
 public:
  // Whether prices moved (and not only the age).
  bool see(const Quote& quote);
  // Whether the last trade price moved.
  bool see(const Trade& trade);
  void confirm(const Symbol& symbol, Timestamp at);
  const Quote* find(const Symbol& symbol) const;

 private:
  std::unordered_map<Symbol, Quote> held_;
  std::unordered_map<Symbol, Price> last_;  // trades of symbols that have no quote yet
};

inline Duration age_of(const Quote& quote, Timestamp now) {
  return now - quote.confirmed;
}
inline bool is_stale(const Quote& quote, Timestamp now) {
  return age_of(quote, now) > stale_after;
}

}  // namespace robson::engine
