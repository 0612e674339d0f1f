#include "feed/log.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::feed {
namespace {

constexpr std::int64_t few_numbers = 500'000;  // so many are left when the next are reserved
constexpr std::int64_t reserved_at_once = 1'000'000;
constexpr std::int64_t numbers_of_doubt = std::int64_t{1} << 40;  // more than any run gives

std::size_t place_of(Channel channel) {
  return static_cast<std::size_t>(channel);
}

// The entries were described by us, so their channel is one.
Channel channel_of(const runtime::LogEntry& entry) {
  const auto channel = json::value_of<Channel>(entry.channel);
  ensure(channel.has_value(), "a log entry belongs to a channel");
  return *channel;
}

// A commit is of one tenant mostly.
std::vector<TenantId> tenants_of(const std::vector<runtime::LogEntry>& entries) {
  std::vector<TenantId> tenants;
  for (const auto& entry : entries) {
    if (std::find(tenants.begin(), tenants.end(), entry.tenant) == tenants.end()) tenants.push_back(entry.tenant);
  }
  return tenants;
}

auto first_after(const std::deque<MessagePtr>& held, std::int64_t seq) {
  return std::partition_point(held.begin(), held.end(), [seq](const MessagePtr& one) { return one->seq() <= seq; });
}

}  // namespace

Log::Log(std::int64_t epoch, Describe describe, Reserve reserve, const Clock& clock)
    : epoch_(epoch), describe_(std::move(describe)), reserve_(std::move(reserve)), clock_(clock) {}

// Whatever was given before may have been seen: the head stands below the next number, and of what lies under it
// nothing is held yet.
void Log::start(TenantId tenant, const StartOfStream& stream, std::int64_t reserved) {
  ensure(stream.next_seq >= 1 && !streams_.contains(tenant), "a stream starts once, at a number");
  Stream& started = stream_of(tenant);
  started.next = stream.next_seq;
  started.ceiling = reserved;
  started.head = stream.next_seq - 1;
  started.floor = stream.next_seq - 1;
  started.numbered = stream.last;
  started.last = stream.last;
  reserve_ahead(tenant, started);
}

void Log::reserved(TenantId tenant, std::int64_t ceiling) {
  Stream& stream = stream_of(tenant);
  stream.reserving = false;
  stream.ceiling = std::max(stream.ceiling, ceiling);
}

// Entries may be numbered above the ceiling: they become durable before anybody sees them, so their own rows say that
// these numbers are gone.
void Log::reserve_ahead(TenantId tenant, Stream& stream) {
  if (stream.reserving || stream.doubtful || stream.ceiling - stream.next + 1 >= few_numbers) return;
  stream.reserving = true;
  reserve_(tenant, std::max(stream.ceiling, stream.next - 1) + reserved_at_once);
}

std::vector<runtime::LogEntry> Log::enter(const std::vector<engine::Event>& events, Timestamp now) {
  std::vector<runtime::LogEntry> entries = describe_(events, now);
  if (entries.empty()) return entries;
  for (auto& entry : entries) {
    Stream& stream = stream_of(entry.tenant);
    std::int64_t& newest = stream.numbered[place_of(channel_of(entry))];
    entry.seq = stream.next++;
    entry.prev_seq = std::exchange(newest, entry.seq);
  }
  for (const TenantId tenant : tenants_of(entries)) {
    Stream& stream = stream_of(tenant);
    ++stream.in_flight;
    reserve_ahead(tenant, stream);
  }
  begun_.push_back(clock_.now());
  return entries;
}

void Log::land(const std::vector<runtime::LogEntry>& entries) {
  ensure(!begun_.empty(), "a commit ends once");
  lag_ = std::max(Duration{}, clock_.now() - begun_.front());
  begun_.pop_front();
  for (const TenantId tenant : tenants_of(entries)) --stream_of(tenant).in_flight;
}

// A message is chained to what is durable, which is not what it was numbered after when that commit was lost.
MessagePtr Log::hold(Stream& stream, const runtime::LogEntry& entry) {
  const Channel channel = channel_of(entry);
  runtime::LogEntry chained = entry;
  chained.prev_seq = std::exchange(stream.last[place_of(channel)], entry.seq);
  ensure(entry.seq > stream.head, "what is published is newer than all before");
  stream.head = entry.seq;
  stream.held.emplace_back(new Message(ordered_text(chained, epoch_), channel, epoch_, entry.seq, true));
  if (stream.held.size() > messages_held) {
    stream.floor = stream.held.front()->seq();
    stream.held.pop_front();
  }
  return stream.held.back();
}

