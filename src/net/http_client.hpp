#pragma once
// An HTTP/1.1 client for one origin: keeps a few connections open, retries nothing by itself (what to repeat is the
// caller's decision), verifies certificates. Loop thread.
#include <memory>

#include "base/result.hpp"
#include "net/error.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"

namespace robson::net {

struct Call {
  Method method = Method::GET;
  std::string target = "/";  // path and query, already encoded
  Headers headers{};
  std::string body{};
  std::string content_type{};
  Duration timeout = std::chrono::seconds(10);  // of the whole exchange, connecting included
};
struct Reply {
  int status = 0;
  Headers headers{};
  std::string body{};
};

struct HttpClientOptions {
  std::size_t connections = 8;         // at once; further calls wait their turn within their timeout
  std::size_t reply_bytes = 64 << 20;  // over: NetErrorKind::too_large
  Duration idle = std::chrono::seconds(30);
  std::string ca_file{};  // PEM; empty: the system's
  std::string user_agent = "robson";
};

class HttpClient {
 public:
  HttpClient(Context& context, Url origin, HttpClientOptions options = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // `maybe_sent` of the error tells whether the peer may have acted. A stale keep-alive connection that fails before
  // any byte was answered is retried once on a new one, only for GET and HEAD.
  Task<Result<Reply, NetError>> send(Call call);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace robson::net
