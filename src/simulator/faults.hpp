#pragma once
// Faults on request: what can go wrong between a client and its venue, made to happen on purpose.
//
//   drop          sockets of the scope are cut at once (count: how many); REST requests are cut without being done
//   freeze        sockets stay open and silent, and lose what they would have carried; REST requests wait for its end
//   delay         every message or answer comes delay_ms later
//   cut           a socket is cut in place of its next message
//   reorder       an event is held back until the next message has gone out
//   lose_event    an event is not sent
//   duplicate     an event is sent twice
//                 (of these three answers of the WebSocket API are spared)
//   refuse        connections and requests are cut as soon as they come
//   status        calls are answered with `status` (default 503) and not done
//   rate_limit    calls are answered with 429 (or status 418) and Retry-After
//   lose_answer   the call is done; then the connection is cut, or `status` answered
//   lose_request  the call is not done and the connection is cut
//   delay_request a REST call is done delay_ms after it came (its timestamp ages with it)
//                 (these three without `path` and `method`: only calls that change something)
//   partial_fill  the next order that takes liquidity gets at most `quantity`
//   fill_after_cancel  just before the next cancel (of an order, a list, or in a cancelReplace) somebody trades with
//   the
//                 order that rests, `quantity` or all of it; the account's events of that come delay_ms (100) after
//                 the cancel's own
//   clock_skew    the venue's clock is off by skew_ms: its time, and what it takes timestamps for
//
// `path` is a REST path or a method of the WebSocket API; with a star at its end all that begin so. `method` (POST ...)
// holds it to that kind of REST call. With `probability` it happens to a call or message by a draw, whose row is the
// same for the same `seed`; draws without effect do not count as uses.
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
  cut,
  reorder,
  lose_event,
  duplicate,
  refuse,
  status,
  rate_limit,
  lose_answer,
  lose_request,
  delay_request,
  partial_fill,
  fill_after_cancel,
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
  std::optional<Quantity> quantity{};
  std::string path{};    // empty: any; see above
  std::string method{};  // GET, POST, PUT or DELETE; empty: any
  static constexpr std::int64_t always = 1'000'000;
  std::int64_t per_million = always;  // probability
  std::uint64_t seed = 1;
  std::uint64_t draws = 0;
};

// What a fault may happen to.
struct FaultTarget {
  std::string_view path{};    // REST path or WebSocket API method
  std::string_view method{};  // of a REST call
  bool changes = true;        // false: a call that only reads
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
  // The first fault of that kind in force for scope and target, by its draw; uses it once. A target that changes
  // nothing is spared by faults that name neither path nor method.
  std::optional<Fault> take(FaultKind kind, FaultScope scope, Timestamp now, const FaultTarget& target = {});
  bool stands(FaultKind kind, FaultScope scope, Timestamp now) const;
  Duration skew(Timestamp now) const;

 private:
  void forget_ended(Timestamp now);
  std::vector<Fault> faults_;
  std::int64_t last_id_ = 0;
};

void append_fault(std::string& out, const Fault& fault);

}  // namespace robson::simulator
