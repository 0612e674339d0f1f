#pragma once
// How a route gives a command to the engine: submit, keep the answer for the request's Idempotency-Key in the same
// commit, wait for what the venue says where the caller wants that, answer.
#include "routes/failures.hpp"
#include "routes/idempotency.hpp"

namespace robson::routes {

class Commands {
 public:
  Commands(runtime::Runtime& runtime, Idempotency& idempotency) : runtime_(runtime), idempotency_(idempotency) {}

  // What is answered to a reply that is no refusal. Called while the command is applied, so that the answer can be
  // committed with it, and again when the wait is over.
  using View = std::function<net::Response(const engine::Reply&)>;
  struct Wait {
    OperationId operation{};  // none: no wait
    Duration most{};
  };
  // Which operation to wait for, out of the reply; nothing: no wait.
  using WaitFor = std::function<Wait(const engine::Reply&)>;

  net::Task<Answer> carry_out(Exchange exchange, engine::Command command, View view, WaitFor wait = {});

 private:
  runtime::Runtime& runtime_;
  Idempotency& idempotency_;
};

}  // namespace robson::routes
