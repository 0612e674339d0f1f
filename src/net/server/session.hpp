#pragma once
// One connection, from accept to its end. Loop thread; lives in its SessionRegistry until it leaves, and in memory
// until nobody holds its Socket.
//
//   head -> body -> answering -> head ...            HTTP; nothing is read while a request is being answered
//   head -> open -> closing -> finishing             WebSocket; closing: our close frame is out, the peer's awaited
//   answering -> open -> finishing                   open stream: frames_ is empty, nothing that comes in counts
//   any of them -> finishing -> lingering -> dead    last bytes are written; then we read on until the peer hangs
//                                                    up, or a reset would take the last words from it
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/protocol/frame_reader.hpp"
#include "net/protocol/http_reader.hpp"
#include "net/protocol/http_text.hpp"
#include "net/protocol/tls.hpp"
#include "net/server.hpp"
#include "net/server/outbox.hpp"
#include "net/server/session_registry.hpp"

namespace robson::net {

class Session final : public Socket, private FrameSink, public std::enable_shared_from_this<Session> {
 public:
  using Connection = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  struct Origin {
    std::string remote{};
    std::unique_ptr<TlsFilter> tls{};
    bool surplus = false;  // over the limit of connections: told so, and closed
  };
  Session(SessionRegistry& registry, Connection connection, Origin origin);
  ~Session() override;
  void start();

  // Socket
  bool send(const FramePtr& frame) override;
  void close(std::uint16_t code, std::string_view reason) override;
  void abort() override { drop(); }
  void want_drained() override;
  std::size_t pending_bytes() const override { return outbox_.pending() + sealed_.size(); }
  const std::string& remote() const override { return remote_; }

  // For the registry.
  void flush();
  void sweep(SteadyTime now);
  void go_away();
  void drop();
  void tell_closed();

 private:
  friend class SessionRegistry;
  enum class Phase { head, body, answering, open, closing, finishing, lingering, dead };

  // session.cpp: bytes in, bytes out, time.
  bool wants_read() const;
  void wait_readable();
  void wait_writable();
  void on_readable();
  bool receive(std::string_view bytes);
  void take(std::string_view plain);
  void on_end();
  Outbox::Written write_out();
  Outbox::Written write_sealed();
  void on_written();
  void linger();
  void finish();
  void expire_in(Duration patience);
  void never_expire() { deadline_ = SteadyTime::max(); }
  void on_deadline();
  void mark_dirty() { registry_->mark_dirty(*this); }

  // session_http.cpp: requests and answers.
  void take_http(std::string_view bytes);
  std::size_t process(std::string_view bytes);
  void on_step(RequestReader::Step step);
  void dispatch();
  void hand_over(Request request);
  void reply(Respond::Reply reply);
  void answer(Response response);
  void conclude(const Response& response, ResponseStyle style);
  void open_stream(OpenStream stream);
  void enter_open(std::unique_ptr<Listener> listener);
  bool is_surplus_socket() const;
  void refuse(int status);
  void upgrade(const Request& request);
  void open_socket(const Request& request, AcceptSocket accepted);
  void after_head();
  void resume();

  // session_socket.cpp: frames.
  void take_frames(std::string_view bytes);
  void on_message(std::string_view payload, bool binary) override;
  void on_reply(std::string_view frames) override;
  bool push_bounded(const FramePtr& frame);
  void end_socket(std::uint16_t code);
  void keep_alive(SteadyTime now);
  void tell_drained();

  SessionRegistry* registry_;  // null once it has left
  std::optional<Connection> connection_;
  std::unique_ptr<TlsFilter> tls_;
  std::string remote_;
  Outbox outbox_{};
  std::string sealed_{};  // what TLS has made of the outbox and the kernel has not taken
  std::string inbox_{};   // HTTP bytes that are not parsed yet
  std::unique_ptr<RequestReader> reader_{};
  std::optional<FrameReader> frames_{};
  std::unique_ptr<Listener> listener_{};
  SteadyTime deadline_ = SteadyTime::max();
  SteadyTime blocked_since_ = SteadyTime::max();
  SteadyTime next_ping_ = SteadyTime::max();
  std::size_t place_ = 0;
  std::size_t dirty_place_ = 0;
  std::uint16_t close_code_;
  Phase phase_ = Phase::head;
  std::uint8_t unanswered_pings_ = 0;
  bool dirty_ = false;
  bool reading_ = false;        // a wait for readability is out
  bool writing_ = false;        // a wait for writability is out
  bool processing_ = false;     // inside process()
  bool ended_ = false;          // the peer sends no more
  bool is_socket_ = false;      // a WebSocket or an open stream
  bool wants_drained_ = false;  // the Listener is to be told when all is written
  bool over_ = false;           // the WebSocket's end has been decided
  bool surplus_;
  bool keep_alive_ = true;
  bool to_head_ = false;
  bool http_1_0_ = false;
};

}  // namespace robson::net
