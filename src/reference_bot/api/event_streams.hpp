#pragma once
// GET /internal/events as an event stream without an end. Each reader has a cursor into what is kept: there is no queue
// for it. One that takes too little gets the rest when its socket is drained; one that fell behind what is held is cut
// off, and told 410 when it comes back. Loop thread.
#include <memory>
#include <set>

#include "net/server.hpp"
#include "reference_bot/store/kept.hpp"

namespace robson::reference_bot {

class EventStreams {
 public:
  static constexpr Duration silence = std::chrono::seconds(5);  // then a comment line
  static constexpr std::size_t most = 64;

  EventStreams(const Row& events, const Clock& clock) : events_(events), clock_(clock) {}
  EventStreams(const EventStreams&) = delete;
  EventStreams& operator=(const EventStreams&) = delete;

  // A stream of what comes after `after`, which must be held. It must be destroyed before this object.
  net::OpenStream open(std::int64_t after);
  bool full() const { return readers_.size() >= most; }
  void events_added();  // sends what is new
  void beat();          // at least once a second: breaks silences

 private:
  class Reader;
  const Row& events_;
  const Clock& clock_;
  std::set<Reader*> readers_{};
};

}  // namespace robson::reference_bot
