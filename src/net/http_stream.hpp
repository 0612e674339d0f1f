#pragma once
// An HTTP answer whose body is read as it comes, without an end in sight: an event stream. One connection of its own;
// nothing is repeated or reconnected here. Loop thread; one reader.
#include <memory>
#include <string>

#include "net/http_client.hpp"

namespace robson::net {

class HttpStream {
 public:
  using Made = Result<std::unique_ptr<HttpStream>, NetError>;
  // Connects, sends the call and reads the answer's head, all within `call.timeout`. `ca_file`: PEM; empty: the
  // system's.
  static Task<Made> open(Context& context, Url origin, Call call, std::string ca_file);
  virtual ~HttpStream() = default;  // drops the connection

  virtual int status() const = 0;
  virtual const Headers& headers() const = 0;
  // What came next of the body, whatever its encoding was, never more than a piece of the wire; empty at its end.
  // NetErrorKind::timeout when nothing came within `patience`; the stream is then as good as before.
  virtual Task<Result<std::string, NetError>> read(Duration patience) = 0;
};

}  // namespace robson::net
