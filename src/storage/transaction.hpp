#pragma once
// How jobs are run on a connection: many of them in one transaction, or one on a snapshot.
#include <functional>
#include <vector>

#include "base/result.hpp"
#include "storage/error.hpp"

namespace robson::storage {

class Session;

using Outcome = Result<void, StorageError>;
using Work = std::function<bool(Session&)>;  // false: undo what it did

// What became of the jobs, in their order, and of the transaction around them.
struct Committed {
  std::vector<Outcome> outcomes{};
  Outcome transaction{};  // failed: so has every job, and the disk may be to blame
};

// All jobs in one transaction; each under a savepoint, so that one that throws or says false undoes only itself.
Committed commit_together(Session& session, const std::vector<const Work*>& jobs);

// One job that sees the database as it stands at its beginning.
Outcome run_on_snapshot(Session& session, const Work& job);

}  // namespace robson::storage
