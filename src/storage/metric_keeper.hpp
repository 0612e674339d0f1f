#pragma once
// Sweeps the tables metric_*, a slice every turn, for as long as the server runs. A turn is bounded, whatever has
// gathered; a restart begins with the first series again, and finds what is done. Loop thread.
#include "net/loop.hpp"
#include "storage/database.hpp"
#include "storage/metric_sweep.hpp"

namespace robson::storage {

class MetricKeeper {
 public:
  // All of them outlive it.
  MetricKeeper(net::Context& context, const Clock& clock, Database& database)
      : context_(context), clock_(clock), database_(database) {}

  void start();
  void stop() { stopping_ = true; }
  // One slice. A failure is logged, and the next turn tries the same again.
  net::Task<void> turn();
  // Where the next slice begins; 0: with the first series.
  std::int64_t place() const { return next_.after_series; }

 private:
  net::Task<void> keep();

  net::Context& context_;
  const Clock& clock_;
  Database& database_;
  Sweep next_{};
  bool stopping_ = false;
};

}  // namespace robson::storage
