#pragma once
// The database as the loop uses it: a job goes to a storage thread, its result comes back to the task that waits.
//
//   write  one thread, one connection. It takes everything that is queued (up to `batch`) into one transaction, each
//          job under a savepoint of its own, commits once, and then answers all of them in order: many commands share
//          one sync of the disk, and a job that fails spoils no other.
//   read   a few threads, each with a connection of its own that cannot write. A job sees one snapshot.
//
// A job is a function of Session&. What it throws becomes a StorageError; a job that throws, or returns a Result that
// failed, leaves no trace. Full queue: the job is refused at once with `busy`.
// When a commit fails nothing is known to be on the disk: all jobs of that transaction fail, later writes are refused
// with `stopped`, and reading goes on.
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>

#include "base/bounded_queue.hpp"
#include "runtime/handoff.hpp"
#include "storage/data_directory.hpp"
#include "storage/error.hpp"
#include "storage/transaction.hpp"

namespace robson::storage {

class Session;

struct DatabaseOptions {
  std::size_t write_queue = 4096;
  std::size_t read_queue = 1024;
  std::size_t batch = 256;  // jobs in one transaction
  std::size_t readers = 2;  // threads
};

// Built before the tasks that use it, destroyed after them and before the loop's io_context.
class Database {
 public:
  template <class Job>
  using Answer = Result<std::invoke_result_t<Job, Session&>, StorageError>;

  // Opens DIR/robson.db and brings it to the newest version. For start-up: blocks.
  static Result<std::unique_ptr<Database>, StorageError> open(const std::filesystem::path& directory,
                                                              const Clock& clock, DatabaseOptions options = {});
  ~Database();  // finishes what is queued
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // For tasks on the loop. What `job` refers to must outlive it, even when the task is cancelled: capture by value.
  template <class Job>
  net::Task<Answer<Job>> write(Job job) {
    return ask(Home::writer, std::move(job));
  }
  template <class Job>
  net::Task<Answer<Job>> read(Job job) {
    return ask(Home::readers, std::move(job));
  }

  // The same for start-up and the command line: blocks the calling thread.
  template <class Job>
  Answer<Job> write_now(Job job) {
    auto slot = std::make_shared<Slot<Job>>();
    return slot->answer(perform_now(Home::writer, into_slot(slot, std::move(job))));
  }
  template <class Job>
  Answer<Job> read_now(Job job) {
    auto slot = std::make_shared<Slot<Job>>();
    return slot->answer(perform_now(Home::readers, into_slot(slot, std::move(job))));
  }

  // Whether writes are taken. Any thread.
  bool is_writable() const { return !stopped_.load(std::memory_order_acquire); }
  const DataDirectory& directory() const { return directory_; }

 private:
  enum class Home { writer, readers };
  struct Request {
    Work work{};
    std::function<void(Outcome)> done{};
  };

  // Where a job leaves its value until it is known that it stays.
  template <class Job>
  struct Slot {
    using Value = std::invoke_result_t<Job, Session&>;
    std::optional<std::conditional_t<std::is_void_v<Value>, bool, Value>> value{};
    Answer<Job> answer(Outcome outcome) {
      if (!outcome) return Unexpected(std::move(outcome).error());
      if constexpr (std::is_void_v<Value>) {
        return {};
      } else {
        return std::move(*value);
      }
    }
  };
  template <class T>
  static bool stays(const T&) {
    return true;
  }
  template <class T, class E>
  static bool stays(const Result<T, E>& result) {
    return result.has_value();
  }
  template <class Job>
  static Work into_slot(std::shared_ptr<Slot<Job>> slot, Job job) {
    return [slot = std::move(slot), job = std::move(job)](Session& session) {
      if constexpr (std::is_void_v<std::invoke_result_t<Job, Session&>>) {
        job(session);
        return true;
      } else {
        return stays(slot->value.emplace(job(session)));
      }
    };
  }
  template <class Job>
  net::Task<Answer<Job>> ask(Home home, Job job) {
    auto slot = std::make_shared<Slot<Job>>();
    Work work = into_slot(slot, std::move(job));
    Outcome outcome = co_await perform(home, std::move(work));
    co_return slot->answer(std::move(outcome));
  }

  Database(DataDirectory directory, std::unique_ptr<Session> writer, std::vector<std::unique_ptr<Session>> readers,
           const DatabaseOptions& options);
  net::Task<Outcome> perform(Home home, Work work);
  Outcome perform_now(Home home, Work work);
  void submit(Home home, Request request);
  void write_loop();
  void read_loop(Session& session);
  void write_batch(const std::vector<Request>& batch);

  const DataDirectory directory_;
  const std::size_t batch_;
  BoundedQueue<Request> writes_;
  BoundedQueue<Request> reads_;
  std::atomic<bool> stopped_ = false;
  std::unique_ptr<Session> writer_;                // the writer thread's
  std::vector<std::unique_ptr<Session>> readers_;  // one for each reader thread
  std::vector<std::jthread> threads_;
};

}  // namespace robson::storage
