#pragma once
// Brings the log and the state of each tenant to its readers, in order and at each reader's pace. Loop thread.
//
//   committed entries --> Log (ring) --\
//   touched keys --> newest value ------+--> a reader that keeps up gets the shared frame
//                                        \--> one that is behind has a cursor (seq) into ring and values, and goes on
//                                             from there when its socket is drained
//
// Snapshot, catch_up and falling behind are the same walk of that cursor.
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "feed/log.hpp"
#include "feed/prices.hpp"
#include "feed/state.hpp"

namespace robson::feed {

struct Subscription {
  Channels channels{};
  std::int64_t last_seq = 0;  // 0: from now, with a snapshot
  std::optional<std::int64_t> epoch{};
};

struct HubCounts {
  std::size_t readers = 0;
  std::uint64_t sent = 0;       // messages, one for each reader that got it
  std::uint64_t conflated = 0;  // state values that were replaced by newer ones before a reader got them
  std::uint64_t slow_closes = 0;
};

class Reader;

class Hub {
 public:
  Hub(Log& log, const State& state, const Clock& clock);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // This state message has to be written anew. Told within 100 ms.
  void touch(TenantId tenant, StateKey key);
  bool has_readers(TenantId tenant) const;
  // Every 100 ms: what waits goes out.
  void flush();
  // Every second: heartbeats.
  void sweep(Timestamp now);
  // The messages with which a subscriber would be answered, as JSON texts.
  std::vector<std::string> answer(TenantId tenant, const Subscription& wanted);
  const HubCounts& counts() const { return counts_; }

 private:
  friend class Reader;
  struct Tenant;
  Tenant& tenant_of(TenantId tenant);
  void publish(TenantId tenant, const std::vector<MessagePtr>& messages, bool urgent);
  void flush(Tenant& tenant);

  Log& log_;
  const State& state_;
  const Clock& clock_;
  std::map<TenantId, std::unique_ptr<Tenant>> tenants_;
  HubCounts counts_;
};

// One reader of one tenant's feed, on a socket that must outlive it. The log must be complete for the tenant
// (Log::is_complete) before it subscribes.
class Reader {
 public:
  Reader(Hub& hub, TenantId tenant, net::Socket& socket, Encoding encoding);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Answered with a snapshot or with what was missed, in pages; what comes after follows.
  void subscribe(const Subscription& wanted);
  void unsubscribe(Channels channels);
  Channels channels() const { return channels_; }
  // A message of this reader alone: an answer, an error. JSON.
  void tell(std::string_view json);
  // From Listener::drained.
  void drained();

 private:
  friend class Hub;
  struct Walk;
  void go_on();
  bool send(const net::FramePtr& frame);

  Hub& hub_;
  Hub::Tenant& tenant_;
  net::Socket& socket_;
  Encoding encoding_;
  Channels channels_{};
  Timestamp last_told_{};
  std::size_t place_ = 0;
  std::int64_t cursor_ = 0;       // everything up to it has been sent
  std::unique_ptr<Walk> walk_{};  // while it does not keep up
};

}  // namespace robson::feed
