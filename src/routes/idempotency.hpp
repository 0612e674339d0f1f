#pragma once
// Idempotency-Key: a POST that is sent again gets the answer of the first one, and has one effect. Kept per tenant,
// path and key for 24 hours, with the hash of the body. A command commits its answer together with what it did, so
// that no crash can part them; any other answer is kept right after it was made. Loop thread.
#include <memory>
#include <set>
#include <tuple>

#include "routes/gate.hpp"
#include "runtime/runtime.hpp"
#include "storage/database.hpp"

namespace robson::routes {

// Under which key the answer of a request is to be kept.
struct Keeping {
  TenantId tenant{};
  std::string route{};
  std::string key{};
  std::string body_hash{};
  bool kept = false;  // its command has committed it
};

class Idempotency {
 public:
  Idempotency(runtime::Runtime& runtime, storage::Database& database) : runtime_(runtime), database_(database) {}
  Idempotency(const Idempotency&) = delete;
  Idempotency& operator=(const Idempotency&) = delete;

  // Answers from what is kept, or lets `handler` answer and keeps that. Without the header it is the handler's answer.
  net::Task<Answer> answer(Exchange exchange, SlowHandler handler);
  // Replaces what was kept with a command by what is known after the venue has answered.
  net::Task<void> amend(std::shared_ptr<Keeping> keeping, int status, std::string body);

 private:
  using Slot = std::tuple<TenantId, std::string, std::string>;  // tenant, route, key
  struct Flight;                                                // holds a slot

  net::Task<std::optional<Answer>> replay(std::shared_ptr<Keeping> keeping);
  net::Task<void> keep(std::shared_ptr<Keeping> keeping, int status, std::string body);

  runtime::Runtime& runtime_;
  storage::Database& database_;
  std::set<Slot> in_flight_;
};

// Whether an answer may be kept: one that says "not now" or "not you" may be asked for again, when somebody has waited
// or proved who he is.
bool is_final(int status);
// 1 to 200 printable characters, no blank at either end.
bool is_key(std::string_view text);

}  // namespace robson::routes
