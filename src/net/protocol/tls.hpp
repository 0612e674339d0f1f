#pragma once
// TLS as a filter between bytes and bytes (OpenSSL over memory BIOs), so that no stream type is templated on it.
// TLS 1.2 and later, no renegotiation.
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/error.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace robson::net {

// Certificates and rules, shared by many connections.
class TlsContext {
 public:
  // PEM chain and key. The error names the file.
  static Result<std::shared_ptr<TlsContext>, NetError> server(const std::string& certificate, const std::string& key);
  // Verifies peers by `ca_file`, or by the system's certificates when it is empty.
  static Result<std::shared_ptr<TlsContext>, NetError> client(const std::string& ca_file);
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  ssl_ctx_st* get() const { return context_; }

 private:
  ssl_ctx_st* context_;
};

// One connection's cipher state.
class TlsFilter {
 public:
  static std::unique_ptr<TlsFilter> accepting(const TlsContext& context);
  // Says hello at once: look at take_output. The peer's certificate must be for `host`.
  static std::unique_ptr<TlsFilter> connecting(const TlsContext& context, const std::string& host);
  explicit TlsFilter(ssl_st* ssl) : ssl_(ssl) {}
  ~TlsFilter();
  TlsFilter(const TlsFilter&) = delete;
  TlsFilter& operator=(const TlsFilter&) = delete;

  // Bytes from the network; what they say is appended to `plain`. False when the connection is broken; output may
  // then hold the alert that tells the peer.
  bool feed(std::string_view bytes, std::string& plain);
  // Bytes for the network, from `plain`. Only when established.
  bool seal(std::string_view plain);
  // Appends what wants to go out.
  void take_output(std::string& out);
  bool established() const;
  bool closed_by_peer() const { return closed_by_peer_; }
  void close();                                            // says goodbye; look at take_output
  const std::string& failure() const { return failure_; }  // one phrase, after feed or seal was false

 private:
  bool fail();
  ssl_st* ssl_;
  bool closed_by_peer_ = false;
  std::string failure_{};
};

}  // namespace robson::net
