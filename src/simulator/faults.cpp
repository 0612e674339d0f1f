#include "simulator/faults.hpp"

#include <algorithm>

#include "json/read.hpp"
#include "simulator/json_text.hpp"
#include "simulator/random.hpp"

namespace robson::simulator {

BOOST_DESCRIBE_ENUM(FaultKind, drop, freeze, delay, cut, reorder, lose_event, duplicate, refuse, status, rate_limit,
                    lose_answer, lose_request, delay_request, partial_fill, fill_after_cancel, clock_skew)
BOOST_DESCRIBE_ENUM(FaultScope, rest, stream, user, all)

namespace {

struct FaultRequest {
  FaultKind kind{};
  std::optional<FaultScope> scope{};
  std::optional<std::int64_t> count{};
  std::optional<std::int64_t> duration_ms{};
  std::optional<std::int64_t> delay_ms{};
  std::optional<std::int64_t> status{};
  std::optional<std::int64_t> retry_after{};
  std::optional<std::int64_t> skew_ms{};
  std::optional<Quantity> quantity{};
  std::optional<std::string> path{};
  std::optional<std::string> method{};
  std::optional<Decimal> probability{};
  std::optional<std::int64_t> seed{};
};
BOOST_DESCRIBE_STRUCT(FaultRequest, (),
                      (kind, scope, count, duration_ms, delay_ms, status, retry_after, skew_ms, quantity, path, method,
                       probability, seed))

constexpr std::int64_t day_ms = 86'400'000;
constexpr Duration usual_lateness = std::chrono::milliseconds(100);

// What is out of range or missing for the kind; empty when all is well.
std::string fault_of(const FaultRequest& asked) {
  const auto outside = [](std::optional<std::int64_t> value, std::int64_t low, std::int64_t high) {
    return value && (*value < low || *value > high);
  };
  if (outside(asked.count, 1, 1'000'000)) return "count: expected 1 to 1000000";
  if (outside(asked.duration_ms, 1, day_ms)) return "duration_ms: expected 1 to 86400000";
  if (outside(asked.delay_ms, 1, 600'000)) return "delay_ms: expected 1 to 600000";
  if (outside(asked.skew_ms, -day_ms, day_ms)) return "skew_ms: expected -86400000 to 86400000";
  if (outside(asked.retry_after, 1, 86'400)) return "retry_after: expected 1 to 86400";
  if (outside(asked.status, 400, 599)) return "status: expected 400 to 599";
  const bool delays = asked.kind == FaultKind::delay || asked.kind == FaultKind::delay_request;
  if (delays && !asked.delay_ms) return "delay_ms: expected present, got missing";
  if (asked.kind == FaultKind::clock_skew && !asked.skew_ms) return "skew_ms: expected present, got missing";
  if (asked.kind == FaultKind::partial_fill && !asked.quantity) return "quantity: expected present, got missing";
  if (asked.quantity && asked.quantity->value.is_negative()) return "quantity: expected 0 or more";
  if (asked.method && *asked.method != "GET" && *asked.method != "POST" && *asked.method != "PUT" &&
      *asked.method != "DELETE") {
    return "method: expected GET, POST, PUT or DELETE";
  }
  if (outside(asked.seed, 0, 1'000'000'000'000)) return "seed: expected 0 to 1000000000000";
  if (!asked.probability) return {};
  if (!asked.probability->is_positive() || *asked.probability > Decimal::integer(1) ||
      asked.probability->places() > 6) {
    return "probability: expected above 0 to 1 with at most 6 places";
  }
  const bool stands = asked.kind == FaultKind::freeze || asked.kind == FaultKind::clock_skew;
  if (stands) return "probability: freeze and clock_skew have none";
  return {};
}

int usual_status(FaultKind kind) {
  return kind == FaultKind::status ? 503 : kind == FaultKind::rate_limit ? 429 : 0;
}

bool covers(const Fault& fault, FaultScope scope, const FaultTarget& target) {
  if (fault.scope != FaultScope::all && fault.scope != scope) return false;
  if (!fault.method.empty() && fault.method != target.method) return false;
  if (fault.path.empty()) return target.changes || !fault.method.empty();
  if (fault.path.back() != '*') return fault.path == target.path;
  return target.path.starts_with(std::string_view(fault.path).substr(0, fault.path.size() - 1));
}

bool drawn(Fault& fault) {
  if (fault.per_million >= Fault::always) return true;
  return scale(mix(fault.seed, ++fault.draws), Fault::always) < fault.per_million;
}

bool ended(const Fault& fault, Timestamp now) {
  return (fault.count && *fault.count <= 0) || (fault.until && now >= *fault.until);
}

}  // namespace

Result<Fault, std::string> read_fault(std::string_view text, Timestamp now) {
  const auto asked = json::read<FaultRequest>(text);
  if (!asked) return Unexpected(asked.error().text());
  if (auto wrong = fault_of(*asked); !wrong.empty()) return Unexpected(std::move(wrong));
  Fault fault;
  fault.kind = asked->kind;
  fault.scope = asked->scope.value_or(FaultScope::all);
  fault.count = asked->count;
  if (asked->duration_ms) fault.until = now + std::chrono::milliseconds(*asked->duration_ms);
  fault.delay = std::chrono::milliseconds(asked->delay_ms.value_or(0));
  fault.status = static_cast<int>(asked->status.value_or(usual_status(asked->kind)));
  fault.retry_after_seconds = asked->retry_after.value_or(1);
  fault.skew = std::chrono::milliseconds(asked->skew_ms.value_or(0));
  fault.quantity = asked->quantity;
  fault.path = asked->path.value_or("");
  fault.method = asked->method.value_or("");
  if (asked->probability) {
    fault.per_million =
        static_cast<std::int64_t>(asked->probability->units() / (Decimal::integer(1).units() / Fault::always));
  }
  fault.seed = static_cast<std::uint64_t>(asked->seed.value_or(1));
  if (fault.kind == FaultKind::fill_after_cancel && !asked->delay_ms) fault.delay = usual_lateness;
  if (fault.kind == FaultKind::drop && !fault.count && !fault.until && fault.scope == FaultScope::rest) fault.count = 1;
  return fault;
}

bool Faults::add(Fault& fault) {
  if (faults_.size() >= most) return false;
  fault.id = ++last_id_;
  faults_.push_back(fault);
  return true;
}

bool Faults::remove(std::int64_t id) {
  const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& each) { return each.id == id; });
  if (found == faults_.end()) return false;
  faults_.erase(found);
  return true;
}

void Faults::forget_ended(Timestamp now) {
  faults_.erase(std::remove_if(faults_.begin(), faults_.end(), [&](const Fault& each) { return ended(each, now); }),
                faults_.end());
}

std::optional<Fault> Faults::take(FaultKind kind, FaultScope scope, Timestamp now, const FaultTarget& target) {
  if (faults_.empty()) return {};
  forget_ended(now);
  for (Fault& fault : faults_) {
    if (fault.kind != kind || !covers(fault, scope, target) || !drawn(fault)) continue;
    if (fault.count) --*fault.count;
    return fault;
  }
  return {};
}

bool Faults::stands(FaultKind kind, FaultScope scope, Timestamp now) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return fault.kind == kind && covers(fault, scope, {}) && !ended(fault, now);
  });
}

