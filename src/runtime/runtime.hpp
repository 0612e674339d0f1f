#pragma once
// The shell around the engine: feeds it facts and commands, commits what it decides, and only then answers, tells and
// asks the venue. Loop thread.
//
//   apply -> commit -> reply, notices -> effects, each carried out at its tenant's account; the outcome is a new fact
//
// Commits take effect in the order of the calls, so a later input may be applied while an earlier one is on its way to
// the disk. When a commit fails no command is taken any more; a protective request goes out all the same and is noted
// in the emergency journal.
#include <functional>
#include <map>
#include <vector>

#include "engine/engine.hpp"
#include "runtime/ports.hpp"

namespace robson::runtime {

class Runtime {
 public:
  using Listener = std::function<void(const engine::Notice&)>;
  // Makes of a command's reply what is to be kept for its Idempotency-Key, committed together with what it did.
  using Keep = std::function<std::optional<engine::AnswerKept>(const engine::Reply&)>;
  using ReadAccount = std::function<void(TenantId)>;
  using RefreshQuote = std::function<void(const Symbol&)>;

  // `emergency` may be absent.
  Runtime(net::Context& context, const Clock& clock, Journal& journal, engine::Rules rules = {},
          EmergencyJournal* emergency = nullptr);
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  const engine::Engine& engine() const { return engine_; }
  Timestamp now() const { return clock_.now(); }
  // False once a commit has failed: the server then takes no commands, says so, and keeps serving what it knows.
  bool takes_commands() const { return takes_commands_; }

  // A fact: applied at once; what it changes is told to the listeners when it is durable, or at once when nothing of
  // it is durable.
  void tell(const engine::Input& fact);
  // A command: applied, committed, then answered. The reply is a Rejection with code JOURNAL_FAILED when it cannot be
  // made durable; refusals are kept for their key as well.
  net::Task<engine::Reply> submit(engine::Command command, Keep keep = {});
  // Keeps an answer that no command made.
  net::Task<bool> keep(engine::AnswerKept answer);
  // Makes durable what the bridge has learned of bots, and tells the readers. False when it could not be written.
  net::Task<bool> note(engine::BotNoted noted);
  // The same of signals. The entries have their place in the log before this first waits.
  net::Task<bool> note(engine::SignalNoted noted);
  // Waits until no request of the operation is out and its entry order is decided, or until `most` has gone by.
  net::Task<void> settled(TenantId tenant, OperationId operation, Duration most);

  // The account at which a tenant's requests are carried out; nullptr: none any more. It must outlive the runtime's
  // tasks.
  void set_account(TenantId tenant, VenueAccount* account);
  // What commits make durable is entered there; must outlive the runtime's tasks. Without one there are no entries.
  void set_log(EventLog& log) { log_ = &log; }
  void on_read_account(ReadAccount read) { read_account_ = std::move(read); }
  void on_refresh_quote(RefreshQuote refresh) { refresh_quote_ = std::move(refresh); }

  // Listeners live as long as the runtime and are called in the order of their arrival.
  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

 private:
  net::Task<void> settle(engine::Output output);
  net::Task<bool> note_event(engine::Event event);
  net::Task<Result<void, JournalError>> commit(std::vector<engine::Event> events);
  // `held_back`: nothing is sent; the engine is told so.
  net::Task<void> carry_out(engine::Effect effect, Timestamp committed, bool held_back);
  void start_effects(engine::Output& output, bool committed);
  void announce(const std::vector<engine::Notice>& notices);

  net::Context& context_;
  const Clock& clock_;
  Journal& journal_;
  EmergencyJournal* emergency_;
  EventLog* log_ = nullptr;
  engine::Engine engine_;
  std::map<TenantId, VenueAccount*> accounts_;
  std::vector<Listener> listeners_;
  ReadAccount read_account_;
  RefreshQuote refresh_quote_;
  bool takes_commands_ = true;
};

}  // namespace robson::runtime
