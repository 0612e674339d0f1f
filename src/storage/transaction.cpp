#include "storage/transaction.hpp"

#include "base/log.hpp"
#include "storage/session.hpp"
#include "storage/sqlite.hpp"

namespace robson::storage {
namespace {

// Runs `act`; an exception becomes a StorageError.
template <class Act>
Outcome attempt(Act act) {
  try {
    act();
    return {};
  } catch (const std::exception& thrown) {
    return Unexpected(sqlite::error_of(thrown));
  } catch (...) {
    log::error("a job threw something that is no std::exception", {});
    return Unexpected(StorageError{StorageErrorKind::failed, "a job threw something that is no std::exception"});
  }
}

void roll_back(Session& session) {
  if (!sqlite::in_transaction(session)) return;
  // Nothing can be done if even this fails; the connection refuses the next `begin` then.
  static_cast<void>(attempt([&] { session.run("rollback"); }));
}

// What became of one job; `intact` is false when its traces could not be undone, or the transaction is gone.
struct UnderSavepoint {
  Outcome outcome{};
  bool intact = true;
};

UnderSavepoint run_under_savepoint(Session& session, const Work& job) {
  bool stays = false;
  Outcome outcome = attempt([&] {
    session.run("savepoint job");
    stays = job(session);
  });
  // Some errors, such as a full disk, end the whole transaction.
  if (!sqlite::in_transaction(session)) return {std::move(outcome), false};
  const Outcome ended = attempt([&] {
    if (!outcome || !stays) session.run("rollback to savepoint job");
    session.run("release savepoint job");
  });
  if (!ended) return {ended, false};
  return {std::move(outcome), true};
}

Committed all_failed(std::size_t count, const Outcome& why) {
  const StorageError error{StorageErrorKind::failed,
                           "a commit failed: " + (why ? std::string("a job ended the transaction") : why.error().text)};
  Committed failed;
  failed.outcomes.assign(count, Outcome(Unexpected(error)));
  failed.transaction = Unexpected(error);
  return failed;
}

}  // namespace

Committed commit_together(Session& session, const std::vector<const Work*>& jobs) {
  // Immediate: the write lock is taken before anything is read, so that no job fails half-way for want of it.
  if (auto begun = attempt([&] { session.run("begin immediate"); }); !begun) {
    return {.outcomes = std::vector<Outcome>(jobs.size(), begun)};  // nothing was done, so nothing is in doubt
  }
  Committed done;
  for (const Work* job : jobs) {
    auto [outcome, intact] = run_under_savepoint(session, *job);
    if (!intact) {
      roll_back(session);
      return all_failed(jobs.size(), outcome);
    }
    done.outcomes.push_back(std::move(outcome));
  }
  if (auto committed = attempt([&] { session.run("commit"); }); !committed) {
    roll_back(session);
    return all_failed(jobs.size(), committed);
  }
  return done;
}

Outcome run_on_snapshot(Session& session, const Work& job) {
  Outcome outcome = attempt([&] {
    session.run("begin");
    job(session);
    session.run("commit");
  });
  if (!outcome) roll_back(session);
  return outcome;
}

}  // namespace robson::storage
