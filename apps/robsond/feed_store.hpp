#pragma once
// What of the event log is on the disk, for the feed. Loop thread.
#include "feed/log.hpp"
#include "routes/log_completion.hpp"
#include "storage/database.hpp"

namespace robson {

// What the numbering of the log goes on from.
struct FeedStart {
  struct Stream {
    TenantId tenant{};
    feed::StartOfStream from{};
  };
  std::int64_t epoch = 0;
  std::vector<Stream> streams{};
};
// Needs a connection that can write: the first start makes the epoch.
FeedStart feed_start(storage::Session& session, const std::vector<TenantId>& tenants, Timestamp now);

class FeedStore {
 public:
  FeedStore(net::Context& context, storage::Database& database) : context_(context), database_(database) {}

  // As feed::Log::Reserve wants it.
  void reserve(feed::Log& log, TenantId tenant, std::int64_t ceiling);
  net::Task<Result<routes::LogCompletion::Earlier, std::string>> newest(TenantId tenant);
  // Deletes what is too old to be asked for, a piece at a time.
  void prune(std::vector<TenantId> tenants);

 private:
  net::Context& context_;
  storage::Database& database_;
};

}  // namespace robson
