#pragma once
// What the sessions of one server share: who is open, who has something to write, whom to bury, the limits, the
// counts. Loop thread.
//
// Two things are never done on the spot. Writing: a session that has something to say is marked dirty, and the first
// one of a loop turn posts one flush for all. Telling a Listener that its socket has closed: it may be the caller,
// deep in its own message(), so a posted burial does it.
#include <array>
#include <chrono>
#include <memory>
#include <vector>

#include "net/protocol/tls.hpp"
#include "net/server.hpp"

namespace robson::net {

class Session;
using ReadBuffer = std::array<char, 65536>;
using SteadyTime = std::chrono::steady_clock::time_point;

class SessionRegistry : public std::enable_shared_from_this<SessionRegistry> {
 public:
  SessionRegistry(Context& context, const ServerLimits& limits, Handlers handlers);
  ~SessionRegistry();
  SessionRegistry(const SessionRegistry&) = delete;
  SessionRegistry& operator=(const SessionRegistry&) = delete;

  const ServerLimits& limits() const { return limits_; }
  const Handlers& handlers() const { return handlers_; }
  // Scratch of whoever handles an event now.
  ReadBuffer& read_buffer() { return read_buffer_; }
  std::string& plain_text() { return plain_text_; }
  bool stopping() const { return stopping_; }

  void join(std::shared_ptr<Session> session);
  void mark_dirty(Session& session);
  // The session is out: forgets it, and buries it soon.
  void leave(Session& session);
  // The session's Listener is to be told that it is over, soon.
  void bury(std::shared_ptr<Session> session);

  std::size_t size() const { return open_.size(); }
  void sweep(SteadyTime now);  // deadlines and pings
  void go_away();              // stop: everyone who may leave at once does
  void drop_all();
  // Buries the dead now; for the one who ends the server.
  void bury_now();

  ServerCounts counts() const;
  ServerCounts tally{};  // what is counted as it happens: sockets, requests, frames, would_block, slow_closes

 private:
  void flush();
  std::vector<std::shared_ptr<Session>> snapshot() const { return open_; }

  Context& context_;
  ServerLimits limits_;
  Handlers handlers_;
  std::vector<std::shared_ptr<Session>> open_;
  std::vector<std::shared_ptr<Session>> dead_;
  std::vector<Session*> dirty_;  // entries of sessions that left are null
  std::vector<Session*> turn_;   // the dirty ones being flushed
  ReadBuffer read_buffer_{};
  std::string plain_text_{};
  bool flush_posted_ = false;
  bool burial_posted_ = false;
  bool stopping_ = false;
};

}  // namespace robson::net
