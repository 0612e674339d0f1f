#pragma once
// HTTP/1.x messages out of bytes that come in any pieces: Beast's parser behind a plain interface, with the limits
// and the checks that it leaves to its user. One reader reads one message.
#include <cstddef>
#include <memory>
#include <string_view>

#include "net/http.hpp"

namespace robson::net {

// A request, as a server reads it.
class RequestReader {
 public:
  RequestReader(std::size_t header_bytes, std::size_t body_bytes);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  enum class Step {
    more,            // give the rest again, with more bytes behind it
    wants_continue,  // the head is there and the client waits for "100 Continue"; go on with the rest
    complete,        // take request(); the rest belongs to the next one
    failed,          // answer failure() and close
  };
  // `used` of the bytes are done with.
  Step take(std::string_view bytes, std::size_t& used);

  bool head_done() const { return head_done_; }
  int failure() const { return failure_; }  // the HTTP status that says what was wrong
  bool keep_alive() const { return keep_alive_; }
  bool is_http_1_0() const { return http_1_0_; }
  Request request();  // once, after complete; without remote and secure

 private:
  struct Parser;
  Step fail(int status);
  Step finish_head();
  int check_head();
  bool read_target(std::string_view target);

  std::unique_ptr<Parser> parser_;
  std::size_t header_bytes_;
  Request request_{};
  int failure_ = 0;
  bool head_done_ = false;
  bool keep_alive_ = false;
  bool http_1_0_ = false;
};

struct ReplyHead {
  int status = 0;
  Headers headers{};
};

// A reply, as a client reads it. Interim replies (1xx but 101) are skipped inside.
class ReplyReader {
 public:
  ReplyReader(std::size_t body_bytes, bool to_head_request);
  ~ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  enum class Step { more, complete, too_large, malformed };
  Step take(std::string_view bytes, std::size_t& used);
  // The peer has closed: completes a reply that has no length.
  Step take_end();
  bool keep_alive() const { return keep_alive_; }
  bool head_done() const;
  ReplyHead head() const;
  // All of it, once the reply is complete; of an unfinished one what has come since the last call.
  std::string body();

 private:
  struct Parser;
  void restart();
  std::unique_ptr<Parser> parser_;
  std::size_t body_bytes_;
  bool to_head_request_;
  bool keep_alive_ = false;
};

}  // namespace robson::net
