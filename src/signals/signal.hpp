#pragma once
// What a producer proposes, and who said yes or no: the words of signals. A signal waits as NEW and has exactly one end
// (lifecycle.hpp). Its price, volume, stop and target are the producer's wish; what is traded is a plan of our own.
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "market/instrument.hpp"

namespace robson::signals {

enum class SignalStatus { NEW, APPROVED, REJECTED, EXPIRED, CANCELLED };
enum class DecisionWord { approved, rejected };

// Who may send signals: a strategy anywhere, known by `id` ("prd_" and 12 of a-z0-9) and a secret that only it and we
// know. Secrets stand here sealed (accounts/sealed_box.hpp).
struct Producer {
  std::string id{};
  TenantId tenant{};
  std::string name{};
  StrategyId strategy{};  // none: the tenant's first active one
  std::string sealed_secret{};
  std::string sealed_passphrase{};  // empty: it may not use the form for TradingView
  Timestamp created_at{};
  std::string created_by{};
  std::optional<Timestamp> last_signal_at{};
  std::int64_t signals = 0;  // so far
  std::optional<Timestamp> revoked_at{};
};

struct Signal {
  std::int64_t id = 0;
  TenantId tenant{};
  std::string producer{};     // its id
  std::string external_id{};  // the producer's own name of it
  Symbol instrument{};
  Side side{};
  Price price{};
  Quantity volume{};     // in the instrument's unit of quantity: lots where it has a contract size
  Decimal confidence{};  // 0 to 1
  std::optional<Price> stop_loss{};
  std::optional<Price> take_profit{};
  std::optional<std::string> payload{};  // a JSON object
  SignalStatus status{};
  Timestamp at{};  // when we got it
  Timestamp expires_at{};
  std::optional<Timestamp> ended_at{};
  std::string nonce{};    // empty for TradingView's
  Timestamp signed_at{};  // by the producer's clock
};

// The decision about a signal; each has at most one.
struct Approval {
  std::int64_t id = 0;
  TenantId tenant{};
  std::int64_t signal = 0;
  DecisionWord decision{};
  std::string reason{};
  std::string by{};
  Timestamp at{};
  std::string address{};  // where the decision came from
  StrategyId strategy{};  // whose rules and policy it followed; none: there was none
  PlanId plan{};          // none: rejected, or no plan could be made
};

// What a strategy asks of a signal before it may be approved; nothing of it: any may.
struct SignalPolicy {
  TenantId tenant{};
  StrategyId strategy{};
  std::optional<Decimal> min_confidence{};
  std::optional<std::int64_t> cooldown_seconds{};  // since the strategy's last approval
  std::optional<std::int64_t> daily_cap{};         // approvals a day (UTC)
  Timestamp updated_at{};
  std::string updated_by{};

  bool is_empty() const { return !min_confidence && !cooldown_seconds && !daily_cap; }
};

}  // namespace robson::signals
