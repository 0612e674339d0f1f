#pragma once
// What the server counts, for Prometheus. Names as the requirements have them where they name one.
#include <memory>
#include <string>

#include "base/timestamp.hpp"

namespace robson::routes {

// Read when /metrics is asked for, so that nobody has to push them.
struct Gauges {
  std::size_t connections = 0;
  std::size_t readers = 0;  // open WebSockets
  std::size_t outbox_bytes = 0;
  std::uint64_t frames_sent = 0;
  std::uint64_t would_block = 0;
  std::uint64_t slow_closes = 0;
  std::uint64_t quotes_from_stream = 0;
  std::uint64_t quotes_from_cache = 0;
  std::uint64_t quotes_from_venue = 0;
  std::size_t feed_readers = 0;
  std::uint64_t feed_messages = 0;
  std::uint64_t feed_conflated = 0;
  std::uint64_t feed_slow_closes = 0;
  Duration event_log_lag{};
  std::size_t signals_waiting = 0;
  bool venue_stream_live = false;
};

// Loop thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // `route` is the pattern, never the path, so that the number of series stays bounded.
  void request(const std::string& route, int status, Duration took);
  // A price from the arrival of its bytes to its frame in the outboxes.
  void price_frame(Duration tick_to_frame);
  // At most 100 names are told apart; later ones count as `other`.
  void card_click(const std::string& name);
  // `outcome` and `end` are words of the program, never of a request.
  void signal(const std::string& outcome);
  void signal_ended(const std::string& end);
  // Prometheus text format 0.0.4.
  std::string text(const Gauges& gauges);

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace robson::routes
