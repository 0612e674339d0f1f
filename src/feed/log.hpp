#pragma once
// The event log as its readers use it: numbers what becomes durable, and holds the newest ordered messages of every
// tenant, so that who was away can be told what was missed. Loop thread.
//
// A tenant's seq counts ordered and state messages together. State messages are not stored, so ceilings of seq are
// reserved durably (feed_seqs): after a restart counting goes on above all that may have been given.
#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "feed/message.hpp"

namespace robson::feed {

constexpr std::size_t messages_held = 10'000;  // ordered ones, a tenant

// How a tenant's numbering goes on after a start.
struct StartOfStream {
  std::int64_t next_seq = 1;                       // above all that was ever given
  std::array<std::int64_t, channel_count> last{};  // seq of the last ordered entry of each channel; 0: none
};

class Log final : public runtime::EventLog {
 public:
  // Entries for what becomes durable, without their numbers, in the order in which readers are to get them.
  using Describe = std::function<std::vector<runtime::LogEntry>(const std::vector<engine::Event>&, Timestamp now)>;
  // Makes `ceiling` durable as the highest seq that the tenant may be given, then calls Log::reserved, at once or
  // later. When it cannot: Log::reserved with the ceiling that stands; the next message makes it be tried again.
  using Reserve = std::function<void(TenantId, std::int64_t ceiling)>;
  // What was just made durable, to be told to the readers.
  using Publish = std::function<void(TenantId, const std::vector<MessagePtr>&, bool urgent)>;

  Log(std::int64_t epoch, Describe describe, Reserve reserve, const Clock& clock);
  // Before anything is entered. The ceiling up to `reserved` is durable already.
  void start(TenantId tenant, const StartOfStream& stream, std::int64_t reserved);
  void reserved(TenantId tenant, std::int64_t ceiling);
  void on_publish(Publish publish) { publish_ = std::move(publish); }

  std::vector<runtime::LogEntry> enter(const std::vector<engine::Event>& events, Timestamp now) override;
  void committed(const std::vector<runtime::LogEntry>& entries) override;
  void lost(const std::vector<runtime::LogEntry>& entries) override;

  std::int64_t epoch() const { return epoch_; }
  // The highest seq that readers may have seen.
  std::int64_t head(TenantId tenant) const;
  // Whether no entry of the tenant is on its way to the disk.
  bool is_settled(TenantId tenant) const {
    const auto found = streams_.find(tenant);
    return found == streams_.end() || found->second.in_flight == 0;
  }
  // A number for a state message that is published now. None while entries with lower numbers are on their way to the
  // disk, or when no number is reserved: the message waits.
  std::optional<std::int64_t> take(TenantId tenant);

  // Whether every ordered message after `seq` is held.
  bool holds_after(TenantId tenant, std::int64_t seq) const;
  // The next ordered message after `seq` in one of `channels`; null when there is none.
  MessagePtr next(TenantId tenant, std::int64_t seq, Channels channels) const;
  // How many ordered messages after `seq` are held, of all channels.
  std::size_t count_after(TenantId tenant, std::int64_t seq) const;

  // What earlier runs wrote is put in front, once for each tenant; until then holds_after answers for this run only.
  // `entries` by seq, the newest that there are; `all`: before them there is nothing.
  bool is_complete(TenantId tenant) const;
  void prepend(TenantId tenant, const std::vector<runtime::LogEntry>& entries, bool all);
  // From commit's begin to its publication, of the last one; for the metrics.
  Duration lag() const { return lag_; }

 private:
  struct Stream {
    std::int64_t next = 1;
    std::int64_t ceiling = 0;  // durable
    bool reserving = false;
    std::int64_t head = 0;
    std::int64_t floor = 0;     // every ordered message above it is held
    std::size_t in_flight = 0;  // commits
    bool complete = false;
    bool doubtful = false;                               // a commit was lost: numbers are high from now on
    bool raised = false;                                 // and so is the head
    std::array<std::int64_t, channel_count> numbered{};  // the newest of each channel that has a number
    std::array<std::int64_t, channel_count> last{};      // the newest of each channel that is durable
    std::deque<MessagePtr> held{};                       // by seq
  };
  Stream& stream_of(TenantId tenant) { return streams_[tenant]; }
  const Stream& look(TenantId tenant) const;
  static void doubt(Stream& stream);
  static void raise_head(Stream& stream);
  void reserve_ahead(TenantId tenant, Stream& stream);
  // The oldest commit is over.
  void land(const std::vector<runtime::LogEntry>& entries);
  MessagePtr hold(Stream& stream, const runtime::LogEntry& entry);

  std::int64_t epoch_;
  Describe describe_;
  Reserve reserve_;
  const Clock& clock_;
  Publish publish_;
  std::map<TenantId, Stream> streams_;
  std::deque<Timestamp> begun_;  // the commits on their way, oldest first
  Duration lag_{};
};

}  // namespace robson::feed
