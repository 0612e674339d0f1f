#pragma once
// Rows of metric_buckets, for the files that read and write them.
#include "storage/bot_columns.hpp"
#include "storage/session.hpp"

namespace robson::storage {

#define BUCKET_COLUMNS "at, first_at, last_at, first_value, last_value, lowest, highest, total, samples"

inline auto columns_of(Bucket& row) {
  return into(row.at, row.first_at, row.last_at, row.first, row.last, row.lowest, row.highest, row.total, row.samples);
}

// The column `resolution`.
constexpr std::int64_t seconds_of(Resolution resolution) {
  return std::chrono::duration_cast<std::chrono::seconds>(width_of(resolution)).count();
}

// Writes the bucket, in the place of one that holds fewer samples; one that holds as many or more stays.
void keep_fuller(Session& session, std::int64_t series, Resolution resolution, const Bucket& bucket);

}  // namespace robson::storage
