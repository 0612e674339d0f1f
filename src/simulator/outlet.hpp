#pragma once
// The way out to one WebSocket, with the faults that may lie on it. Loop thread. Its owner (the connection's listener)
// opens and closes it; the registry knows all that are open.
#include <functional>
#include <memory>
#include <unordered_set>

#include "net/server.hpp"
#include "simulator/faults.hpp"

namespace robson::simulator {

// Runs something after a while.
using Later = std::function<void(Duration, std::function<void()>)>;

class Outlet;

class Outlets {
 public:
  Outlets(Faults& faults, const Clock& clock, Later later) : faults_(faults), clock_(clock), later_(std::move(later)) {}
  // Cuts up to `count` connections of the scope; answers how many.
  std::int64_t drop(FaultScope scope, std::optional<std::int64_t> count);
  // Closes connections that are older than the venue lets them become (24 hours).
  void close_aged();
  std::size_t size() const { return open_.size(); }

 private:
  friend class Outlet;
  Faults& faults_;
  const Clock& clock_;
  Later later_;
  std::unordered_set<Outlet*> open_;
};

class Outlet {
 public:
  Outlet(Outlets& all, FaultScope scope) : all_(all), scope_(scope) {}
  ~Outlet() { close(); }
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  void open(std::shared_ptr<net::Socket> socket);
  void open(const Outlet& beside) { open(beside.socket_); }  // another way to the same socket
  bool is_open() const { return socket_ != nullptr; }
  void close();
  void send(const net::FramePtr& frame);
  void send(std::string_view text) { send(net::text_frame(text)); }
  // The answer to a call: late, lost or cut like other messages, but not doubled, reordered or forgotten by itself.
  void answer(std::string_view text);
  void end(std::uint16_t code, std::string_view reason);
  FaultScope scope() const { return scope_; }
  const std::string& remote() const { return socket_->remote(); }

 private:
  friend class Outlets;
  void send_through_faults(const net::FramePtr& frame, bool is_event);
  void pass(const net::FramePtr& frame);

  Outlets& all_;
  FaultScope scope_;
  Timestamp opened_{};
  std::shared_ptr<net::Socket> socket_;
  net::FramePtr held_;  // by reorder
};

}  // namespace robson::simulator
