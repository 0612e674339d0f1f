#pragma once
// The shell around the engine: feeds it facts and commands, commits what it decides, and only then answers and tells.
// Loop thread.
#include <functional>
#include <vector>

#include "engine/engine.hpp"
#include "runtime/ports.hpp"

namespace robson::runtime {

class Runtime {
 public:
  using Listener = std::function<void(const engine::Notice&)>;

  Runtime(const Clock& clock, Journal& journal) : clock_(clock), journal_(journal) {}
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  const engine::Engine& engine() const { return engine_; }
  Timestamp now() const { return clock_.now(); }
  // False once a commit has failed: the server then takes no commands, says so, and keeps serving what it knows.
  bool takes_commands() const { return takes_commands_; }

  // A fact: applied at once, told to the listeners.
  void tell(const engine::Input& fact);
  // A command: applied, committed, then answered. Refused with code JOURNAL_FAILED when it cannot be made durable.
  net::Task<Result<OperationId, engine::Rejection>> submit(engine::Command command);

  // Listeners live as long as the runtime and are called in the order of their arrival.
  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

 private:
  void announce(const std::vector<engine::Notice>& notices);

  const Clock& clock_;
  Journal& journal_;
  engine::Engine engine_;
  std::vector<Listener> listeners_;
  bool takes_commands_ = true;
};

}  // namespace robson::runtime
