#pragma once
// One reader's connection, whatever it reads: who it is, from the upgrade or by its first message, and once a second
// whether it still may. The net session owns it. Loop thread.
#include <set>

#include "routes/gate.hpp"

namespace robson::routes {

class Visit;

// Those that are open: sockets of the feed, prices and dashboard, or event streams.
class Visits {
 public:
  // Every second.
  void sweep(Timestamp now);
  std::size_t size() const { return open_.size(); }

 private:
  friend class Visit;
  std::set<Visit*> open_;
};

class Visit : public net::Listener {
 public:
  Visit(Gate& gate, Visits& visits, const Clock& clock, SocketCaller who);
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  void opened(const std::shared_ptr<net::Socket>& socket) final;
  void closed(std::uint16_t code) final;
  void sweep(Timestamp now);

 protected:
  // It is known who it is: once, from opened() or sign_in().
  virtual void welcome() = 0;
  // Before the socket goes.
  virtual void leave() {}
  // While it is known and may stay.
  virtual void each_second(Timestamp /*now*/) {}

  bool is_known() const { return caller_.has_value(); }
  const accounts::Caller& caller() const { return *caller_; }
  bool is_open() const { return socket_ != nullptr; }
  net::Socket& socket() { return *socket_; }
  Timestamp now() const { return clock_.now(); }
  // Takes the caller of an access token or ticket; a later one must be the same user's. False: the socket is being
  // closed with 1008.
  bool sign_in(std::string_view token);
  // Closes with 1008.
  void refuse(std::string_view why);

 private:
  Gate& gate_;
  Visits& visits_;
  const Clock& clock_;
  std::optional<accounts::Caller> caller_;
  bool bad_token_ = false;  // came with the upgrade
  std::shared_ptr<net::Socket> socket_;
  Timestamp since_{};
};

}  // namespace robson::routes
