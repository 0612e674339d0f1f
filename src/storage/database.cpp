#include "storage/database.hpp"

#include <fmt/format.h>

#include <future>

#include "base/log.hpp"
#include "storage/migrations.hpp"
#include "storage/session.hpp"
#include "storage/sqlite.hpp"

namespace robson::storage {
namespace {

StorageError refusal(bool stopped) {
  return stopped ? StorageError{StorageErrorKind::stopped, "the database takes no more writes"}
                 : StorageError{StorageErrorKind::busy, "too many database jobs wait already"};
}

Result<int, StorageError> bring_up_to_date(Session& session, Timestamp now) {
  try {
    return migrate(session, migrations(), sqlite_dialect, now);
  } catch (const std::exception& thrown) {
    return Unexpected(sqlite::error_of(thrown));
  }
}

}  // namespace

Result<std::unique_ptr<Database>, StorageError> Database::open(const std::filesystem::path& directory,
                                                               const Clock& clock, DatabaseOptions options) {
  auto owned = DataDirectory::open(directory);
  if (!owned) return Unexpected(std::move(owned).error());
  const auto file = directory / "robson.db";
  auto writer = sqlite::open(file, sqlite::Access::read_write);
  if (!writer) return Unexpected(std::move(writer).error());
  const auto applied = bring_up_to_date(**writer, clock.now());
  if (!applied) {
    return Unexpected(
        StorageError{applied.error().kind, fmt::format("the database {}: {}", file.string(), applied.error().text)});
  }
  if (*applied > 0) log::info("database migrated", {{"file", file.string()}, {"migrations", *applied}});
  std::vector<std::unique_ptr<Session>> readers;
  for (std::size_t i = 0; i < options.readers; ++i) {
    auto reader = sqlite::open(file, sqlite::Access::read_only);
    if (!reader) return Unexpected(std::move(reader).error());
    readers.push_back(std::move(*reader));
  }
  return std::unique_ptr<Database>(new Database(std::move(*owned), std::move(*writer), std::move(readers), options));
}

Database::Database(DataDirectory directory, std::unique_ptr<Session> writer,
                   std::vector<std::unique_ptr<Session>> readers, const DatabaseOptions& options)
    : directory_(std::move(directory)),
      batch_(options.batch),
      writes_(options.write_queue),
      reads_(options.read_queue),
      writer_(std::move(writer)),
      readers_(std::move(readers)) {
  threads_.emplace_back([this] { write_loop(); });
  for (auto& reader : readers_) {
    threads_.emplace_back([this, session = reader.get()] { read_loop(*session); });
  }
}

Database::~Database() {
  writes_.close();
  reads_.close();
  threads_.clear();  // joins; each thread first finishes its queue
}

net::Task<Outcome> Database::perform(Home home, Work work) {
  auto outcome = std::make_shared<Outcome>();
  std::function<void(runtime::Resume)> begin = [this, home, outcome, work = std::move(work)](runtime::Resume resume) {
    submit(home, {work, [outcome, resume = std::move(resume)](Outcome result) {
                    *outcome = std::move(result);
                    resume();
                  }});
  };
  co_await runtime::hand_off(std::move(begin));
  co_return std::move(*outcome);
}

Outcome Database::perform_now(Home home, Work work) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto result = promise->get_future();
  submit(home, {std::move(work), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); }});
  return result.get();
}

void Database::submit(Home home, Request request) {
  auto& queue = home == Home::writer ? writes_ : reads_;
  const bool refused = home == Home::writer && !is_writable();
  if (!refused && queue.try_push(request)) return;
  request.done(Unexpected(refusal(refused || queue.is_closed())));
}

void Database::write_loop() {
  while (true) {
    const auto batch = writes_.take(batch_);
    if (batch.empty()) return;
    write_batch(batch);
  }
}

void Database::write_batch(const std::vector<Request>& batch) {
  Committed done;
  if (is_writable()) {
    std::vector<const Work*> jobs;
    jobs.reserve(batch.size());
    for (const Request& request : batch) jobs.push_back(&request.work);
    done = commit_together(*writer_, jobs);
  } else {
    done.outcomes.assign(batch.size(), Outcome(Unexpected(refusal(true))));
  }
  if (!done.transaction) {
    stopped_.store(true, std::memory_order_release);
    log::critical("the database takes no more writes", {{"why", done.transaction.error().text}});
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(std::move(done.outcomes[i]));
}

void Database::read_loop(Session& session) {
  while (true) {
    const auto one = reads_.take(1);
    if (one.empty()) return;
    one.front().done(run_on_snapshot(session, one.front().work));
  }
}

}  // namespace robson::storage
