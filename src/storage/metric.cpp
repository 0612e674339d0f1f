#include "storage/metric.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::storage {

Bucket bucket_of(const MetricSample& sample, Resolution resolution) {
  return {.at = bucket_start(sample.at, width_of(resolution)),
          .first_at = sample.at,
          .last_at = sample.at,
          .first = sample.value,
          .last = sample.value,
          .lowest = sample.value,
          .highest = sample.value,
          .total = sample.value,
          .samples = 1};
}

void merge(Bucket& bucket, const Bucket& more) {
  if (more.samples == 0) return;
  if (bucket.samples == 0) {
    const Timestamp at = bucket.at;
    bucket = more;
    bucket.at = at;
    return;
  }
  if (more.first_at < bucket.first_at) bucket.first_at = more.first_at, bucket.first = more.first;
  if (more.last_at > bucket.last_at) bucket.last_at = more.last_at, bucket.last = more.last;
  bucket.lowest = std::min(bucket.lowest, more.lowest);
  bucket.highest = std::max(bucket.highest, more.highest);
  bucket.total += more.total;
  bucket.samples += more.samples;
}

Decimal mean(const Bucket& bucket) {
  ensure(bucket.samples > 0, "an empty bucket has no mean");
  return divide(bucket.total, Decimal::integer(bucket.samples), Rounding::half_away_from_zero);
}

}  // namespace robson::storage