void Log::committed(const std::vector<runtime::LogEntry>& entries) {
  land(entries);
  for (const TenantId tenant : tenants_of(entries)) {
    Stream& stream = stream_of(tenant);
    std::vector<MessagePtr> messages;
    bool urgent = false;
    for (const auto& entry : entries) {
      if (entry.tenant != tenant) continue;
      messages.push_back(hold(stream, entry));
      urgent = urgent || entry.urgent;
    }
    raise_head(stream);
    if (publish_) publish_(tenant, messages, urgent);
  }
}

// Their numbers stay unused. From here on readers may see state that is not durable, and after the next start is not
// there: all numbers from now on lie so high that the next run takes whoever saw one for a reader from the future, and
// gives it a new snapshot.
void Log::lost(const std::vector<runtime::LogEntry>& entries) {
  land(entries);
  for (const auto& entry : entries) {
    Stream& stream = stream_of(entry.tenant);
    const std::size_t place = place_of(channel_of(entry));
    if (stream.numbered[place] == entry.seq) stream.numbered[place] = stream.last[place];
  }
  for (const TenantId tenant : tenants_of(entries)) {
    Stream& stream = stream_of(tenant);
    doubt(stream);
    raise_head(stream);
  }
}

// These numbers are not to be durable, so they need no reservation.
void Log::doubt(Stream& stream) {
  if (std::exchange(stream.doubtful, true)) return;
  stream.next += numbers_of_doubt;
  stream.ceiling = stream.next + numbers_of_doubt;
}

// What was numbered before the loss may still become durable, and comes first.
void Log::raise_head(Stream& stream) {
  if (!stream.doubtful || stream.raised || stream.in_flight > 0) return;
  stream.raised = true;
  stream.head = stream.next++;
}

std::int64_t Log::head(TenantId tenant) const {
  return look(tenant).head;
}

std::optional<std::int64_t> Log::take(TenantId tenant) {
  Stream& stream = stream_of(tenant);
  reserve_ahead(tenant, stream);
  if (stream.in_flight > 0 || stream.next > stream.ceiling) return std::nullopt;
  stream.head = stream.next++;
  return stream.head;
}

// A tenant that was never heard of is like one with an empty stream.
const Log::Stream& Log::look(TenantId tenant) const {
  static const Stream empty;
  const auto found = streams_.find(tenant);
  return found == streams_.end() ? empty : found->second;
}

bool Log::holds_after(TenantId tenant, std::int64_t seq) const {
  return seq >= look(tenant).floor;
}

MessagePtr Log::next(TenantId tenant, std::int64_t seq, Channels channels) const {
  const Stream& stream = look(tenant);
  std::int64_t newest = 0;  // of these channels: mostly there is nothing, and the way to it would be long
  for (const Channel channel : channels.list()) newest = std::max(newest, stream.last[place_of(channel)]);
  if (newest <= seq) return {};
  for (auto one = first_after(stream.held, seq); one != stream.held.end(); ++one) {
    if (channels.has((*one)->channel())) return *one;
  }
  return {};
}

std::size_t Log::count_after(TenantId tenant, std::int64_t seq) const {
  const auto& held = look(tenant).held;
  return static_cast<std::size_t>(held.end() - first_after(held, seq));
}

bool Log::is_complete(TenantId tenant) const {
  return look(tenant).complete;
}

// Those above the floor are of this run. A ring that has lost some already is full: there is no room in front.
void Log::prepend(TenantId tenant, const std::vector<runtime::LogEntry>& entries, bool all) {
  Stream& stream = stream_of(tenant);
  if (std::exchange(stream.complete, true) || stream.held.size() >= messages_held) return;
  std::vector<MessagePtr> earlier;
  std::array<std::int64_t, channel_count> before{};
  for (const auto& entry : entries) {
    const auto channel = json::value_of<Channel>(entry.channel);  // an older or newer program may have had others
    if (!channel || entry.seq > stream.floor) continue;
    runtime::LogEntry chained = entry;
    std::int64_t& previous = before[place_of(*channel)];
    if (all || previous != 0) chained.prev_seq = previous;
    previous = entry.seq;
    earlier.emplace_back(new Message(ordered_text(chained, epoch_), *channel, epoch_, entry.seq, true));
  }
  const std::size_t room = messages_held - stream.held.size();
  const std::size_t dropped = earlier.size() - std::min(earlier.size(), room);
  if (dropped > 0) {
    stream.floor = earlier[dropped - 1]->seq();
  } else if (all) {
    stream.floor = 0;
  } else if (!earlier.empty()) {
    stream.floor = earlier.front()->seq() - 1;
  }
  for (std::size_t i = earlier.size(); i-- > dropped;) stream.held.push_front(std::move(earlier[i]));
}

}  // namespace robson::feed