Duration Faults::skew(Timestamp now) const {
  Duration sum{};
  for (const Fault& fault : faults_) {
    if (fault.kind == FaultKind::clock_skew && !ended(fault, now)) sum += fault.skew;
  }
  return sum;
}

void append_fault(std::string& out, const Fault& fault) {
  Object object(out);
  object.number("id", fault.id).text("kind", json::name_of(fault.kind)).text("scope", json::name_of(fault.scope));
  if (fault.count) object.number("count", *fault.count);
  if (fault.until) object.time("until", *fault.until);
  if (fault.delay > Duration{}) object.number("delay_ms", fault.delay.count() / 1000);
  if (fault.status != 0) object.number("status", fault.status);
  if (fault.kind == FaultKind::rate_limit) object.number("retry_after", fault.retry_after_seconds);
  if (fault.kind == FaultKind::clock_skew) object.number("skew_ms", fault.skew.count() / 1000);
  if (fault.quantity) object.amount("quantity", *fault.quantity);
  if (!fault.path.empty()) object.text("path", fault.path);
  if (!fault.method.empty()) object.text("method", fault.method);
  if (fault.per_million < Fault::always) {
    const auto one = Decimal::integer(1).units() / Fault::always;
    object.text("probability", Decimal::from_units(one * fault.per_million).text())
        .number("seed", static_cast<std::int64_t>(fault.seed));
  }
  object.close();
}

std::string Faults::list(Timestamp now) const {
  std::vector<Fault> standing;
  std::copy_if(faults_.begin(), faults_.end(), std::back_inserter(standing),
               [&](const Fault& each) { return !ended(each, now); });
  std::string out;
  append_array(out, standing, append_fault);
  return out;
}

}  // namespace robson::simulator
