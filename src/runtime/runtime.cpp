#include "runtime/runtime.hpp"

#include "base/log.hpp"
#include "base/overloaded.hpp"

namespace robson::runtime {
namespace {

engine::Rejection not_durable() {
  return {"JOURNAL_FAILED", "The server cannot write its journal, so it takes no commands. Nothing was changed.", ""};
}

}  // namespace

void Runtime::tell(const engine::Input& fact) {
  const engine::Output output = engine_.apply(fact, now());
  announce(output.notices);
}

net::Task<Result<OperationId, engine::Rejection>> Runtime::submit(engine::Command command) {
  if (!takes_commands_) co_return Unexpected(not_durable());
  engine::Output output =
      std::visit([this](const auto& one) { return engine_.apply(engine::Input{one}, now()); }, command);
  if (auto* refused = std::get_if<engine::Rejection>(&output.reply)) co_return Unexpected(std::move(*refused));
  const auto committed = co_await journal_.commit(std::move(output.events));
  if (!committed) {
    takes_commands_ = false;
    log::critical("journal failed", {{"why", committed.error().text}});
    co_return Unexpected(not_durable());
  }
  announce(output.notices);
  co_return std::get<OperationId>(output.reply);
}

void Runtime::announce(const std::vector<engine::Notice>& notices) {
  for (const engine::Notice& notice : notices) {
    for (const Listener& listener : listeners_) listener(notice);
  }
}

}  // namespace robson::runtime
