#pragma once
// Faults on request: what can go wrong between a client and its venue, made to happen on purpose.
//
//   drop          sockets of the scope are cut at once (count: how many); REST requests are cut without being done
//   freeze        sockets stay open and silent, and lose what they would have carried; REST requests wait for its end
//   delay         every message or answer comes delay_ms later
//   reorder       a message is held back until the next one has gone out
//   lose_event    a message is not sent
//   refuse        connections and requests are cut as soon as they come
//   status        calls are answered with `status` (default 503) and not done
//   rate_limit    calls are answered with 429 (or status 418) and Retry-After
//   lose_answer   the call is done; then the connection is cut, or `status` answered. Without `path`: only POST, PUT
//                 and DELETE
//   partial_fill  the next order that takes liquidity gets at most `quantity`
//   clock_skew    the venue's clock is off by skew_ms: its time, and what it takes timestamps for
//
// A fault ends after `count` uses or `duration_ms`; with neither it stays until it is cleared (drop of sockets is over
// at once, drop of requests after one).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

enum class FaultKind {
  drop,
  freeze,
  delay,
  reorder,
  lose_event,
  refuse,
  status,
  rate_limit,
  lose_answer,
  partial_fill,
  clock_skew
};
enum class FaultScope { rest, stream, user, all };

struct Fault {
  std::int64_t id = 0;
  FaultKind kind{};
  FaultScope scope = FaultScope::all;
  std::optional<std::int64_t> count{};  // uses left
  std::optional<Timestamp> until{};
  Duration delay{};
  int status = 0;
  std::int64_t retry_after_seconds = 1;
  Duration skew{};
  Quantity quantity{};
  std::string path{};  // REST path or WebSocket API method that it is held to; empty: any
};

// Reads {"kind":"delay","scope":"rest","delay_ms":200,"count":3}. The error names the field and what is expected.
Result<Fault, std::string> read_fault(std::string_view json, Timestamp now);

class Faults {
 public:
  static constexpr std::size_t most = 100;

  // False when there are too many.
  bool add(Fault& fault);
  void clear() { faults_.clear(); }
  bool remove(std::int64_t id);
  std::string list(Timestamp now) const;  // a JSON array

  bool any() const { return !faults_.empty(); }
  // The first fault of that kind in force for scope and path; uses it once. A call that changes nothing only loses its
  // answer to a fault that names its path.
  std::optional<Fault> take(FaultKind kind, FaultScope scope, Timestamp now, std::string_view path = {},
                            bool changes = true);
  bool stands(FaultKind kind, FaultScope scope, Timestamp now) const;
  Duration skew(Timestamp now) const;

 private:
  void forget_ended(Timestamp now);
  std::vector<Fault> faults_;
  std::int64_t last_id_ = 0;
};

void append_fault(std::string& out, const Fault& fault);

}  // namespace robson::simulator
