#pragma once
// What the engine answers. The shell commits the events first; only then does it carry out the effects, send the reply
// and tell the feed.
#include <string>
#include <variant>
#include <vector>

#include "engine/bot_noted.hpp"
#include "engine/input.hpp"
#include "engine/signal_noted.hpp"

namespace robson::engine {

// Durable: written by the journal, from which the state is rebuilt. Each carries the whole new row of what changed;
// `what` names the change for the log: "operation_opened".
struct OperationSaved {
  Operation operation{};
  std::string_view what{};
};
struct OrderSaved {
  Order order{};
};
struct FillBooked {
  Fill fill{};
};
struct MovementBooked {
  Movement movement{};
};
struct PlanSaved {
  Plan plan{};
};
struct StrategySaved {
  Strategy strategy{};
};
struct DeskSaved {
  TenantDesk desk{};
  std::string_view what{};
};
struct ProofSaved {
  Proof proof{};
};
// What a comparison with the venue found, that was not as we thought. Stored, shown, alarmed.
struct DifferenceFound {
  TenantId tenant{};
  std::string kind{};  // "balance", "order", "fill", "protection"
  std::string text{};  // one sentence
  OperationId operation{};
  Timestamp at{};
};
// The answer to a request with an Idempotency-Key, kept with what the request did.
struct AnswerKept {
  TenantId tenant{};
  std::string route{};
  std::string key{};
  std::string body_hash{};
  int status = 0;
  std::string body{};
};
using Event = std::variant<OperationSaved, OrderSaved, FillBooked, MovementBooked, PlanSaved, StrategySaved, DeskSaved,
                           ProofSaved, DifferenceFound, AnswerKept, BotNoted, SignalNoted>;

// Passing: told to the feed, never written. The newest of a symbol makes the older ones worthless.
struct PriceChanged {
  Symbol symbol{};
};
struct VenueStreamChanged {};
// Something of this operation changed: its orders, its protection, itself.
struct OperationChanged {
  TenantId tenant{};
  OperationId operation{};
};
struct DeskChanged {
  TenantId tenant{};
};
using Notice = std::variant<PriceChanged, VenueStreamChanged, OperationChanged, DeskChanged>;

// To be done at the tenant's venue after the events were committed; its outcome comes back as VenueAnswered. A
// protective one (a stop, an exit) goes out even when the commit failed, and is then noted in the emergency journal.
struct Effect {
  TenantId tenant{};
  std::int64_t request = 0;  // counts within this run
  OperationId operation{};   // none: the account's
  bool protective = false;
  VenueRequest what{};
};
// The account is to be compared with the venue soon: AccountRead is the answer.
struct ReadAccount {
  TenantId tenant{};
};
// The book of a symbol is to be asked for by REST: it is stale and an operation has no protection at the venue.
struct RefreshQuote {
  Symbol symbol{};
};
using Effects = std::vector<std::variant<Effect, ReadAccount, RefreshQuote>>;

// Why a command was refused; `code` is stable, `field` the part of the command at fault.
struct Rejection {
  std::string code{};
  std::string text{};
  std::string field{};
};

// What an execution did, or would have done.
struct Execution {
  Plan plan{};
  bool dry_run = true;
  OperationId operation{};  // none for a dry run
  std::vector<NewOrder> orders{};
  Quantity quantity{};  // recomputed with the quote and capital of that moment
  Price entry{};
};

using Reply = std::variant<std::monostate, Rejection, OperationId, OrderId, Plan, Execution, Strategy, TenantDesk>;

struct Output {
  std::vector<Event> events{};
  std::vector<Notice> notices{};
  Effects effects{};
  Reply reply{};  // of a command
};

}  // namespace robson::engine
