#pragma once
// A TCP connection to a peer, with TLS where the address asks for it. Loop thread. Every wait has a deadline; one
// reader and one writer at a time.
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/error.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "net/protocol/tls.hpp"

namespace robson::net {

using SteadyTime = std::chrono::steady_clock::time_point;

class Connection {
 public:
  using Stream = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

  // Resolves, connects and, where `tls` is given, agrees on keys and checks the certificate.
  static Task<Result<std::shared_ptr<Connection>, NetError>> open(Context& context, Url url,
                                                                  std::shared_ptr<TlsContext> tls, SteadyTime deadline);
  Connection(Stream stream, std::string peer, std::unique_ptr<TlsFilter> tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The caller keeps the connection alive while it waits in one of these.
  // What came next; empty at the end of the stream.
  Task<Result<std::string, NetError>> read(SteadyTime deadline);
  // A write that is late ends the connection, a read that waits included.
  Task<Result<void, NetError>> write(std::string bytes, SteadyTime deadline);
  // Whether an idle connection can still be used: nothing has come, no end either.
  bool quiet() const { return !ended_ && nothing_came(); }
  void drop();
  const std::string& peer() const { return peer_; }
  NetError error(NetErrorKind kind, std::string_view text) const;

 private:
  Task<Result<void, NetError>> agree(SteadyTime deadline);
  Task<Result<std::size_t, NetError>> read_raw(SteadyTime deadline);
  Task<Result<void, NetError>> write_raw(std::string bytes, SteadyTime deadline);
  Task<Result<void, NetError>> flush_tls(SteadyTime deadline);
  NetError failed(const boost::system::error_code& failure, bool late, std::string_view late_text) const;
  bool nothing_came() const;

  Stream stream_;
  std::string peer_;  // "host:port", for error sentences
  std::unique_ptr<TlsFilter> tls_;
  std::string buffer_{};
  std::string early_{};  // came together with the end of the handshake
  int handle_;
  bool flushing_ = false;  // TLS bytes are being written; who adds some meanwhile leaves them to that writer
  bool ended_ = false;
};

}  // namespace robson::net
