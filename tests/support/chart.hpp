#pragma once
// 15-minute candles for tests: a quiet chart around 100 into which a test draws its swings. A run of equal lows or
// highs is no swing, so that only what is drawn counts; drawn swings stand three candles or more apart.
#include <cstddef>
#include <string_view>
#include <vector>

#include "market/candle.hpp"

namespace robson::support {

class Chart {
 public:
  // Each quiet candle opens and closes at 100 and reaches `reach` above and below.
  explicit Chart(std::size_t count = 200, std::string_view reach = "0.05") {
    const Price middle{Decimal::integer(100)};
    const Price half{*Decimal::parse(reach)};
    for (std::size_t i = 0; i < count; ++i) {
      candles.push_back({.open_time = open_time(i),
                         .open = middle,
                         .high = middle + half,
                         .low = middle - half,
                         .close = middle,
                         .closed = true});
    }
  }
  Chart& low(std::size_t at, std::string_view price) {
    candles.at(at).low = {*Decimal::parse(price)};
    return *this;
  }
  Chart& high(std::size_t at, std::string_view price) {
    candles.at(at).high = {*Decimal::parse(price)};
    return *this;
  }
  static Timestamp open_time(std::size_t at) {
    return Timestamp::from_seconds(1'767'052'800 + static_cast<std::int64_t>(at) * 900);  // 2025-12-30 00:00
  }

  std::vector<Candle> candles{};
};

// What stands above `centre` comes to stand as far below it, and the other way round.
inline std::vector<Candle> mirrored(std::vector<Candle> candles, Price centre) {
  const auto across = [centre](Price price) { return centre + centre - price; };
  for (Candle& candle : candles) {
    const Price top = candle.high;
    candle.high = across(candle.low);
    candle.low = across(top);
    candle.open = across(candle.open);
    candle.close = across(candle.close);
  }
  return candles;
}

}  // namespace robson::support
