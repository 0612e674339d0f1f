#pragma once
// What a paper account starts with and pays, and where it is kept.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "net/loop.hpp"
#include "trading/balance.hpp"

namespace robson::venues::paper {

struct PaperRules {
  std::string currency = "USDC";  // of the starting balance, and what borrowing is measured in
  Money amount{Decimal::integer(10'000)};
  Decimal maker_fee = Decimal::from_units(1'000'000'000);  // 0.1 %, of what is received
  Decimal taker_fee = Decimal::from_units(1'000'000'000);
  Duration price_life = std::chrono::seconds(5);  // since the price's last confirmation; older ones are not traded on
};

// Where one paper account survives a restart. Loop thread.
class PaperStore {
 public:
  virtual ~PaperStore() = default;
  // What was saved last; nothing for a new account.
  virtual std::optional<std::string> load() = 0;
  // Done when `text` would survive a crash. The error is one sentence.
  virtual net::Task<Result<void, std::string>> save(std::string text) = 0;
};

}  // namespace robson::venues::paper
