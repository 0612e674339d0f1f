#pragma once
// What time does to the tables metric_*: buckets past their time are rolled up into the next coarser width and then
// deleted, in one transaction; so are the moments of samples that nobody may repeat any more.
//
// As put_samples keeps every width current, a roll-up finds its bucket there and changes nothing. It is made all the
// same: what is deleted is known to be in the coarser bucket, whatever happened to that one. Of two it keeps the one
// that holds more samples, so that a rerun, or a fine bucket that came back after its kin were deleted, takes nothing.
#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct Sweep {
  Timestamp now{};
  std::int64_t after_series = 0;  // where the last slice ended
  int series = 20;                // at most so many are looked at
  int rows = 2000;                // about so many are deleted of each table
};
struct Swept {
  std::int64_t last_series = 0;  // goes into the next slice's after_series; 0: from the first one again
  bool whole = false;            // it came to the end of the series
  long long buckets = 0;
  long long moments = 0;
};

// One slice. Buckets go by whole buckets of the next coarser width, so that some are kept for up to that much longer.
Swept sweep_metrics(Session& session, Installation all, const Sweep& sweep);

}  // namespace robson::storage
