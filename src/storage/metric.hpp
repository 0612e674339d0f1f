#pragma once
// What is measured of a bot and of its positions, and the buckets in which it is kept.
//
// A bucket is the sum of its samples in any order: adding them one by one, or adding up the buckets of a finer level,
// gives the same.
#include <array>
#include <cstdint>
#include <string>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "json/describe.hpp"

namespace robson::storage {

// Amounts are US dollars, rates and ratios fractions; funding_rate an hour, as the venue has it.
enum class Metric : std::uint8_t {
  total_pnl,
  realized_pnl,
  unrealized_pnl,
  funding_pnl,
  position_pnl,
  health_factor,
  margin_fraction,
  delta_ratio,
  funding_rate,
  deployed
};
BOOST_DESCRIBE_ENUM(Metric, total_pnl, realized_pnl, unrealized_pnl, funding_pnl, position_pnl, health_factor,
                    margin_fraction, delta_ratio, funding_rate, deployed)

struct MetricSample {
  std::string bot{};
  std::string position{};  // empty: of the bot
  Metric metric{};
  Timestamp at{};  // by our clock; a sample is known by whose it is and this moment
  Decimal value{};
};

// How wide a bucket is.
enum class Resolution : std::uint8_t { one_minute, five_minutes, one_hour, one_day };
inline constexpr std::array all_resolutions = {Resolution::one_minute, Resolution::five_minutes, Resolution::one_hour,
                                               Resolution::one_day};

constexpr Duration width_of(Resolution resolution) {
  switch (resolution) {
    case Resolution::one_minute: return std::chrono::minutes(1);
    case Resolution::five_minutes: return std::chrono::minutes(5);
    case Resolution::one_hour: return std::chrono::hours(1);
    case Resolution::one_day: break;
  }
  return std::chrono::hours(24);
}
// How long a bucket is kept; a coarser one longer.
constexpr Duration kept_for(Resolution resolution) {
  switch (resolution) {
    case Resolution::one_minute: return std::chrono::hours(24) * 7;
    case Resolution::five_minutes: return std::chrono::hours(24) * 30;
    case Resolution::one_hour: return std::chrono::hours(24) * 90;
    case Resolution::one_day: break;
  }
  return std::chrono::hours(24) * 365;
}

// Where the bucket that holds this moment begins (UTC).
constexpr Timestamp bucket_start(Timestamp at, Duration width) {
  const std::int64_t into = at.us % width.count();
  return {at.us - (into < 0 ? into + width.count() : into)};
}

struct Bucket {
  Timestamp at{};  // where it begins
  Timestamp first_at{};
  Timestamp last_at{};
  Decimal first{};
  Decimal last{};
  Decimal lowest{};
  Decimal highest{};
  Decimal total{};
  std::int64_t samples = 0;  // 0: nothing is in it yet, and the figures mean nothing

  friend bool operator==(const Bucket&, const Bucket&) = default;
};

// The bucket of one sample.
Bucket bucket_of(const MetricSample& sample, Resolution resolution);
// Puts what is in `more` into `bucket`, whose `at` stays. The order of the calls does not matter.
void merge(Bucket& bucket, const Bucket& more);
// total / samples, 12 places, half away from zero. Of a bucket that is not empty.
Decimal mean(const Bucket& bucket);

}  // namespace robson::storage
