#pragma once
// Brings the log and the state of each tenant to its readers, in order and at each reader's pace. Loop thread.
//
//   committed entries --> Log (ring) ---+
//   touched keys --> newest value ------+--> a reader that keeps up gets the shared frame;
//                                            one that is behind has a cursor (seq) into ring and values, and goes on
//                                            from there when its socket is drained
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
struct Answer;
struct Audience;

class Hub {
 public:
  Hub(Log& log, const State& state, const Clock& clock);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // This state message has to be written anew. Told within 100 ms, if it differs.
  void touch(TenantId tenant, const StateKey& key);
  bool has_readers(TenantId tenant) const;
  // Every 100 ms: what waits goes out.
  void flush();
  // Every second: heartbeats; readers that are too far behind are closed.
  void sweep(Timestamp now);
  // The messages with which a subscriber would be answered now, as JSON texts.
  std::vector<std::string> answer(TenantId tenant, const Subscription& wanted);
  const HubCounts& counts() const { return counts_; }

 private:
  friend class Reader;
  Audience& audience_of(TenantId tenant);
  void join(Reader& reader);
  void leave(Reader& reader);
  void publish(TenantId tenant, const std::vector<MessagePtr>& messages, bool urgent);
  void flush(Audience& audience);
  void write_out(Audience& audience, Channels also);
  void write_values(Audience& audience, Channels read);
  bool write_value(Audience& audience, const StateKey& key, Timestamp now);
  void renew(Audience& audience, Channels channels);
  void send(Audience& audience, const MessagePtr& message);
  void count_replaced(const Audience& audience, const Message& old);
  MessagePtr next(const Audience& audience, std::int64_t seq, Channels channels) const;
  Answer answer_to(Audience& audience, const Subscription& wanted);

  Log& log_;
  const State& state_;
  const Clock& clock_;
  std::map<TenantId, std::unique_ptr<Audience>> audiences_;
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

  // Prices that the same socket gets: while they come no heartbeat is needed. Must outlive this.
  void shares_with(const PriceReader& prices) { prices_ = &prices; }
  // Answered with a snapshot or with what was missed, in pages; what comes after follows. Asked before the one before
  // was answered: answered one after the other.
  void subscribe(const Subscription& wanted);
  // Nothing of these channels is sent from here on.
  void unsubscribe(Channels channels);
  // Subscribed to, those asked for and not answered yet too.
  Channels channels() const { return asked_; }
  // A message of this reader alone: an answer, an error. JSON.
  void tell(std::string_view json);
  // From Listener::drained.
  void drained();

 private:
  friend class Hub;
  bool keeps_up() const { return !behind_ && wishes_.empty(); }
  void deliver(const MessagePtr& message, Timestamp now);
  void fall_behind();
  void go_on();
  bool walk_on();
  bool answer_on();
  net::FramePtr page_frame(std::string_view page) const;
  void beat(Timestamp now);
  bool send(const net::FramePtr& frame, Timestamp now);
  bool send(const net::FramePtr& frame) { return send(frame, hub_.clock_.now()); }
  bool has_room() const { return socket_.pending_bytes() <= behind_bytes; }

  Hub& hub_;
  Audience& audience_;
  net::Socket& socket_;
  const PriceReader* prices_ = nullptr;
  Encoding encoding_;
  bool behind_ = false;  // it gets what comes after cursor_ as its socket is drained
  Channels channels_{};  // answered
  Channels asked_{};
  std::size_t place_ = 0;    // among the audience's readers
  std::int64_t cursor_ = 0;  // everything up to it has been sent
  Timestamp last_told_{};
  std::vector<Subscription> wishes_{};  // not answered yet, the oldest first
  Timestamp wished_at_{};
  std::unique_ptr<Answer> answer_{};  // of the oldest wish, while its pages are going out
};

}  // namespace robson::feed
